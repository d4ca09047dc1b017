import type { ParticularsFields } from '../../../domain/registrations/events.ts';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import { SUBJECT_KINDS } from '../../../domain/encoding/codes.ts';
import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import {
  divides,
  transfers,
  type ConveyanceDraft,
  type DivisionDraft,
  type TitleDraft,
} from '../../../domain/rules/titles.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import { idOf } from '../history.ts';
import {
  A,
  ANOTHER,
  AUTHORITY,
  BANK,
  BUYER,
  CHECKED,
  HEIR,
  HOLDER,
  keyOf,
  NOBODY,
  OLD,
  ON_A,
  over,
  RIVAL,
  S,
  signed,
  T,
  table,
  TODAY,
  units,
  type SmallWorld,
} from './small-world.ts';

const [NONE, TRANSFER, SUCCESSION, DISPOSAL, COURT_ORDER, SPLIT] = [0, 1, 2, 3, 4, 5] as const;
const USUAL: ConveyanceDraft = {
  ...{ cause: TRANSFER, to: BUYER, disposal: 0, approvalDigest: ZERO_WORD, evidence: ZERO_WORD },
};
const conveys = (changes: Partial<ConveyanceDraft>) => ({ conveyance: { ...USUAL, ...changes } });

const follower = (row: InterestRow, agent: number) => ({
  ...{ interest: row.id, row, consent: signed(keyOf(agent, 'checker')) },
});
const both = ({ interest, behind }: SmallWorld) => ({
  followers: [follower(interest, BANK), follower(behind, RIVAL)],
});
const by = (cause: number, changes: Partial<ConveyanceDraft> = {}) => ({
  ...conveys({ cause, ...changes }),
  followers: [],
});
const bare = { right: { overlays: [] } };
const on = (...overlays: ReturnType<typeof over>[]) => ({ right: { overlays } });
const sold = over('sold', 40, 0, 100);
const FROZEN = on(over('judicial-freeze', 30, 10, 20));
const bound = (unit: bigint, kind: number, ref: number) =>
  refused('UnitsBound', { right: A, unit, kind, ref });
const DELIVERY = by(DISPOSAL, { disposal: 40 });

