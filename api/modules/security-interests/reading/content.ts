import { fixedToText } from '../../../../domain/encoding/abi.ts';
import {
  CANCELLATION_REASONS,
  EXTERNAL_REGISTERS,
  INTEREST_KINDS,
  nameAt,
  REMARKS,
} from '../../../../domain/encoding/codes.ts';
import type {
  CollateralFields,
  EventArgs,
  EventName,
  LegFields,
  RegistryEvent,
  TermsFields,
} from '../../../../domain/registrations/events.ts';
import { formatNumber } from '../../../../domain/encoding/numbers.ts';
import { interestNumber } from '../../../views/interest-number.ts';
import { dayOrNull } from '../../../views/common.ts';
import { institutionId } from '../../../views/party.ts';
import type { Reader } from '../../../read/reader.ts';
import { intervalView } from '../../../kit/units.ts';

type Content = Record<string, unknown>;
type Views = { [N in EventName]?: (args: EventArgs[N], reader: Reader) => Content };

/** What each kind of registration on an interest says, in the words of the API: as registered, whatever came later. */
const VIEWS: Views = {
  InterestRegistered: ({ agent, terms, collateral }, reader) => ({
    ...institutionView('agent', agent, reader),
    ...termsView(terms, reader),
    collateral: collateral.map(collateralView),
  }),
  InterestFollowed: ({ right }) => ({ right }),
  InterestAmended: ({ agent, amendment, added }, reader) => ({
    ...institutionView('agent', agent, reader),
    debtor: amendment.debtor,
    securedAmount: String(amendment.securedAmount),
    contract: { number: amendment.contractNumber, digest: amendment.contractDigest },
    negativePledge: amendment.negativePledge,
    determinationDate: dayOrNull(amendment.determinationDay),
    acknowledgeJunior: amendment.acknowledgeJunior,
    addCollateral: added.map(collateralView),
  }),
  InterestExtended: ({ agent, termTo }, reader) => ({
    ...institutionView('agent', agent, reader),
    to: dayOrNull(termTo),
  }),
  InterestAssigned: ({ agent, newAgent, securedParties, evidence, approver }, reader) => ({
    ...institutionView('by', agent, reader),
    ...institutionView('agent', newAgent, reader),
    to: securedParties.map((number) => institutionId(number, reader)),
    evidence: { digest: evidence },
    approver,
  }),
  InterestSubordinated: ({ agent, ahead, collateral, approver }, reader) => ({
    ...institutionView('agent', agent, reader),
    behind: interestNumber(Number(ahead), reader).number,
    collateral: collateral.map(collateralView),
    approver,
  }),
  InterestConfirmed: ({ agent, contractDigest }, reader) => ({
    ...institutionView('agent', agent, reader),
    contract: { digest: contractDigest },
  }),
  InterestReleased: ({ agent, released, reason, approver }, reader) => ({
    ...institutionView('agent', agent, reader),
    collateral: released.map(collateralView),
    reason: nameAt(CANCELLATION_REASONS, reason),
    approver,
  }),
  InterestCancelled: ({ agent, reason, approver }, reader) => ({
    ...institutionView('agent', agent, reader),
    reason: nameAt(CANCELLATION_REASONS, reason),
    approver,
  }),
  InterestRevoked: ({ court, judgment, approver }, reader) => ({
    ...institutionView('court', court, reader),
    judgment: {
      court: judgment.court,
      number: judgment.number,
      effectiveDate: dayOrNull(judgment.effectiveDay),
      digest: judgment.digest,
    },
    approver,
  }),
  ExternalRegistrationEntered: ({ institution, leg }, reader) => ({
    ...institutionView('institution', institution, reader),
    ...legView(leg),
  }),
  InterestRemarked: ({ institution, kind, ref, sequence, day, number, digest }, reader) => ({
    ...institutionView('institution', institution, reader),
    remark: nameAt(REMARKS, kind),
    ...(ref === sequence ? {} : { objection: formatNumber('N', ref) }),
    date: dayOrNull(day),
    number: number || null,
    digest,
  }),
  DefaultDeclared: ({ agent, day, due, digest }, reader) => ({
    ...institutionView('agent', agent, reader),
    date: dayOrNull(day),
    due: String(due),
    digest,
  }),
  DefaultWithdrawn: ({ agent, digest }, reader) => ({ ...institutionView('agent', agent, reader), digest }),
  InterestPaid: ({ claimed, paid }) => ({ claimed: String(claimed), paid: String(paid) }),
};

export function contentOf(event: RegistryEvent, reader: Reader): Content {
  const view = VIEWS[event.name] as ((args: unknown, reader: Reader) => Content) | undefined;
  if (!view) throw new RangeError(`${event.name} is no registration on an interest`);
  return view(event.args, reader);
}

const institutionView = (as: string, number: number, reader: Reader): Content => ({
  [as]: institutionId(number, reader),
});

const collateralView = ({ right, intervals }: CollateralFields): Content => ({
  right,
  intervals: intervals.map(intervalView),
});

const termsView = (terms: TermsFields, reader: Reader): Content => ({
  kind: nameAt(INTEREST_KINDS, terms.kind),
  debtor: terms.debtor,
  securedParties: terms.securedParties.map((number) => institutionId(number, reader)),
  securedAmount: { value: String(terms.securedAmount), currency: fixedToText(terms.currency) },
  contract: { number: terms.contractNumber, digest: terms.contractDigest },
  term: { from: dayOrNull(terms.termFrom), to: dayOrNull(terms.termTo) },
  negativePledge: terms.negativePledge,
  advance: terms.advance,
  determinationDate: dayOrNull(terms.determinationDay),
  acknowledgeJunior: terms.acknowledgeJunior,
});

const legView = (leg: LegFields): Content => ({
  register: nameAt(EXTERNAL_REGISTERS, leg.register),
  number: leg.number,
  date: dayOrNull(leg.day),
  quantity: String(leg.quantity),
  grantor: leg.grantor,
  termTo: dayOrNull(leg.termTo),
  evidence: { digest: leg.evidence },
});
