import type { RowKind, RowTypes } from '../../../domain/state/rows.ts';
import { must, type Before, type Transition } from './transition.ts';

/** Lists of a row that only ever grow. */
const HISTORIES = {
  party: ['formerNames', 'successors', 'predecessors', 'identifiers'],
  right: ['renewals', 'formerHolders', 'decisions', 'disposals', 'restrictions'],
  interest: ['collateral', 'registrations', 'objections', 'requests', 'payments'],
  restriction: ['prolongations', 'lifted'],
} as const satisfies { [K in RowKind]?: readonly (keyof RowTypes[K])[] };

/** What was recorded stays on record, in its place; when it was first registered never changes. */
export function nothingDisappears({ before }: Transition): void {
  for (const kind of Object.keys(HISTORIES) as (keyof typeof HISTORIES)[]) keepsHistories(before, kind);
  for (const { before: was, after } of before.changed('interest')) {
    if (!was) continue;
    const fewer = was.state.rights.some((right, i) => after.state.rights[i] !== right);
    must(!fewer, `${after.id}: a right has left the interest`);
  }
}

function keepsHistories(before: Before, kind: keyof typeof HISTORIES): void {
  for (const { before: was, after } of before.changed(kind)) {
    if (!was) continue;
    must(
      was.sequence === after.sequence && was.time === after.time,
      `a ${kind} was registered at another time`,
    );
    const [old, present] = [was, after] as unknown as Record<string, unknown[]>[];
    for (const list of HISTORIES[kind]) {
      for (const [i, item] of old![list]!.entries()) {
        must(
          sameRecord(item, present![list]![i]),
          `${kind}.${list}: what was recorded is not there any more`,
        );
      }
    }
  }
}

/** Later facts may be added to a record (an objection is withdrawn, title follows a disposal); none is replaced. */
function sameRecord(was: unknown, is: unknown): boolean {
  if (typeof was !== 'object' || was === null) return was === is;
  if (typeof is !== 'object' || is === null) return false;
  return Object.entries(was).every(([key, value]) => {
    const present = (is as Record<string, unknown>)[key];
    return value === undefined || sameRecord(value, present);
  });
}

/** What has ended stays ended, and lies nowhere any more; what lies on a line belongs to something that lasts. */
export function endedStaysEnded({ before, world }: Transition): void {
  for (const { before: was, after } of before.changed('interest')) {
    const { status } = after.state;
    must(!was?.ended || was.state.status === status, `${after.id} has ended and is ${status}`);
    if (status !== 'cancelled' && status !== 'revoked') continue;
    const lying = after.state.rights.some((right) =>
      world.rows.get('right', right)!.state.overlays.some(({ ref }) => ref === after.sequence),
    );
    must(!lying, `${after.id} has ended and lies on a line`);
  }
  for (const { after } of before.changed('right')) {
    for (const { kind, ref } of after.state.overlays) {
      if (kind !== 'interest') continue;
      const interest = world.rows.get('interest', `0x${ref.toString(16).padStart(64, '0')}`);
      const belongs = interest && !interest.ended && interest.state.rights.includes(after.id);
      must(belongs === true, `${after.id} carries ${ref}, which has no interest on it`);
    }
  }
}
