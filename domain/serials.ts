import type { RightRegistrationFields } from './events.ts';
import type { Interval } from './line.ts';

export type SerialBlock = RightRegistrationFields['serialBlocks'][number];

/** Units of a block: count = last - first + 1. */
export const countOf = ({ first, last }: SerialBlock): bigint => last - first + 1n;

/** The labels of the units `part` of a line whose blocks follow one another from 0, in the order of the parts. */
export function blocksOn(blocks: readonly SerialBlock[], part: readonly Interval[]): SerialBlock[] {
  return part.flatMap(({ from, to }) => {
    let start = 0n;
    return blocks.flatMap((block) => {
      const [a, b] = [start, start + countOf(block)];
      start = b;
      const [left, right] = [from > a ? from : a, to < b ? to : b];
      if (left >= right) return [];
      return [{ prefix: block.prefix, first: block.first + left - a, last: block.first + right - a - 1n }];
    });
  });
}
