import { onLine } from '../../../../domain/line/binding.ts';
import { hasExpired } from '../../../../domain/time/calendar.ts';
import { TITLE_CAUSES } from '../../../../domain/encoding/codes.ts';
import type { ConveyanceFields } from '../../../../domain/registrations/events.ts';
import { ZERO_WORD } from '../../../../domain/encoding/hash.ts';
import { subtract, type Interval } from '../../../../domain/line/line.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { knownParty, lastingParty, policyOf } from '../../../kit/subjects.ts';
import { intervalView, placesText } from '../../../kit/units.ts';
import type { Reader } from '../../../read/reader.ts';
import { requireNewCertificate } from '../certificates.ts';
import type { SplitRight, TransferRight } from './schemas.ts';
import { interestsOn, partOf, requireLeft, requireUnbound, splitPart } from './units.ts';

/** What a transfer or a split does, on the right as it is. */
export interface TitlePlan {
  conveyance: ConveyanceFields;
  /** What becomes a right of its own; undefined if the whole right moves. */
  division: { part: Interval[]; certificateNumber: string } | undefined;
  /** The interests on the units that move, ascending. */
  interests: InterestRow[];
}

/** @throws Problem naming the field, if a rule does not allow it; the contract would refuse it too */
export async function planTransfer(body: TransferRight, row: RightRow, reader: Reader): Promise<TitlePlan> {
  requireRecipient(body, row, reader);
  if (body.cause === 'transfer') requireTransferable(body, row, reader);
  const part = partOf(body, row, reader);
  const moving = part ?? onLine(row.state);
  if (body.cause === 'disposal') requireSold(body, row, moving);
  requireUnbound(row, body.cause, moving, reader);
  const division = part && { part, certificateNumber: body.certificateNumber! };
  if (division) await requireDivisible(row, division, reader, '/certificateNumber');
  const conveyance = {
    cause: TITLE_CAUSES.indexOf(body.cause),
    to: body.to,
    disposal: BigInt(body.disposal ?? 0),
    approvalDigest: body.approval?.digest ?? ZERO_WORD,
    evidence: body.evidence.digest,
  };
  return { conveyance, division, interests: interestsOn(row, moving, reader) };
}

/** @throws Problem naming the field, if a rule does not allow it; the contract would refuse it too */
export async function planSplit(
  body: SplitRight,
  row: RightRow,
  reader: Reader,
): Promise<TitlePlan & { division: object }> {
  const part = splitPart(body, row, reader);
  requireUnbound(row, 'split', part, reader);
  const certificateNumber = certificateOf(body);
  const field = body.into ? '/into/1/certificateNumber' : '/certificateNumber';
  await requireDivisible(row, { part, certificateNumber }, reader, field);
  const conveyance = {
    cause: TITLE_CAUSES.indexOf('split'),
    to: row.state.holder,
    disposal: 0n,
    approvalDigest: ZERO_WORD,
    evidence: body.evidence?.digest ?? ZERO_WORD,
  };
  return {
    conveyance,
    division: { part, certificateNumber },
    interests: interestsOn(row, part, reader),
  };
}

/** Of the right that a split makes. */
export const certificateOf = (body: SplitRight): string =>
  body.into?.[1].certificateNumber ?? body.certificateNumber ?? '';

async function requireDivisible(
  row: RightRow,
  { part, certificateNumber }: { part: Interval[]; certificateNumber: string },
  reader: Reader,
  field: string,
): Promise<void> {
  requireLeft(row, part);
  await requireNewCertificate(certificateNumber, row.state.authority, reader, field);
}

function requireRecipient({ to, cause }: TransferRight, { state }: RightRow, reader: Reader): void {
  // Who bought or succeeded may have ended since: title goes there, and on to its successor.
  if (cause === 'succession' || cause === 'disposal') knownParty(reader, to, '/to');
  else lastingParty(reader, to, '/to');
  if (to === state.holder) throw fieldProblem('INVALID_RECIPIENT', '/to', 'holds the right already');
  if (cause !== 'succession') return;
  const successors = reader.get('party', state.holder)?.successors.map(({ party }) => party) ?? [];
  if (successors.includes(to)) return;
  throw fieldProblem('NOT_SUCCESSOR', '/to', 'is not recorded as a successor of the holder', {
    remedy:
      'Record the merger or division of the holder first; a right goes on from successor to successor, one transfer for each.',
    extensions: { successors },
  });
}

function requireTransferable({ approval }: TransferRight, row: RightRow, reader: Reader): void {
  const { typeCode, validTo } = row.state;
  if (validTo !== 0 && hasExpired(validTo, reader.now)) {
    throw fieldProblem('RIGHT_NOT_CONFIRMED', '/cause', 'needs a right whose validity has not ended');
  }
  if (policyOf(row, reader)?.flags.includes('approval-bound') && !approval) {
    throw fieldProblem(
      'APPROVAL_REQUIRED',
      '/approval',
      `is needed: ${typeCode} is transferred only with the approval of the authority that granted the right`,
    );
  }
}

/** Every unit that moves was sold by this disposal, to this buyer. */
function requireSold({ disposal, to }: TransferRight, row: RightRow, moving: readonly Interval[]): void {
  const lot = row.disposals.find(({ sequence }) => sequence === disposal);
  if (!lot) throw fieldProblem('NOT_SOLD', '/disposal', 'is no disposal of units of this right');
  if (lot.buyer !== to) {
    throw fieldProblem('NOT_BUYER', '/to', 'is not the buyer of this disposal', {
      extensions: { buyer: lot.buyer },
    });
  }
  const sold = row.state.overlays.filter(({ kind, ref }) => kind === 'sold' && ref === disposal);
  const others = subtract(moving, sold);
  if (sold.length > 0 && others.length === 0) return;
  const message =
    sold.length === 0
      ? 'sold no unit that still awaits its title'
      : `did not sell ${placesText(others)}; give the certificateNumber of the part that it sold`;
  throw fieldProblem('NOT_SOLD', '/disposal', message, { extensions: { units: others.map(intervalView) } });
}
