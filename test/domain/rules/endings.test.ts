import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import {
  cancels,
  releases,
  revokes,
  type CancellationDraft,
  type ReleaseDraft,
  type RevocationDraft,
} from '../../../domain/rules/endings.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import { idOf } from '../history.ts';
import {
  A,
  BANK,
  CHECKED,
  COURT,
  keyOf,
  NOW,
  over,
  RIVAL,
  S,
  signed,
  T,
  table,
  TODAY,
  units,
  YEAR,
  type SmallWorld,
} from './small-world.ts';

const given = ({ interest }: SmallWorld) => ({ interest: S, row: interest, approval: CHECKED });
const heads = ({ right }: SmallWorld) => ({ heads: [right] });
const ENDED = { interest: { status: 'cancelled' } } as const;
const BY_RIVAL = { approval: signed(keyOf(RIVAL, 'checker')) };
const JUDGMENT = { court: 'c', number: 'n', effectiveDay: TODAY, digest: idOf('judgment') };
const judged = (changes: Partial<typeof JUDGMENT>) => ({ judgment: { ...JUDGMENT, ...changes } });
const frees =
  (...pairs: [number, number][]) =>
  ({ right }: SmallWorld) => ({ released: [{ right: A, row: right, intervals: units(...pairs) }] });

describe('Rules: endings', () => {
  table<CancellationDraft>(
    'cancellation',
    cancels,
    (world) => ({ ...given(world), ...heads(world), reason: 1 }),
    BANK,
    [
      [undefined],
      [undefined, { approval: 'awaited' }, { now: NOW + 2 * YEAR * 86_400 }],
      [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
      [refused('NotEffective', { interest: S, status: 2 }), {}, ENDED],
      [refused('InvalidReason'), { reason: 0 }],
      [somehow('NotApprovedByChecker'), BY_RIVAL],
      [refused('HeadsDoNotMatch', { count: 0, needed: 1 }), { heads: [] }],
      [somehow('StaleState'), ({ right }) => ({ heads: [{ ...right, journal: S }] })],
      [somehow('StaleState'), ({ interest }) => ({ row: { ...interest, journal: S } })],
    ],
  );

  table<RevocationDraft>(
    'revocation',
    revokes,
    (world) => ({
      ...given(world),
      ...heads(world),
      ...judged({}),
      approval: signed(keyOf(COURT, 'checker')),
    }),
    COURT,
    [
      [undefined],
      [somehow('WrongCapacity'), {}, {}, BANK],
      [refused('NotEffective', { interest: S, status: 2 }), {}, ENDED],
      [refused('InvalidJudgment'), judged({ court: '' })],
      [refused('InvalidJudgment'), judged({ number: '' })],
      [refused('InvalidJudgment'), judged({ effectiveDay: TODAY + 1 })],
      [refused('InvalidJudgment'), judged({ digest: ZERO_WORD })],
      [somehow('NotApprovedByChecker'), BY_RIVAL],
      [somehow('HeadsDoNotMatch'), { heads: [] }],
    ],
  );

  table<ReleaseDraft>(
    'release',
    releases,
    (world) => ({ ...given(world), ...frees([50, 60])(world), reason: 1 }),
    BANK,
    [
      [undefined],
      [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
      [refused('NotEffective', { interest: S, status: 2 }), {}, ENDED],
      [refused('InvalidReason'), { reason: 0 }],
      [refused('InvalidRelease', { index: 0 }), { released: [] }],
      [refused('InvalidRelease', { index: 0 }), {}, { interest: { rights: [T] } }],
      [somehow('NotApprovedByChecker'), BY_RIVAL],
      [somehow('InvalidInterval'), frees([60, 50])],
      [refused('NotEncumberedBy', { right: A, ref: 10, unit: 50n }), frees([50, 61])],
      [
        somehow('TooManyOverlays'),
        frees([10, 20]),
        {
          right: {
            overlays: [
              over('interest', 10, 0, 60),
              ...Array.from({ length: 63 }, (_, i) => over('interest', 50 + i, 0, 9)),
            ],
          },
        },
      ],
      [
        somehow('StaleState'),
        (world) => ({ released: [...frees([0, 5])(world).released, ...frees([6, 9])(world).released] }),
      ],
      [somehow('StaleState'), ({ interest }) => ({ row: { ...interest, journal: S } })],
    ],
  );
});
