import { interestIdOf } from '../../../../domain/encoding/ids.ts';
import { common, type Interval } from '../../../../domain/line/line.ts';
import { lotsOf } from '../../../../domain/interests/lots.ts';
import type { Overlay } from '../../../../domain/line/overlay.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import type { Reader } from '../../../read/reader.ts';
import { existingRight, interestOf } from '../standing.ts';
import type { DisposeOf } from './schemas.ts';

/** Units that are sold together, and all interests on them. */
export interface Lot {
  right: RightRow;
  units: Interval;
  /** The interest enforced first. */
  claimants: InterestRow[];
  /** Of their interests on the units, in the order of the line. */
  overlays: Overlay[];
}

/** The lot of a disposal: units of one right, and who has an interest on them. @throws Problem if there are no such units */
export function lotOf(row: InterestRow, body: DisposeOf, reader: Reader): Lot {
  const right = existingRight(reader, body.right);
  const units = unitsOf(row, right, body);
  const overlays = right.state.overlays.filter(
    (it) => it.kind === 'interest' && common(it, units) !== undefined,
  );
  const others = [...new Set(overlays.map(({ ref }) => ref))].filter((ref) => ref !== row.sequence);
  const claimants = [row, ...others.map((ref) => interestOf(reader, interestIdOf(ref)))];
  return { right, units, claimants, overlays };
}

/** A quantity is taken from the lowest units under the interest that are encumbered alike and suffice. */
function unitsOf(row: InterestRow, { state }: RightRow, { units, quantity }: DisposeOf): Interval {
  if (units) return { from: BigInt(units.from), to: BigInt(units.to) };
  const wanted = BigInt(quantity ?? '0');
  const lot = lotsOf([{ from: 0n, to: state.quantity }], state).find(
    ({ from, to, interests }) => to - from >= wanted && interests.some(({ ref }) => ref === row.sequence),
  );
  if (lot) return { from: lot.from, to: lot.from + wanted };
  const message = 'is more than any stretch of units that are encumbered alike';
  throw fieldProblem('INSUFFICIENT_QUANTITY', '/quantity', message);
}
