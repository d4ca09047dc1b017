import type { Fields } from '../encoding/abi-types.ts';
import { EXTERNAL_REGISTERS, nameAt, REMARKS, type Remark } from '../encoding/codes.ts';
import { formatNumber } from '../encoding/numbers.ts';
import type { Instant, InterestRow, ObjectionRow } from '../state/rows.ts';
import { dayOrNull, institutionId } from './content.ts';
import { onInterest } from './on-interest.ts';
import { LEG, ON_INTEREST } from './parts.ts';
import { DivergenceError } from './reduction.ts';

const REMARKED =
  `${ON_INTEREST}, uint32 institution, bytes32 stateHash, uint8 kind, uint64 ref, uint32 day, string number, bytes32 digest` as const;

/** What others say about an interest. */
export const ANNOTATIONS = {
  ExternalRegistrationEntered: onInterest({
    signature: `${ON_INTEREST}, uint32 institution, bytes32 stateHash, ${LEG} leg`,
    notice: {
      'external-registration': { en: 'Entry of what another register says', zh: '外部登记' },
    },
    after({ legs }, args, instant) {
      const register = nameAt(EXTERNAL_REGISTERS, args.leg.register);
      const leg = { ...args.leg, register, institution: args.institution, ...instant };
      return { legs: [...legs.filter((it) => it.register !== register), leg] };
    },
    content: ({ institution, leg }, rows) => ({
      institution: institutionId(institution, rows),
      register: nameAt(EXTERNAL_REGISTERS, leg.register),
      number: leg.number,
      date: dayOrNull(leg.day),
      quantity: String(leg.quantity),
      grantor: leg.grantor,
      termTo: dayOrNull(leg.termTo),
      evidence: { digest: leg.evidence },
    }),
  }),

  InterestRemarked: onInterest({
    signature: REMARKED,
    notice: {
      objection: { en: 'Objection', zh: '异议登记' },
      'objection-notification': { en: 'Notification of the grantor’s objection', zh: '异议通知' },
      'case-acceptance': {
        en: 'Acceptance of the case on the grantor’s objection',
        zh: '受理（诉讼或仲裁）',
      },
      'objection-withdrawal': { en: 'Withdrawal of the grantor’s objection', zh: '异议注销登记' },
      'cancellation-request': { en: 'Request for cancellation', zh: '注销申请' },
    },
    kind: ({ kind }) => KINDS[remarkAt(kind)],
    after: (row, args, instant) => ANNOTATE[remarkAt(args.kind)](row, args, instant),
    content: ({ institution, kind, ref, sequence, day, number, digest }, rows) => ({
      institution: institutionId(institution, rows),
      remark: remarkAt(kind),
      ...(ref === sequence ? {} : { objection: formatNumber('N', ref) }),
      date: dayOrNull(day),
      number: number || null,
      digest,
    }),
  }),
};

type Made = Exclude<Remark, 'none'>;

/** No log has the code of none. */
const remarkAt = (code: number): Made => nameAt(REMARKS, code) as Made;

const KINDS = {
  objection: 'objection',
  'objection-notified': 'objection-notification',
  'case-accepted': 'case-acceptance',
  'objection-withdrawn': 'objection-withdrawal',
  'cancellation-requested': 'cancellation-request',
} as const satisfies Record<Made, string>;

type Annotated = Partial<Pick<InterestRow, 'objections' | 'requests'>>;
type Annotate = (row: InterestRow, args: Fields<typeof REMARKED>, instant: Instant) => Annotated;

const ANNOTATE: Record<Made, Annotate> = {
  objection: ({ objections }, { institution, number, digest }, instant) => {
    const later = { notified: undefined, accepted: undefined, withdrawn: undefined };
    return { objections: [...objections, { institution, number, digest, ...instant, ...later }] };
  },

  'objection-notified': (row, { ref, day }, instant) =>
    onObjection(row, ref, ({ notified }) => ({ notified: notified ?? { day, ...instant } })),

  'case-accepted': (row, { ref, day, number, digest }, instant) =>
    onObjection(row, ref, ({ accepted }) => ({ accepted: accepted ?? { day, number, digest, ...instant } })),

  'objection-withdrawn': (row, { ref }, instant) => onObjection(row, ref, () => ({ withdrawn: instant })),

  'cancellation-requested': ({ requests }, { institution, day, number, digest }, instant) => ({
    requests: [...requests, { institution, day, number, digest, ...instant }],
  }),
};

/** What is entered a second time does not replace the first, from which the clocks run; the journal has both. */
function onObjection(
  { id, objections }: InterestRow,
  ref: bigint,
  change: (objection: ObjectionRow) => Partial<ObjectionRow>,
): Annotated {
  const sequence = Number(ref);
  if (!objections.some((it) => it.sequence === sequence)) {
    throw new DivergenceError(`a remark on interest ${id} names objection ${ref}, which was never made`);
  }
  return { objections: objections.map((it) => (it.sequence === sequence ? { ...it, ...change(it) } : it)) };
}
