import type { RegistryEvent } from '../../../domain/registrations/events.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { compare, type Interval } from '../../../domain/line/line.ts';
import { unpackOverlay, type Overlay, type OverlayKind } from '../../../domain/line/overlay.ts';
import { must, type Transition } from './transition.ts';

/*
 * Unit by unit: what lies on each is what lay there, changed by what the registration says. So neither the contracts' way to cut
 * overlays nor the domain's is taken for granted.
 */

interface Lying {
  kind: OverlayKind;
  ref: number;
  priority: number;
}

const covers = ({ from, to }: Interval, unit: bigint): boolean => from <= unit && unit < to;
const anyCovers = (intervals: readonly Interval[], unit: bigint): boolean =>
  intervals.some((it) => covers(it, unit));

const on = (overlays: readonly Overlay[], unit: bigint): Lying[] => overlays.filter((it) => covers(it, unit));

/** Every unit carries what the registrations say, and nothing else, in the order in which it was laid. */
export function unitsCarryWhatIsRegistered({ events, before }: Transition): void {
  const divisions = events.filter((it) => it.name === 'RightDivided').map(({ args }) => args);
  for (const { before: was, after } of before.changed('right')) {
    const division = was ? undefined : divisions.find(({ child }) => child === after.id);
    const source = division ? before.get('right', division.right) : was;
    const lay = source?.state.overlays ?? [];
    const lie = after.state.overlays;
    for (const unit of boundaries(
      after.state.quantity,
      [...(division ? [] : lay), ...lie],
      after.id,
      events,
    )) {
      const at = division ? placeIn(division.part, unit) : unit;
      const start = on(lay, at);
      const due = division
        ? start.filter(({ kind }) => division.conveyance.cause !== 3 || kind !== 'sold')
        : events.reduce((lying, event) => changedBy(event, after.id, unit, lying), start);
      const there = on(lie, unit);
      must(
        shown(due) === shown(there),
        `unit ${unit} of ${after.id} carries ${shown(there)}, due was ${shown(due)}`,
      );
    }
  }
}

const shown = (lying: readonly Lying[]): string =>
  lying.map(({ kind, ref, priority }) => `${kind} ${ref}/${priority}`).join(', ');

/** Where the unit of a divided right lay on the line that it was divided from. */
function placeIn(part: readonly Interval[], unit: bigint): bigint {
  let before = 0n;
  for (const { from, to } of part) {
    if (unit < before + to - from) return from + unit - before;
    before += to - from;
  }
  throw new RangeError(`no unit ${unit}`);
}

function boundaries(
  quantity: bigint,
  overlays: readonly Interval[],
  right: Hex,
  events: readonly RegistryEvent[],
): bigint[] {
  const cuts = new Set<bigint>([0n]);
  for (const { from, to } of [...overlays, ...events.flatMap((it) => named(it, right))]) {
    cuts.add(from).add(to);
  }
  return [...cuts].filter((cut) => cut < quantity).sort(compare);
}

/** The units of the right that the event names. */
function named({ name, args }: RegistryEvent, right: Hex): readonly Interval[] {
  const of = (items: readonly { right: Hex; intervals: Interval[] }[]) =>
    items.filter((it) => it.right === right).flatMap(({ intervals }) => intervals);
  switch (name) {
    case 'InterestRegistered':
    case 'InterestSubordinated':
      return of(args.collateral);
    case 'InterestAmended':
      return of(args.added);
    case 'InterestReleased':
      return of(args.released);
    case 'RightDivided':
      return args.right === right ? args.part : [];
    case 'RightDisposed':
      return args.right === right ? [args.units] : [];
    case 'RightRestricted':
    case 'QuotaChanged':
      return args.right === right ? args.added.map(unpackOverlay) : [];
    default:
      return [];
  }
}

function changedBy(event: RegistryEvent, right: Hex, unit: bigint, lying: Lying[]): Lying[] {
  const { name, args } = event;
  if (!('sequence' in args)) return lying;
  const sequence = Number(args.sequence);
  const here = anyCovers(named(event, right), unit);
  const without = (ref: number) => lying.filter((it) => it.ref !== ref);
  switch (name) {
    case 'InterestRegistered':
    case 'InterestAmended': {
      const it: Lying = { kind: 'interest', ref: Number(args.interest), priority: sequence };
      return here ? [...lying, it] : lying;
    }
    case 'InterestReleased':
      return here ? without(Number(args.interest)) : lying;
    case 'InterestCancelled':
    case 'InterestRevoked':
      return without(Number(args.interest));
    case 'InterestSubordinated': {
      const ref = Number(args.interest);
      const priority = lying.find((it) => it.ref === Number(args.ahead))?.priority ?? 0;
      return here ? [...without(ref), { kind: 'interest', ref, priority }] : lying;
    }
    case 'RightRestricted':
    case 'QuotaChanged':
      return args.right === right ? [...lying, ...on(args.added.map(unpackOverlay), unit)] : lying;
    case 'RestrictionLifted':
      return args.right === right ? without(Number(args.ref)) : lying;
    case 'RightTransferred':
      return args.right === right && args.conveyance.cause === 3
        ? without(Number(args.conveyance.disposal))
        : lying;
    case 'RightDivided':
      return here ? [{ kind: 'moved', ref: sequence, priority: sequence }] : lying;
    case 'RightDisposed': {
      const rest = lying.filter(({ kind }) => kind !== 'interest');
      return here ? [...rest, { kind: 'sold', ref: sequence, priority: sequence }] : lying;
    }
    default:
      return lying;
  }
}
