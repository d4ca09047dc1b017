import { counting, onLine } from '../../../domain/line/binding.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { intersect, subtract } from '../../../domain/line/line.ts';
import { isEncumbrance, isRestriction, type Overlay } from '../../../domain/line/overlay.ts';
import { tranchesFor } from '../../../domain/line/ranks.ts';
import { asksConsent } from '../../../domain/rules/interests.ts';
import type { Taken } from '../../../domain/rules/lines.ts';
import { rightLife } from '../../../domain/time/life.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import type { Units } from '../../chain/calls.ts';
import { fieldProblem } from '../../errors/problem.ts';
import { intervalView, unitsOf } from '../../kit/units.ts';
import { IndexRegister } from '../../read/register.ts';
import { trancheView } from '../../views/interest.ts';
import type { Reader } from '../../read/reader.ts';
import type { CollateralBody } from './units.ts';

/**
 * The units that a registration takes, on the index as it is.
 * @param ref sequence of the interest that takes more; undefined for a new one
 * @param at JSON pointer of the list
 * @throws Problem naming the field, if there are no such units
 */
export const unitsTaken = (
  items: CollateralBody,
  ref: number | undefined,
  reader: Reader,
  at: string,
): Units[] =>
  items.map(({ right: id, ...wish }, i) => {
    const right = reader.get('right', id);
    if (!right) throw fieldProblem('UNKNOWN_RIGHT', `${at}/${i}/right`, 'is not registered');
    const left = onLine(right.state);
    if (left.length === 0) {
      const life = rightLife(right, reader, reader.now);
      throw fieldProblem('RIGHT_NOT_CONFIRMED', `${at}/${i}/right`, `is ${life}`);
    }
    const shut = right.state.overlays.filter(
      (it) => it.kind === 'suspension' || it.kind === 'sold' || it.ref === ref,
    );
    const open = subtract(left, shut);
    const among = open.length > 0 ? open : left;
    return {
      right,
      intervals: unitsOf(wish, right, { among, claims: claimsOn(right, reader) }, `${at}/${i}`),
    };
  });

/** As the rules take them. */
export const draftOf = (units: readonly Units[]): Taken[] =>
  units.map(({ right, intervals }) => ({ right: right.id, row: right, intervals }));

/** What a refusal is about, by the place of the right in the list. */
export const fieldsOf = (items: CollateralBody, at: string): Record<string, string> =>
  Object.fromEntries(items.map(({ right }, i) => [right, `${at}/${i}`]));

/** What has lapsed or expired counts for nothing, but has to be acknowledged to the contract, which knows nothing of time. */
export const covered = (units: readonly Units[]): boolean =>
  units.some(({ right, intervals }) =>
    right.state.overlays.some((it) => isEncumbrance(it.kind) && intersect([it], intervals).length > 0),
  );

/** Whether the type of any of the rights demands the grantor's consent. */
export const needsConsent = (items: readonly { right: Hex }[], reader: Reader): boolean =>
  asksConsent(
    new IndexRegister(reader),
    items.flatMap(({ right }) => {
      const row = reader.get('right', right);
      return row ? [{ right, row, intervals: [] }] : [];
    }),
  );

/** The encumbrances of a line that count now: neither expired restrictions nor lapsed interests. */
const claimsOn = ({ state }: RightRow, reader: Reader): Overlay[] =>
  counting(state.overlays, reader, reader.now).filter(({ kind }) => isEncumbrance(kind));

/** @throws Problem JUNIOR_RANK_NOT_ACKNOWLEDGED with the tranches, also where a restriction is in the way */
export function requireFirstRank(units: readonly Units[], reader: Reader, at: string): void {
  const wouldGet = units.map(({ right, intervals }) => ({
    right: right.id,
    tranches: tranchesFor(intervals, claimsOn(right, reader)).map(trancheView),
    restrictions: claimsOn(right, reader)
      .filter(({ kind }) => isRestriction(kind))
      .flatMap((it) => intersect([it], intervals).map((part) => ({ kind: it.kind, ...intervalView(part) }))),
  }));
  const junior = wouldGet.findIndex(
    ({ tranches, restrictions }) => restrictions.length > 0 || tranches.some(({ rank }) => rank > 1),
  );
  if (junior < 0) return;
  const message = 'would not be first-ranking on all units';
  throw fieldProblem('JUNIOR_RANK_NOT_ACKNOWLEDGED', `${at}/${junior}`, message, {
    extensions: { collateral: wouldGet, tranches: wouldGet[junior]?.tranches },
    remedy: 'Set acknowledgeJunior to true if these ranks are what was agreed.',
  });
}
