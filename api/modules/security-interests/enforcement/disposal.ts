import { textToFixed } from '../../../../domain/encoding/abi.ts';
import { DISPOSAL_ROUTES } from '../../../../domain/encoding/codes.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import { waterfall } from '../../../../domain/interests/waterfall.ts';
import type { DisposalTerms } from '../../../chain/calls.ts';
import { fieldProblem, Problem } from '../../../errors/problem.ts';
import { lastingParty } from '../../../kit/subjects.ts';
import { intervalView } from '../../../kit/units.ts';
import type { Reader } from '../../../read/reader.ts';
import { requireAgent, requireNotLapsed, requireStatus } from '../standing.ts';
import { claimsOn, layersOnLot } from './claims.ts';
import { lotOf, type Lot } from './lot.ts';
import type { DisposeOf } from './schemas.ts';
import { waterfallView, type WaterfallView } from './waterfall.ts';

export interface DisposeIntent {
  interest: Hex;
  /** Number of the institution that disposes: the agent, or a court. */
  institution: number;
  disposal: DisposeOf;
  /** What the second person was shown. */
  waterfall: WaterfallView;
}

export interface Disposal {
  lot: Lot;
  terms: DisposalTerms;
  waterfall: WaterfallView;
}

/**
 * The disposal as the contract takes it: who is paid what follows from rank, and nobody enters it.
 * @throws Problem naming the field, if the interest, the units or the claims do not allow it
 */
export function disposalOf(row: InterestRow, institution: number, body: DisposeOf, reader: Reader): Disposal {
  requireEntitled(row, institution, body, reader);
  requireStatus(row, ['enforcing']);
  requireNotLapsed(row, reader.now);
  lastingParty(reader, body.buyer, '/buyer');
  const lot = lotOf(row, body, reader);
  for (const { state } of lot.claimants) {
    if (state.currency === body.proceeds.currency) continue;
    throw fieldProblem(
      'CURRENCY_MISMATCH',
      '/proceeds/currency',
      `is not ${state.currency}, in which a claimant is secured`,
    );
  }
  const layers = layersOnLot(lot, reader.now);
  const claims = claimsOn(lot, layers, body);
  const distribution = waterfall(BigInt(body.proceeds.value), layers, claims);
  const { payments } = distribution;
  return {
    lot,
    terms: { interest: row.id, units: lot.units, disposal: fieldsOf(body), payments },
    waterfall: waterfallView(lot, layers, distribution, body.proceeds.currency),
  };
}

/** A court disposes by its own route; by agreement and on a platform the agent does. */
function requireEntitled(row: InterestRow, institution: number, { route }: DisposeOf, reader: Reader): void {
  if (route !== 'court') {
    requireAgent(row, institution);
    return;
  }
  if (reader.get('institution', String(institution))?.capacities.includes('court')) return;
  throw new Problem('FORBIDDEN_CAPACITY', { detail: 'The route court is taken by a court.' });
}

const fieldsOf = ({ route, buyer, proceeds, referenceValue, source, evidence }: DisposeOf) => ({
  route: DISPOSAL_ROUTES.indexOf(route),
  buyer,
  currency: textToFixed(proceeds.currency, 3),
  proceeds: BigInt(proceeds.value),
  referenceValue: BigInt(referenceValue ?? '0'),
  source,
  evidence: evidence.digest,
});

/** The body with the very units, so that what is carried out is what the second person read. */
export const onLot = ({ quantity: _, ...body }: DisposeOf, { units }: Lot): DisposeOf => ({
  ...body,
  units: intervalView(units),
});
