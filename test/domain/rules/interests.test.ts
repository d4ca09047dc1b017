import { textToFixed } from '../../../domain/encoding/abi.ts';
import { registersInterests, type InterestDraft } from '../../../domain/rules/interests.ts';
import type { Taken } from '../../../domain/rules/lines.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import type { TermsFields } from '../../../domain/registrations/events.ts';
import {
  A,
  BANK,
  BUYER,
  CLOSED,
  HOLDER,
  keyOf,
  OLD,
  over,
  PLANT,
  RIVAL,
  signed,
  table,
  TODAY,
  units,
  YEAR,
  type SmallWorld,
} from './small-world.ts';
import { ZERO_WORD } from '../../../domain/encoding/hash.ts';

const TERMS: TermsFields = {
  ...{ kind: 1, debtor: BUYER, securedParties: [BANK], securedAmount: 1n, currency: textToFixed('CNY', 3) },
  ...{ termFrom: TODAY, termTo: TODAY + YEAR, contractNumber: 'C', contractDigest: ZERO_WORD },
  ...{ acknowledgeJunior: false, negativePledge: false, advance: false, determinationDay: 0 },
};

const terms = (changes: Partial<TermsFields>) => ({ terms: { ...TERMS, ...changes } });
const takes =
  (...pairs: [number, number][]) =>
  ({ right }: SmallWorld): { collateral: Taken[] } => ({
    collateral: [{ right: A, row: right, intervals: units(...pairs) }],
  });
const SUSPENDED = over('suspension', 30, 80, 100);
const typeCode = textToFixed('PLAIN', 8);

describe('Rules: registration of an interest', () => {
  table<InterestDraft & { times: number }>(
    'its terms and its collateral',
    (register, by, { times, ...draft }) =>
      registersInterests(
        register,
        by,
        Array.from({ length: times }, () => draft),
      ),
    (world) => ({ grantor: HOLDER, ...terms({}), ...takes([80, 90])(world), consent: 'awaited', times: 1 }),
    BANK,
    [
      [undefined],
      [somehow('WrongCapacity'), {}, {}, PLANT],
      [refused('InvalidBatchSize', { count: 0 }), { times: 0 }],
      [refused('InvalidKind'), terms({ kind: 0 })],
      [refused('InvalidAmount'), terms({ securedAmount: 0n })],
      [refused('InvalidAmount'), terms({ currency: '0x000000' })],
      [refused('InvalidContractNumber'), terms({ contractNumber: '' })],
      [refused('InvalidContractNumber'), terms({ contractNumber: '约'.repeat(86) })],
      [refused('InvalidSecuredParties'), terms({ securedParties: [] })],
      [refused('InvalidSecuredParties'), terms({ securedParties: [RIVAL, BANK] })],
      [refused('InvalidSecuredParties'), terms({ securedParties: [BANK, 99] })],
      [refused('RegistrantNotSecured', { institution: BANK }), terms({ securedParties: [RIVAL, CLOSED] })],
      [refused('TermAlreadyOver', { to: TODAY - 1 }), terms({ termTo: TODAY - 1 })],
      [refused('InvalidCollateralCount', { count: 0 }), { collateral: [] }],
      [refused('GrantorNotHolder', { right: A, grantor: BUYER, holder: HOLDER }), { grantor: BUYER }],
      [refused('PartyEnded', { party: OLD }), { grantor: OLD }, { right: { holder: OLD } }],
      [refused('UnknownType', { code: textToFixed('EMPTY', 8) }), {}, { right: { typeCode: 'EMPTY' } }],
      [refused('NotPledgeable', { right: A, typeCode }), {}, { flags: [] }],
      [
        refused('NotPaidFor', { right: A }),
        {},
        { flags: ['pledgeable', 'paid-only'], right: { acquisition: 'free' } },
      ],
      [
        refused('TermOutOfRange', { from: TODAY, to: TODAY + 3, minMonths: 1, maxMonths: 360 }),
        terms({ termTo: TODAY + 3 }),
      ],
      [refused('RightExpired', { right: A, validTo: TODAY - 1 }), {}, { right: { validTo: TODAY - 1 } }],
      [refused('InvalidIntervalCount', { count: 0 }), takes()],
      [
        refused('InvalidInterval', { index: 1, from: 82n, to: 84n, quantity: 100n }),
        takes([80, 82], [82, 84]),
      ],
      [refused('InvalidInterval', { index: 0, from: 80n, to: 101n, quantity: 100n }), takes([80, 101])],
      [refused('JuniorRankNotAcknowledged', { right: A, unit: 70n }), takes([70, 90])],
      [undefined, (world) => ({ ...takes([70, 90])(world), ...terms({ acknowledgeJunior: true }) })],
      [refused('RightSuspended', { right: A }), {}, { right: { overlays: [SUSPENDED] } }],
      [
        refused('UnitsSold', { right: A, unit: 85n }),
        terms({ acknowledgeJunior: true }),
        { right: { overlays: [over('sold', 40, 85, 99)] } },
      ],
      [refused('UnitsGone', { right: A, unit: 80n }), {}, { right: { overlays: [over('cut', 40, 5, 99)] } }],
      [
        somehow('TooManyOverlays'),
        terms({ acknowledgeJunior: true }),
        { right: { overlays: Array.from({ length: 64 }, (_, i) => over('interest', i + 50, 0, 9)) } },
      ],
      [somehow('StaleState'), { times: 2 }],
      [
        somehow('ConsentRequired'),
        { consent: signed(keyOf(RIVAL, 'maker')) },
        { flags: ['pledgeable', 'consent'] },
      ],
      [undefined, { consent: signed(keyOf(PLANT, 'maker')) }, { flags: ['pledgeable', 'consent'] }],
    ],
  );
});
