import type { Standing } from '../../../deploy/governance/governor.ts';
import { roleOf } from '../../../deploy/governance/operations.ts';
import { instant } from '../../../deploy/governance/wording.ts';

/** An operation for a person at a terminal. */
export function lineOf(operation: Standing): string {
  return `${operation.id}  ${standing(operation)}  ${operation.words}`;
}

/** An operation for programs. Times are ISO 8601. */
export function rowOf(operation: Standing): Record<string, unknown> {
  const { id, kind, words, state, contract, target, method, args, institution } = operation;
  const { plannedAt, executableAt, expiresAt, endedAt } = operation;
  return {
    ...{ id, kind, words, state, institution, contract, target, method, args, role: roleOf(operation) },
    plannedAt: instant(plannedAt),
    executableAt: executableAt === undefined ? undefined : instant(executableAt),
    expiresAt: expiresAt === undefined ? undefined : instant(expiresAt),
    endedAt: endedAt === undefined ? undefined : instant(endedAt),
  };
}

function standing({ state, contract, target, executableAt, expiresAt, endedAt }: Standing): string {
  switch (state) {
    case 'planned':
      return 'planned, not scheduled yet: run the same command again';
    case 'scheduled':
      return `scheduled, can be executed from ${instant(executableAt!)}`;
    case 'ready':
      return `ready, can be executed until ${instant(expiresAt!)}`;
    case 'expired':
      return 'expired, must be scheduled anew with the same command';
    case 'superseded':
      return `superseded, for ${target}, which is no longer ${contract}: run the same command again, or cancel it`;
    case 'gone':
      return 'executed or cancelled by another program';
    case 'executed':
    case 'cancelled':
      return `${state} ${instant(endedAt!)}`;
  }
}
