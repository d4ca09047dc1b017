import type { Hex } from '../encoding/hash.ts';
import type { Interval } from '../line/line.ts';
import type { Rows } from '../state/rows.ts';
import { formatDay, type Day } from '../time/calendar.ts';
import type { CollateralFields } from './parts.ts';

/* How the contents of registrations show what the chain writes in numbers of its own. */

/** The id under which the API knows the institution with this number: the party that it is. */
export const institutionId = (number: number, rows: Rows): Hex | null =>
  rows.get('institution', String(number))?.party ?? null;

/** Zero is how contracts say "none". */
export const dayOrNull = (day: Day): string | null => (day === 0 ? null : formatDay(day));

export const intervalView = ({ from, to }: Interval) => ({ from: String(from), to: String(to) });

export const collateralView = ({ right, intervals }: CollateralFields) => ({
  right,
  intervals: intervals.map(intervalView),
});
