import type { z } from 'zod';
import { binding } from '../../../domain/binding.ts';
import { hasExpired } from '../../../domain/calendar.ts';
import { segments } from '../../../domain/ranks.ts';
import type { Overlay } from '../../../domain/overlay.ts';
import type { RestrictionRow, RightRow } from '../../../domain/rows.ts';
import { dayOrNull, numberOf, timestampOf } from '../../views/common.ts';
import { institutionId } from '../../views/party.ts';
import type { Reader } from '../../views/reader.ts';
import type { restrictionSchema } from './schemas.ts';

type View = z.input<typeof restrictionSchema>;
type Units = View['rights'][number]['units'];

export function restrictionView(row: RestrictionRow, reader: Reader): View {
  const rights = rightsUnder(row, reader).map((right) => ({
    right: right.id,
    units: unitsOn(row, right, reader),
  }));
  const places = rights.flatMap(({ units }) => units.flatMap(({ place }) => place ?? []));
  return {
    number: numberOf('N', row),
    sequence: String(row.sequence),
    kind: row.kind,
    status: statusOf(row, rights.length, places, reader.now),
    place: places.length === 0 ? null : Math.max(...places),
    institution: institutionId(row.institution, reader),
    effectiveAt: timestampOf(row.time),
    until: dayOrNull(row.until),
    order: { number: row.number, digest: row.digest },
    rights,
    prolongations: row.prolongations.map(({ until, number, digest, ...instant }) => ({
      number: numberOf('N', instant),
      at: timestampOf(instant.time),
      order: { number, digest },
      until: dayOrNull(until),
    })),
    lifts: row.lifted.map(({ right, number, digest, approver, ...instant }) => ({
      number: numberOf('N', instant),
      at: timestampOf(instant.time),
      order: { number, digest },
      right,
      approver,
    })),
  };
}

/** The rights on whose lines it still lies. */
export const rightsUnder = (row: RestrictionRow, reader: Reader): RightRow[] =>
  row.rights
    .map((id) => reader.get('right', id))
    .filter((right) => right !== undefined)
    .filter(({ state }) => state.overlays.some(({ ref }) => ref === row.ref));

function statusOf(
  { until }: RestrictionRow,
  rights: number,
  places: readonly number[],
  now: number,
): View['status'] {
  if (rights === 0) return 'lifted';
  if (until !== 0 && hasExpired(until, now)) return 'expired';
  return places.length > 0 && places.every((place) => place > 1) ? 'waiting' : 'in-force';
}

/** A freeze waits behind those in force that were laid earlier on the same units. */
function unitsOn(row: RestrictionRow, { state }: RightRow, reader: Reader): Units {
  const own = state.overlays.filter(({ ref }) => ref === row.ref);
  const queued = row.kind === 'judicial-freeze' && binding(own, reader, reader.now).length > 0;
  if (!queued) return own.map(({ from, to }) => ({ from: String(from), to: String(to), place: null }));
  const freezes = binding(state.overlays, reader, reader.now).filter(({ kind }) => kind === row.kind);
  return own.flatMap((it) => placesOf(it, freezes));
}

function placesOf({ from, to, priority }: Overlay, freezes: readonly Overlay[]): Units {
  const earlier = freezes.filter((it) => it.priority < priority);
  return segments(to, earlier)
    .filter((segment) => segment.to > from)
    .map((segment) => ({
      from: String(segment.from > from ? segment.from : from),
      to: String(segment.to),
      place: segment.overlays.length + 1,
    }));
}
