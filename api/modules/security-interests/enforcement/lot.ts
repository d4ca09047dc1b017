import { binding, onLine } from '../../../../domain/line/binding.ts';
import { interestIdOf } from '../../../../domain/encoding/ids.ts';
import { intersect, measure, type Interval } from '../../../../domain/line/line.ts';
import { lotsOf } from '../../../../domain/interests/lots.ts';
import { isRestriction, type Overlay } from '../../../../domain/line/overlay.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { intervalView } from '../../../kit/units.ts';
import { numberOf } from '../../../views/common.ts';
import type { Reader } from '../../../read/reader.ts';
import { existingRight, interestOf } from '../standing.ts';
import type { DisposeOf } from './schemas.ts';

/** Units that are sold together, and everybody who has an interest on them. */
export interface Lot {
  right: RightRow;
  units: Interval;
  /** The interest enforced first. */
  claimants: InterestRow[];
  /** Of their interests on the units, in the order of the line. */
  overlays: Overlay[];
}

/** Interests on the units of one disposal. Twin: contracts/registries/Enforcement.sol. */
const MAX_CLAIMANTS = 16;

/**
 * The lot of a disposal: units of one right that are encumbered alike.
 * @throws Problem naming the field, if the units are not on the line, under a restriction, sold already, or encumbered unlike
 */
export function lotOf(row: InterestRow, body: DisposeOf, reader: Reader): Lot {
  if (!row.state.rights.includes(body.right)) {
    throw fieldProblem('UNKNOWN_RIGHT', '/right', `is not of ${numberOf('S', row)}`);
  }
  const right = existingRight(reader, body.right);
  const units = unitsOf(row, right, body);
  const there = right.state.overlays.filter((it) => intersect([it], [units]).length > 0);
  requireDisposable(right, units, binding(there, reader, reader.now), body.route);
  const claims = there.filter(({ kind }) => kind === 'interest');
  for (const { from, to } of claims) {
    if (from <= units.from && units.to <= to) continue;
    throw fieldProblem('UNITS_NOT_UNIFORM', '/units', 'are encumbered unlike', {
      remedy:
        'Dispose of units that lie under the same interests; the /line of the right shows them as segments.',
    });
  }
  const others = claims.filter(({ ref }) => ref !== row.sequence);
  if (others.length === claims.length) {
    throw fieldProblem(
      'INSUFFICIENT_QUANTITY',
      '/units',
      `are not units on which ${numberOf('S', row)} lies`,
    );
  }
  if (claims.length > MAX_CLAIMANTS) {
    const message = `are under more than ${MAX_CLAIMANTS} interests`;
    throw fieldProblem('TOO_MANY_OVERLAYS', '/units', message);
  }
  const claimants = [row, ...others.map(({ ref }) => interestOf(reader, interestIdOf(ref)))];
  return { right, units, claimants, overlays: claims };
}

/** A quantity is taken from the lowest units under the interest that are encumbered alike and suffice. */
function unitsOf(row: InterestRow, { state }: RightRow, { units, quantity }: DisposeOf): Interval {
  if (units) {
    const named = { from: BigInt(units.from), to: BigInt(units.to) };
    if (named.to <= state.quantity) return named;
    const message = `goes beyond the ${state.quantity} units of the right`;
    throw fieldProblem('INSUFFICIENT_QUANTITY', '/units/to', message);
  }
  const wanted = BigInt(quantity ?? '0');
  const lot = lotsOf([{ from: 0n, to: state.quantity }], state).find(
    ({ from, to, interests }) => to - from >= wanted && interests.some(({ ref }) => ref === row.sequence),
  );
  if (lot) return { from: lot.from, to: lot.from + wanted };
  const message = 'is more than any stretch of units that are encumbered alike';
  throw fieldProblem('INSUFFICIENT_QUANTITY', '/quantity', message);
}

/** A stay keeps units from any disposal, a judicial freeze from all but the court's, other restrictions from all but pledge control. */
function requireDisposable(
  { state }: RightRow,
  units: Interval,
  there: readonly Overlay[],
  route: DisposeOf['route'],
): void {
  if (measure(intersect([units], onLine(state))) < units.to - units.from) {
    throw fieldProblem('UNITS_GONE', '/units', 'names units that are no longer on the line');
  }
  const barred = there.find(
    ({ kind }) =>
      kind === 'sold' ||
      (isRestriction(kind) &&
        kind !== 'pledge-control' &&
        !(kind === 'judicial-freeze' && route === 'court')),
  );
  if (!barred) return;
  const [common] = intersect([barred], [units]);
  throw fieldProblem('UNITS_BOUND', '/units', `are under: ${barred.kind}`, {
    extensions: { kind: barred.kind, units: intervalView(common!) },
  });
}
