import { textToFixed } from '../../../../domain/encoding/abi.ts';
import { DISPOSAL_ROUTES } from '../../../../domain/encoding/codes.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import { waterfall } from '../../../../domain/interests/waterfall.ts';
import type { DisposalTerms } from '../../../chain/calls.ts';
import type { DisposalFields, PaymentFields } from '../../../../domain/registrations/events.ts';
import { disposes, type DisposalDraft } from '../../../../domain/rules/enforcement.ts';
import { decide } from '../../../kit/decide.ts';
import { lastingParty } from '../../../kit/subjects.ts';
import { intervalView } from '../../../kit/units.ts';
import type { Reader } from '../../../read/reader.ts';
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
 * The disposal as the contract takes it: the payments follow from rank and are not entered by hand.
 * @throws Problem naming the field, if the interest, the units or the claims do not allow it
 */
export function disposalOf(row: InterestRow, institution: number, body: DisposeOf, reader: Reader): Disposal {
  lastingParty(reader, body.buyer, '/buyer');
  const lot = lotOf(row, body, reader);
  const lies = lot.overlays.some(({ ref }) => ref === row.sequence);
  const layers = lies ? layersOnLot(lot, reader.now) : [];
  const claims = lies ? claimsOn(lot, layers, body) : [];
  const distribution = waterfall(BigInt(body.proceeds.value), layers, claims);
  const { payments } = distribution;
  const disposal = fieldsOf(body);
  requireDisposable(row, institution, { body, lot, disposal, payments }, reader);
  return {
    lot,
    terms: { interest: row.id, units: lot.units, disposal, payments },
    waterfall: waterfallView(lot, layers, distribution, body.proceeds.currency),
  };
}

function requireDisposable(
  row: InterestRow,
  institution: number,
  it: { body: DisposeOf; lot: Lot; disposal: DisposalFields; payments: PaymentFields[] },
  reader: Reader,
): void {
  const { body, lot, disposal, payments } = it;
  const right = lot.right.id;
  const draft: DisposalDraft = {
    ...{ right, row: lot.right, units: lot.units, disposal, payments },
    claimants: lot.claimants.map((claimant) => ({ interest: claimant.id, row: claimant })),
    ...{ approval: 'awaited', consent: 'awaited' },
  };
  const foreign = !row.state.rights.includes(right);
  decide(reader, (register) => disposes(register, institution, draft), {
    fields: {
      [right]: '/units',
      InvalidInterval: '/units/to',
      ...(foreign && { InvalidClaimant: '/right' }),
    },
    codes: {
      ...(foreign && { InvalidClaimant: 'UNKNOWN_RIGHT' }),
      ...(body.route !== 'court' && { WrongCapacity: 'NOT_SECURED_PARTY' }),
    },
    units: [{ right, intervals: [lot.units] }],
  });
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
