import type { Engine } from './engine.ts';

/**
 * When the log is folded into a snapshot. What is in the log is executed again after a kill: some milliseconds for each
 * block, more the more the chain holds, and one or two for each transaction. Folding pauses sealing, and it too takes the
 * longer the more the chain holds.
 */
export interface EpochBounds {
  /** Blocks in the log from which it is folded, busy or not. */
  blocks: number;
  /** The same in transactions. */
  transactions: number;
  /** The same in milliseconds that executing them took. */
  work: number;
  /**
   * How many times longer than loading the snapshot the execution of the log must take before it is folded: a large
   * chain pauses less often, and a restart takes at most `1 + patience` times what loading takes.
   */
  patience: number;
  /** Milliseconds without a new block after which a third of these bounds is enough. */
  idle: number;
}

export const EPOCH_BOUNDS: EpochBounds = {
  blocks: 1_500,
  transactions: 15_000,
  work: 10_000,
  patience: 3,
  idle: 1_000,
};

export const BUSY = 1;
/** A pause disturbs no one when nothing happens, so lower bounds suffice then. */
export const IDLE = 1 / 3;

/** `share`: the part of the bounds that suffices. */
export function isRipe(
  { log, loading, work }: Pick<Engine, 'log' | 'loading' | 'work'>,
  bounds: EpochBounds,
  share: number,
): boolean {
  const long =
    log.blocks >= bounds.blocks * share ||
    log.transactions >= bounds.transactions * share ||
    work >= bounds.work * share;
  return long && log.blocks > 0 && work >= bounds.patience * loading * share;
}
