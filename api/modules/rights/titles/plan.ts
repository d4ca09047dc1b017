import { nameAt, TITLE_CAUSES } from '../../../../domain/encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../../../../domain/encoding/hash.ts';
import { onLine } from '../../../../domain/line/binding.ts';
import type { Interval } from '../../../../domain/line/line.ts';
import { labelsOf } from '../../../../domain/line/serial-blocks.ts';
import type { ConveyanceFields, ParticularsFields } from '../../../../domain/registrations/events.ts';
import { divides, transfers } from '../../../../domain/rules/titles.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { decide } from '../../../kit/decide.ts';
import type { Reader } from '../../../read/reader.ts';
import { rightUnder } from '../certificates.ts';
import type { SplitRight, TransferRight } from './schemas.ts';
import { interestsOn, partOf, splitPart } from './units.ts';

/** What a transfer or a split does, on the right as it is. */
export interface TitlePlan {
  conveyance: ConveyanceFields;
  /** What becomes a right of its own; undefined if the whole right moves. */
  division: { part: Interval[]; particulars: ParticularsFields } | undefined;
  /** The interests on the units that move, ascending. */
  interests: InterestRow[];
}

/** @throws Problem naming the field, if a rule does not allow it */
export async function planTransfer(
  body: TransferRight,
  row: RightRow,
  authority: number,
  reader: Reader,
): Promise<TitlePlan> {
  const lot = row.disposals.find(({ sequence }) => sequence === body.disposal);
  if (body.cause === 'disposal' && !lot) {
    throw fieldProblem('NOT_SOLD', '/disposal', 'is no disposal of units of this right');
  }
  const part = partOf(body, row, reader);
  const plan = {
    conveyance: {
      cause: TITLE_CAUSES.indexOf(body.cause),
      to: body.to,
      disposal: BigInt(body.disposal ?? 0),
      approvalDigest: body.approval?.digest ?? ZERO_WORD,
      evidence: body.evidence.digest,
    },
    division: part && divisionOf(row, part, body.certificateNumber!),
    interests: interestsOn(row, part ?? onLine(row.state), reader),
  };
  const fields = { [body.to]: '/to', RightExpired: '/cause', RightExists: '/certificateNumber' };
  await decideTitle(row, authority, plan, reader, { fields, buyer: lot?.buyer });
  return plan;
}

/** @throws Problem naming the field, if a rule does not allow it */
export async function planSplit(
  body: SplitRight,
  row: RightRow,
  authority: number,
  reader: Reader,
): Promise<TitlePlan & { division: NonNullable<TitlePlan['division']> }> {
  const part = splitPart(body, row, reader);
  const plan = {
    conveyance: {
      cause: TITLE_CAUSES.indexOf('split'),
      to: row.state.holder,
      disposal: 0n,
      approvalDigest: ZERO_WORD,
      evidence: body.evidence?.digest ?? ZERO_WORD,
    },
    division: divisionOf(row, part, certificateOf(body)),
    interests: interestsOn(row, part, reader),
  };
  const fields = { RightExists: body.into ? '/into/1/certificateNumber' : '/certificateNumber' };
  await decideTitle(row, authority, plan, reader, { fields });
  return plan;
}

/** A part is what the whole was, under its own certificate and with its own serial numbers. */
const divisionOf = ({ registration }: RightRow, part: Interval[], certificateNumber: string) => {
  const { vintage, region, referencePrice, serialBlocks, evidence } = registration;
  const labels = labelsOf(serialBlocks, part);
  const described = { vintage, region, referencePrice, serialBlocks: labels, evidence };
  return { part, particulars: { certificateNumber, ...described } };
};

/** Of the right that a split makes. */
export const certificateOf = (body: SplitRight): string =>
  body.into?.[1].certificateNumber ?? body.certificateNumber ?? '';

/** Secured parties consent to voluntary transfers only, not to succession, court order or disposal. */
export const needsConsent = ({ conveyance, interests }: TitlePlan): boolean =>
  nameAt(TITLE_CAUSES, conveyance.cause) === 'transfer' && interests.length > 0;

async function decideTitle(
  row: RightRow,
  authority: number,
  plan: TitlePlan,
  reader: Reader,
  request: { fields: Record<string, string>; buyer?: Hex | undefined },
): Promise<void> {
  const { conveyance, division, interests } = plan;
  const all = interests.map((it) => ({ interest: it.id, row: it, consent: 'awaited' as const }));
  const draft = { right: row.id, row, conveyance };
  const units = [{ right: row.id, intervals: division?.part ?? onLine(row.state) }];
  if (!division) {
    const followers = needsConsent(plan) ? all : [];
    decide(reader, (register) => transfers(register, authority, { ...draft, followers }), {
      ...request,
      units,
    });
    return;
  }
  const { part: intervals, particulars } = division;
  const right = await rightUnder(particulars.certificateNumber, row.state.authority, reader);
  decide(
    reader,
    (register) => divides(register, authority, { ...draft, intervals, particulars, followers: all }),
    { ...request, units, right },
  );
}
