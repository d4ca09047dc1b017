import { common, intersect, subtract, union, type Interval } from './line.ts';

/** `last - first + 1` units of a line, labelled `prefix` and a running number. */
export interface SerialBlock {
  prefix: string;
  first: bigint;
  last: bigint;
}

/** A block and where it lies: blocks lie on a line in the order in which they were registered. */
interface Placed extends Interval {
  block: SerialBlock;
}

function placed(blocks: readonly SerialBlock[]): Placed[] {
  let from = 0n;
  return blocks.map((block) => {
    const to = from + block.last - block.first + 1n;
    const it = { block, from, to };
    from = to;
    return it;
  });
}

/** The labels of the units of `intervals`, in their order; none if the line has no labels. */
export function labelsOf(blocks: readonly SerialBlock[], intervals: readonly Interval[]): SerialBlock[] {
  const lying = placed(blocks);
  return intervals.flatMap((interval) =>
    lying.flatMap(({ block: { prefix, first }, ...place }) => {
      const units = common(interval, place);
      if (!units) return [];
      const shift = first - place.from;
      return [{ prefix, first: units.from + shift, last: units.to + shift - 1n }];
    }),
  );
}

/** Where the units with these labels lie, not joined; fewer than there are labels if some are not of this line. */
const lyingWithin = (blocks: readonly SerialBlock[], named: SerialBlock): Interval[] =>
  placed(blocks)
    .filter(({ block }) => block.prefix === named.prefix)
    .flatMap(({ block, from }) => {
      const numbers = common(serials(named), serials(block));
      if (!numbers) return [];
      const shift = from - block.first;
      return [{ from: numbers.from + shift, to: numbers.to + shift }];
    });

/** Why blocks are no units of a line. `blocks` are the serial numbers that are meant. */
export class BlockError extends Error {
  readonly reason: 'unknown' | 'twice';
  /** Place of the offending block among those named. */
  readonly index: number;
  readonly blocks: SerialBlock[];

  constructor(reason: BlockError['reason'], index: number, blocks: SerialBlock[]) {
    super(`block ${index}: ${reason === 'unknown' ? 'not of this line' : 'named twice'}`);
    [this.reason, this.index, this.blocks] = [reason, index, blocks];
  }
}

/**
 * Where all the blocks named lie on the line that `blocks` label, in canonical form.
 * @throws BlockError if a serial number is not of this line, or named twice
 */
export function placesOf(blocks: readonly SerialBlock[], named: readonly SerialBlock[]): Interval[] {
  return named.reduce<Interval[]>((taken, block, index) => {
    const found = lyingWithin(blocks, block);
    const missing = without(block, labelsOf(blocks, found));
    if (missing.length > 0) throw new BlockError('unknown', index, missing);
    const again = intersect(taken, found);
    if (again.length > 0) throw new BlockError('twice', index, labelsOf(blocks, again));
    return union([...taken, ...found]);
  }, []);
}

/** A block's serial numbers without those of `others`, which are of its prefix. */
const without = (block: SerialBlock, others: readonly SerialBlock[]): SerialBlock[] =>
  subtract([serials(block)], others.map(serials)).map(({ from, to }) => ({
    prefix: block.prefix,
    first: from,
    last: to - 1n,
  }));

const serials = ({ first, last }: SerialBlock): Interval => ({
  from: first,
  to: last + 1n,
});
