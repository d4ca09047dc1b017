import { counting, onLine } from '../../../domain/line/binding.ts';
import { formatDay, hasExpired, termWithin, type Day } from '../../../domain/time/calendar.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { rightLife } from '../../../domain/time/life.ts';
import { intersect, subtract, type Interval } from '../../../domain/line/line.ts';
import { isEncumbrance, isRestriction, type Overlay } from '../../../domain/line/overlay.ts';
import { tranchesFor } from '../../../domain/line/ranks.ts';
import type { PolicyVersion, RightRow } from '../../../domain/state/rows.ts';
import type { Units } from '../../chain/calls.ts';
import { fieldProblem } from '../../errors/problem.ts';
import { policyOf } from '../../kit/subjects.ts';
import { intervalView, unitsOf } from '../../kit/units.ts';
import { trancheView } from '../../views/interest.ts';
import type { Reader } from '../../read/reader.ts';
import type { CollateralBody } from './units.ts';

/** What all collateral of one registration has in common. Twin: contracts/keepers/CollateralKeeper.sol. */
export interface Taking {
  grantor: Hex;
  termFrom: Day;
  termTo: Day;
  /** Sequence of the interest that takes more; undefined for a new one. */
  ref?: number;
  acknowledgeJunior: boolean;
}

export interface Taken {
  units: Units[];
  /**
   * What the contract is to be told: it knows nothing of time, so what lies there lapsed or expired has to be acknowledged on
   * chain even where it counts for nothing.
   */
  acknowledgeJunior: boolean;
}

/**
 * The collateral as the contract takes it, built on the index as it is.
 * @param at JSON pointer of the list
 * @throws Problem naming the field, if a rule does not allow it; the contract would refuse it too
 */
export function collateralOf(items: CollateralBody, taking: Taking, reader: Reader, at: string): Taken {
  const units = items.map(({ right: id, ...wish }, i): Units => {
    const right = requirePledgeable(id, `${at}/${i}/right`, taking, reader);
    const own = right.state.overlays.filter(({ ref }) => ref === taking.ref);
    const closed = right.state.overlays.filter(({ kind }) => kind === 'suspension' || kind === 'sold');
    const among = subtract(onLine(right.state), [...own, ...closed]);
    const intervals = unitsOf(wish, right, { among, claims: claimsOn(right, reader) }, `${at}/${i}`);
    requireOpen(intervals, closed, `${at}/${i}`);
    if (intersect(intervals, own).length > 0) {
      throw fieldProblem(
        'UNITS_ALREADY_TAKEN',
        `${at}/${i}`,
        'names units on which this interest lies already',
      );
    }
    return { right, intervals };
  });
  if (!taking.acknowledgeJunior) requireFirstRank(units, reader, at);
  const covered = units.some(({ right, intervals }) =>
    right.state.overlays.some((it) => isEncumbrance(it.kind) && intersect([it], intervals).length > 0),
  );
  return { units, acknowledgeJunior: taking.acknowledgeJunior || covered };
}

/** Whether the type of any of the rights demands the grantor's consent. */
export const needsConsent = (items: CollateralBody, reader: Reader): boolean =>
  items.some(({ right }) => {
    const row = reader.get('right', right);
    return row !== undefined && policyOf(row, reader)?.flags.includes('consent') === true;
  });

/** The encumbrances of a line that count now: neither expired restrictions nor lapsed interests. */
const claimsOn = ({ state }: RightRow, reader: Reader): Overlay[] =>
  counting(state.overlays, reader, reader.now).filter(({ kind }) => isEncumbrance(kind));

/** Whatever rank it is content with, no new interest is laid on what is suspended, until that is lifted, or sold. */
function requireOpen(units: readonly Interval[], closed: readonly Overlay[], at: string): void {
  const there = closed.find((it) => intersect([it], units).length > 0);
  if (!there) return;
  const code = there.kind === 'sold' ? 'UNITS_BOUND' : 'RIGHT_SUSPENDED';
  throw fieldProblem(code, at, `names units that are under: ${there.kind}`, {
    extensions: { kind: there.kind, units: intersect([there], units).map(intervalView) },
  });
}

function requirePledgeable(id: Hex, field: string, taking: Taking, reader: Reader): RightRow {
  const row = reader.get('right', id);
  if (!row) throw fieldProblem('UNKNOWN_RIGHT', field, 'is not registered');
  if (row.state.holder !== taking.grantor) {
    throw fieldProblem('GRANTOR_NOT_HOLDER', field, 'is held by another party than the grantor');
  }
  const life = rightLife(row, reader, reader.now);
  if (life === 'suspended') throw fieldProblem('RIGHT_SUSPENDED', field, 'is suspended by its authority');
  if (life !== 'confirmed') throw fieldProblem('RIGHT_NOT_CONFIRMED', field, `is ${life}`);
  const policy = policyOf(row, reader);
  if (!policy?.flags.includes('pledgeable')) {
    const message = `is of type ${row.state.typeCode}, which cannot be pledged`;
    throw fieldProblem('RIGHT_NOT_PLEDGEABLE', field, message);
  }
  if (policy.flags.includes('paid-only') && row.state.acquisition === 'free') {
    const message = 'was received free of charge; only paid-for units can be pledged';
    throw fieldProblem('RIGHT_NOT_PLEDGEABLE', field, message);
  }
  requireTerm(taking, policy, reader.now);
  return row;
}

function requireTerm({ termFrom, termTo }: Taking, policy: PolicyVersion, now: number): void {
  const { minTermMonths: least, maxTermMonths: most } = policy;
  if (!termWithin(termFrom, termTo, least, most)) {
    throw fieldProblem('TERM_OUT_OF_RANGE', '/term/to', `makes a term outside ${least} to ${most} months`);
  }
  if (hasExpired(termTo, now)) {
    throw fieldProblem('TERM_OUT_OF_RANGE', '/term/to', `is over: the term ended on ${formatDay(termTo)}`);
  }
}

/** @throws Problem JUNIOR_RANK_NOT_ACKNOWLEDGED with the tranches, also where a restriction is in the way */
function requireFirstRank(units: readonly Units[], reader: Reader, at: string): void {
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
