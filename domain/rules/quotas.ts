import { isEncumbrance, isGone, OVERLAY_KINDS, QUOTA_KINDS } from '../line/overlay.ts';
import type { Actor, Register } from './register.ts';
import { firstClear, firstLaid, firstUnder, onTheLine, presentRight, roomFor, type Taken } from './lines.ts';
import { ofAuthority } from './rights.ts';
import { refused } from './refusals.ts';
import { isText, when, type Checked } from './verdict.ts';

export interface DecisionDraft extends Taken {
  kind: number;
  overriding: boolean;
  number: string;
}

export function decides(register: Register, by: Actor, draft: DecisionDraft): Checked {
  const { kind, row, intervals } = draft;
  const name = OVERLAY_KINDS[kind] ?? 'none';
  return (
    ofAuthority(register, by, draft) ??
    when(!(QUOTA_KINDS as readonly string[]).includes(name), 'InvalidDecision', { kind }) ??
    when(draft.overriding && name !== 'surrendered', 'CannotOverride', { kind }) ??
    when(!isText(draft.number), 'InvalidDecisionNumber') ??
    onTheLine(draft) ??
    (name === 'cut' ? freeFirst(register, draft) : unclaimed(register, draft, name === 'not-carried-over')) ??
    roomFor(row.state.overlays.length + intervals.length) ??
    presentRight(register, draft)
  );
}

/** A surrender or retirement takes nothing of others; what was not carried over is of no use for either. */
function unclaimed(
  register: Register,
  { right, row, intervals, overriding }: DecisionDraft,
  carrying: boolean,
) {
  const { overlays } = row.state;
  const uncarried = firstUnder(overlays, intervals, ({ kind }) => kind === 'not-carried-over');
  if (uncarried && !carrying) return refused('UnitsNotCarried', { right, unit: uncarried.unit });
  const found = firstLaid(overlays, intervals, (it) => {
    if (carrying) return it.kind === 'not-carried-over';
    if (overriding) return it.kind === 'sold';
    return isEncumbrance(it.kind) && it.kind !== 'compliance-hold' && register.binds(it);
  });
  if (!found) return undefined;
  const { kind, ref } = found.overlay;
  return refused('UnitsEncumbered', { right, unit: found.unit, kind: OVERLAY_KINDS.indexOf(kind), ref });
}

function freeFirst(register: Register, { right, row, intervals }: DecisionDraft): Checked {
  const { overlays, quantity } = row.state;
  const claims = overlays.filter((it) => isEncumbrance(it.kind) && register.binds(it));
  if (!firstLaid(claims, intervals, () => true)) return undefined;
  const gone = overlays.filter(({ kind }) => isGone(kind));
  const unit = firstClear({ from: 0n, to: quantity }, [...claims, ...gone, ...intervals]);
  return unit === undefined ? undefined : refused('FreeUnitsFirst', { right, unit });
}
