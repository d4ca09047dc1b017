import { AbiError } from '../../domain/encoding/abi.ts';
import { decodeLog } from '../../domain/registrations/events.ts';
import { DivergenceError, reduce } from '../../domain/registrations/reduce.ts';
import type { Block, RawLog } from '../chain/types.ts';
import type { BlockWriter } from '../store/block-writer.ts';
import { noticeOf } from './notices.ts';
import { project } from './projections.ts';

/**
 * Enters a block: decode, reduce, project.
 * @param hears whether a log is entered; asked in order, so that it sees what the logs before have changed
 * @returns the number of events
 * @throws DivergenceError if the block does not follow from what was entered before
 */
export function applyBlock(
  block: Block,
  writer: BlockWriter,
  hears: (log: RawLog) => boolean = () => true,
): number {
  let events = 0;
  let sequence = 0;
  writer.open(block.number);
  for (const log of block.logs) {
    if (!hears(log)) continue;
    const entered = explained(log, () => applyLog(log, writer));
    if (entered === undefined) continue;
    events += 1;
    sequence = Math.max(sequence, entered);
  }
  writer.close(block, events, sequence);
  return events;
}

/** @returns the event's registry sequence, 0 if it has none; undefined if the log is no event of ours */
function applyLog(log: RawLog, writer: BlockWriter): number | undefined {
  const event = decodeLog(log);
  if (!event) return undefined;
  const { changes, subjects } = reduce(event, log, writer);
  writer.add({
    log,
    changes,
    subjects,
    entries: project(event, changes),
    notice: noticeOf(event, log, changes),
  });
  return 'sequence' in event.args ? Number(event.args.sequence) : 0;
}

/** A code or an encoding that this version does not know is a divergence too: its meaning would be missing from the state. */
function explained<T>(log: RawLog, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DivergenceError || error instanceof AbiError || error instanceof RangeError)) {
      throw error;
    }
    const where = `block ${log.blockNumber}, log ${log.logIndex}`;
    throw new DivergenceError(`${where}: ${error.message}`, { cause: error });
  }
}
