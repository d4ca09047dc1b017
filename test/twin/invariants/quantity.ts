import { intersect, measure } from '../../../domain/line/line.ts';
import { isEncumbrance, isGone, type Overlay } from '../../../domain/line/overlay.ts';
import { onLine } from '../../../domain/line/binding.ts';
import { free } from '../../../domain/line/ranks.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import { argsOf, must, type Transition } from './transition.ts';

const units = (overlays: readonly Overlay[]): bigint =>
  overlays.reduce((sum, { from, to }) => sum + to - from, 0n);

/** What a right has for its own: its line, but for what has become a right of its own. */
const own = ({ state }: RightRow): bigint =>
  state.quantity - units(state.overlays.filter(({ kind }) => kind === 'moved'));

/** No unit comes from nothing or goes nowhere. */
export function quantityIsConserved({ events, before }: Transition): void {
  let more = 0n;
  for (const { before: was, after } of before.changed('right')) {
    must(!was || was.state.quantity === after.state.quantity, `the line of ${after.id} has another length`);
    more += own(after) - (was ? own(was) : 0n);
  }
  const registered = argsOf(events, 'RightRegistered').map(({ registration }) => registration.quantity);
  const due = registered.reduce((sum, quantity) => sum + quantity, 0n);
  must(more === due, `there are ${more} units more in the registry, registered were ${due}`);
}

/** Free, encumbered and gone units are the whole line; no unit goes twice, or lies twice under one registration. */
export function noUnitCountsTwice({ before }: Transition): void {
  for (const { after } of before.changed('right')) {
    const { overlays, quantity } = after.state;
    const gone = overlays.filter(({ kind }) => isGone(kind));
    const left = onLine(after.state);
    const encumbered = intersect(
      left,
      overlays.filter(({ kind }) => isEncumbrance(kind)),
    );
    const sum = measure(free(quantity, overlays)) + measure(encumbered) + units(gone);
    must(sum === quantity, `${after.id}: free, encumbered and gone are ${sum} of ${quantity} units`);
    for (const ref of new Set(overlays.map((it) => it.ref))) {
      const lying = overlays.filter((it) => it.ref === ref);
      must(measure(lying) === units(lying), `${after.id}: units lie twice under ${ref}`);
    }
    const outside = overlays.some(({ from, to }) => from >= to || to > quantity);
    must(!outside && overlays.length <= 64, `${after.id}: the line is not well formed`);
  }
}

/** Surrendered, retired, cut and moved units stay so, where they are. */
export function goneStaysGone({ before }: Transition): void {
  for (const { before: was, after } of before.changed('right')) {
    for (const it of was?.state.overlays.filter(({ kind }) => isGone(kind)) ?? []) {
      const still = after.state.overlays.some(
        (o) => o.kind === it.kind && o.ref === it.ref && o.from === it.from && o.to === it.to,
      );
      must(still, `${after.id}: units that were ${it.kind} by ${it.ref} are back`);
    }
  }
}
