import { intersect, type Interval } from './line.ts';

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
    lying.flatMap(({ block: { prefix, first }, ...place }) =>
      intersect([interval], [place]).map(({ from, to }) => ({
        prefix,
        first: first + from - place.from,
        last: first + to - place.from - 1n,
      })),
    ),
  );
}

/** Where units with these labels lie, not joined; fewer units than there are labels if some are not of this line. */
export const placesOf = (blocks: readonly SerialBlock[], { prefix, first, last }: SerialBlock): Interval[] =>
  placed(blocks)
    .filter(({ block }) => block.prefix === prefix)
    .flatMap(({ block, from }) =>
      intersect([{ from: first, to: last + 1n }], [{ from: block.first, to: block.last + 1n }]).map((it) => ({
        from: from + it.from - block.first,
        to: from + it.to - block.first,
      })),
    );
