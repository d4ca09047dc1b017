import type { Chain } from '../../api/chain/types.ts';
import type { AccessManager } from './access-manager.ts';
import type { Attempt, Planned } from './record.ts';
import type { Registries } from './registries.ts';

/**
 * planned: noted, not scheduled yet, because a run was interrupted. scheduled: waits. ready: can be executed. expired: waited too long, and
 * has to be scheduled anew. superseded: its contract is no longer the one that is appointed, and must not be acted on. gone: another
 * program executed or cancelled it.
 */
export type State =
  'planned' | 'scheduled' | 'ready' | 'expired' | 'superseded' | 'executed' | 'cancelled' | 'gone';

/** Times are unix seconds. */
export interface Condition {
  state: State;
  executableAt?: number | undefined;
  /** From then on a schedule is expired. */
  expiresAt?: number;
  /** When it was executed or cancelled. */
  endedAt?: number;
}

export const isOpen = (state: State): boolean =>
  state === 'planned' || state === 'scheduled' || state === 'ready';

/** How an operation stands on the chain. @param now unix seconds */
export async function conditionOf(
  operation: Planned,
  chain: Chain,
  manager: AccessManager,
  registries: Registries,
  now: number,
): Promise<Condition> {
  const condition = await scheduleOf(operation, chain, manager, now);
  const isLeft = isOpen(condition.state) || condition.state === 'expired';
  if (!isLeft || (await registries.isPresent(operation.contract, operation.target))) return condition;
  return { ...condition, state: 'superseded' };
}

async function scheduleOf(
  operation: Planned,
  chain: Chain,
  manager: AccessManager,
  now: number,
): Promise<Condition> {
  if (operation.ended) return { state: operation.ended.as, endedAt: operation.ended.at };
  const last = await lastOf(operation.attempts, chain);
  if (last?.does === 'execute') return { state: 'executed', endedAt: last.at };
  if (last?.does === 'cancel') return { state: 'cancelled', endedAt: last.at };
  // A block may carry a later time than the clock of the machine.
  const time = Math.max(now, (await chain.head()).time);
  const lifetime = await manager.expiration();
  const scheduled = await manager.scheduleOf(operation);
  if (scheduled !== undefined) {
    const state = scheduled <= time ? 'ready' : 'scheduled';
    return { state, executableAt: scheduled, expiresAt: scheduled + lifetime };
  }
  if (!last) return { state: 'planned' };
  const { executableAt } = operation;
  if (executableAt === undefined) return { state: 'expired' };
  const expiresAt = executableAt + lifetime;
  return { state: time < expiresAt ? 'gone' : 'expired', executableAt, expiresAt };
}

/** The last transaction that succeeded, with the time of its block. */
async function lastOf(
  attempts: readonly Attempt[],
  chain: Chain,
): Promise<(Attempt & { at: number }) | undefined> {
  for (const attempt of attempts.toReversed()) {
    const receipt = await chain.receipt(attempt.hash);
    if (receipt?.status !== 1) continue;
    const block = await chain.block(receipt.blockNumber);
    if (block) return { ...attempt, at: block.time };
  }
  return undefined;
}
