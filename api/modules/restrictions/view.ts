import type { z } from 'zod';
import { binding } from '../../../domain/line/binding.ts';
import { restrictionLife } from '../../../domain/time/life.ts';
import { tranchesOf } from '../../../domain/line/ranks.ts';
import type { RestrictionRow, RightRow } from '../../../domain/state/rows.ts';
import { intervalView } from '../../kit/units.ts';
import { dayOrNull, numberOf, timestampOf } from '../../views/common.ts';
import { institutionId } from '../../views/party.ts';
import type { Reader } from '../../read/reader.ts';
import type { restrictionSchema } from './schemas.ts';

type View = z.input<typeof restrictionSchema>;
type Units = View['rights'][number]['units'];

export function restrictionView(row: RestrictionRow, reader: Reader): View {
  const rights = rightsRestricted(row, reader).map((right) => ({
    right: right.id,
    units: unitsOn(row, right, reader),
  }));
  const places = rights.flatMap(({ units }) => units.flatMap(({ place }) => place ?? []));
  return {
    number: numberOf('N', row),
    sequence: String(row.sequence),
    kind: row.kind,
    status: restrictionLife(row, reader, reader.now),
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
export const rightsRestricted = ({ rights }: RestrictionRow, reader: Reader): RightRow[] =>
  rights.flatMap((id) => reader.get('right', id) ?? []);

/** Of a freeze that is in force, its place among those on the same units that are; the earlier ones are ahead. */
function unitsOn({ ref, kind }: RestrictionRow, { state }: RightRow, reader: Reader): Units {
  const queue = kind === 'judicial-freeze' ? binding(state.overlays, reader, reader.now) : [];
  const queued = tranchesOf(ref, queue).map((it) => ({ ...intervalView(it), place: it.rank }));
  if (queued.length > 0) return queued;
  const own = state.overlays.filter((it) => it.ref === ref);
  return own.map((it) => ({ ...intervalView(it), place: null }));
}
