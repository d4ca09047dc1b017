import { InconsistentNodeError } from '../chain/errors.ts';
import type { Block, BlockRef, Hex } from '../chain/types.ts';

/** The block is not a child of the one before it: the chain has been reorganised meanwhile. */
export class ParentMismatchError extends Error {}

/**
 * A node is not believed blindly: each log must belong to the block that it came with, in order, from an address that is ours.
 * @param parent undefined for the first block
 * @throws ParentMismatchError
 * @throws InconsistentNodeError
 */
export function requireContinuity(
  block: Block,
  parent: BlockRef | undefined,
  watched: ReadonlySet<Hex>,
): void {
  if (parent && block.number !== parent.number + 1) {
    throw new InconsistentNodeError(`block ${block.number} came after block ${parent.number}`);
  }
  if (parent && block.parentHash !== parent.hash) {
    throw new ParentMismatchError(`block ${block.number} is not a child of the block indexed before it`);
  }
  let last = -1;
  for (const log of block.logs) {
    if (log.blockNumber !== block.number || log.blockHash !== block.hash) {
      throw new InconsistentNodeError(`block ${block.number} came with a log of another block`);
    }
    if (log.logIndex <= last) {
      throw new InconsistentNodeError(`the logs of block ${block.number} are not in order`);
    }
    if (!watched.has(log.address)) {
      throw new InconsistentNodeError(
        `block ${block.number} came with a log of ${log.address}, which was not asked for`,
      );
    }
    last = log.logIndex;
  }
}