describe('Rules: titles', () => {
  table<TitleDraft>(
    'transfer of the whole',
    transfers,
    (world) => ({ right: A, row: world.right, ...conveys({}), ...both(world) }),
    AUTHORITY,
    [
      [undefined],
      [undefined, { followers: [] }, bare],
      [undefined, by(COURT_ORDER)],
      [refused('InvalidCause', { cause: SPLIT }), by(SPLIT)],
      [refused('InvalidCause', { cause: NONE }), by(NONE)],
      [refused('InvalidCause', { cause: TRANSFER }), conveys({ disposal: 40 })],
      [somehow('WrongCapacity'), {}, {}, BANK],
      [refused('NotAuthority', { right: A, institution: ANOTHER }), {}, {}, ANOTHER],
      [refused('InvalidRecipient', { to: HOLDER }), conveys({ to: HOLDER })],
      [refused('PartyEnded', { party: OLD }), conveys({ to: OLD })],
      [refused('RightExpired', { right: A, validTo: TODAY - 1 }), {}, { right: { validTo: TODAY - 1 } }],
      [refused('UnknownType', { code: textToFixed('EMPTY', 8) }), {}, { right: { typeCode: 'EMPTY' } }],
      [refused('ApprovalRequired', { typeCode: textToFixed('PLAIN', 8) }), {}, { flags: ['approval-bound'] }],
      [undefined, conveys({ approvalDigest: idOf('approval') }), { flags: ['approval-bound'] }],
      [refused('NotSuccessor', { holder: HOLDER, to: BUYER }), by(SUCCESSION)],
      [undefined, by(SUCCESSION, { to: HEIR }), { right: { holder: OLD } }],
      [refused('NotBuyer', { disposal: 41, to: BUYER }), by(DISPOSAL, { disposal: 41 })],
      [refused('NotSold', { right: A, disposal: 40, unit: 0n }), DELIVERY],
      [refused('NotSold', { right: A, disposal: 40, unit: 60n }), DELIVERY, on(over('sold', 40, 0, 60))],
      [
        refused('NotSold', { right: A, disposal: 40, unit: 60n }),
        DELIVERY,
        on(over('sold', 40, 0, 60), over('sold', 41, 60, 100)),
      ],
      [undefined, DELIVERY, on(sold)],
      [bound(0n, 3, 30), DELIVERY, on(sold, over('administrative-restriction', 30, 0, 9))],
      [undefined, DELIVERY, on(sold, over('stay', 30, 0, 9))],
      [bound(10n, 2, 30), { followers: [] }, FROZEN],
      [undefined, { followers: [] }, { ...FROZEN, restriction: { until: TODAY - 1 } }],
      [bound(0n, 8, 40), by(COURT_ORDER), on(sold)],
      [refused('InvalidFollower', { index: 0 }), conveys({ cause: COURT_ORDER })],
      [
        refused('InvalidFollower', { index: 16 }),
        (world) => ({ followers: Array.from({ length: 17 }, () => both(world).followers[0]!) }),
      ],
      [refused('InvalidFollower', { index: 1 }), (world) => ({ followers: both(world).followers.reverse() })],
      [
        refused('InterestMissing', { right: A, ref: 20 }),
        ({ interest }) => ({ followers: [follower(interest, BANK)] }),
      ],
      [
        refused('InvalidFollower', { index: 2 }),
        (world) => ({
          followers: [...both(world).followers, { ...both(world).followers[0]!, interest: interestIdOf(99) }],
        }),
      ],
      [
        somehow('StaleState'),
        ({ interest, behind }) => ({
          followers: [follower({ ...interest, journal: S }, BANK), follower(behind, RIVAL)],
        }),
      ],
      [
        somehow('NotApprovedByChecker'),
        ({ interest, behind }) => ({ followers: [follower(interest, RIVAL), follower(behind, RIVAL)] }),
      ],
      [somehow('StaleState'), ({ right }) => ({ row: { ...right, journal: S } })],
      [refused('UnknownSubject', { kind: SUBJECT_KINDS.party, subject: NOBODY }), conveys({ to: NOBODY })],
    ],
  );

  const part = (...pairs: [number, number][]) => ({ intervals: units(...pairs) });
  const EVIDENCE = { kind: '0x00' as const, digest: '0x00' as const };
  const confirms = (changes: Partial<ParticularsFields> = {}): Pick<DivisionDraft, 'particulars'> => ({
    particulars: {
      ...{ certificateNumber: 'new', vintage: 0, region: '', serialBlocks: [], evidence: [] },
      referencePrice: { value: 0n, decimals: 0, currency: '0x000000', day: 0, source: '' },
      ...changes,
    },
  });
  const many = Array.from({ length: 31 }, (_, i) => over('interest', 10, 70 + (i % 3), 90));

  table<DivisionDraft>(
    'a part',
    divides,
    (world) => ({
      ...{ right: A, row: world.right, ...confirms(), ...conveys({ cause: SPLIT, to: HOLDER }) },
      ...{ ...part([60, 80]), followers: [follower(world.behind, RIVAL)] },
    }),
    AUTHORITY,
    [
      [undefined],
      [undefined, conveys({ cause: TRANSFER })],
      [refused('InvalidIntervalCount', { count: 0 }), part()],
      [refused('UnitsGone', { right: A, unit: 60n }), {}, on(...ON_A, over('cut', 40, 60, 61))],
      [somehow('WrongCapacity'), {}, {}, BANK],
      [refused('InvalidRecipient', { to: BUYER }), conveys({ cause: SPLIT })],
      [bound(60n, 6, 30), {}, on(...ON_A, over('suspension', 30, 0, 100))],
      [
        refused('NotSold', { right: A, disposal: 40, unit: 70n }),
        { ...DELIVERY },
        on(over('sold', 40, 0, 70)),
      ],
      [
        refused('NotSold', { right: A, disposal: 40, unit: 65n }),
        { ...DELIVERY },
        on(over('sold', 40, 0, 65), over('sold', 41, 65, 80)),
      ],
      [refused('NothingLeft', { right: A }), (world) => ({ ...part([0, 100]), ...both(world) })],
      [refused('InvalidCertificateNumber'), confirms({ certificateNumber: '' })],
      [refused('InvalidText'), confirms({ region: 'x'.repeat(257) })],
      [
        refused('TooManyEvidence', { count: 17 }),
        confirms({ evidence: Array<typeof EVIDENCE>(17).fill(EVIDENCE) }),
      ],
      [
        refused('InvalidSerialBlocks', { index: 1 }),
        confirms({ serialBlocks: [{ prefix: 'S', first: 1n, last: 5n }] }),
      ],
      [refused('RightExists', { right: A }), confirms({ certificateNumber: 'a' })],
      [refused('InterestMissing', { right: A, ref: 20 }), { followers: [] }],
      [
        somehow('TooManyOverlays'),
        ({ interest }) => ({ ...part([71, 75], [80, 85]), followers: [follower(interest, BANK)] }),
        on(...many),
      ],
      [somehow('StaleState'), ({ right }) => ({ row: { ...right, journal: S } })],
      [somehow('UnknownSubject'), conveys({ cause: TRANSFER, to: NOBODY })],
      [
        somehow('NotApprovedByChecker'),
        ({ behind }) => ({ ...conveys({ cause: TRANSFER }), followers: [follower(behind, BANK)] }),
      ],
      [
        refused('InvalidCollateralCount', { count: 33 }),
        {},
        { behind: { rights: Array.from({ length: 32 }, (_, i) => idOf(`right ${i}`)) } },
      ],
      [somehow('StaleState'), ({ behind }) => ({ followers: [follower({ ...behind, journal: S }, RIVAL)] })],
      [undefined, ({ behind }) => ({ followers: [{ interest: T, row: behind, consent: CHECKED }] })],
    ],
  );
});
