import { EXTERNAL_REGISTERS, nameAt, REMARKS, type Remark } from '../../encoding/codes.ts';
import type { EventArgs } from '../events.ts';
import type { Instant, InterestRow, ObjectionRow } from '../../state/rows.ts';
import { DivergenceError, onInterest, type Reducers } from './changes.ts';

/** What others say about an interest. */
export const ANNOTATION_REDUCERS: Reducers<'ExternalRegistrationEntered' | 'InterestRemarked'> = {
  ExternalRegistrationEntered: (args, entry, rows) =>
    onInterest('ExternalRegistrationEntered', args, entry(), rows, ({ legs }, instant) => {
      const register = nameAt(EXTERNAL_REGISTERS, args.leg.register);
      const leg = { ...args.leg, register, institution: args.institution, ...instant };
      return { legs: [...legs.filter((it) => it.register !== register), leg] };
    }),

  InterestRemarked: (args, entry, rows) =>
    onInterest('InterestRemarked', args, entry(), rows, (row, instant) =>
      REMARKED[nameAt(REMARKS, args.kind)](row, args, instant),
    ),
};

type Annotated = Partial<Pick<InterestRow, 'objections' | 'requests'>>;
type Annotate = (row: InterestRow, args: EventArgs['InterestRemarked'], instant: Instant) => Annotated;

const REMARKED: Record<Remark, Annotate> = {
  none: () => ({}),

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
