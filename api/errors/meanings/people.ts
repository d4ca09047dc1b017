import { namesIn, CAPACITIES } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { Explanation, Meanings, Request } from './meaning.ts';

/** Who acts, and who is named. What governs has no route. */
export const ofPeople = {
  AccessManagedUnauthorized: 'CONTRACT_REFUSED',
  AlreadyAdmitted: 'CONTRACT_REFUSED',
  Backdated: 'CONTRACT_REFUSED',
  InvalidActCount: 'CONTRACT_REFUSED',
  InvalidCapacities: 'CONTRACT_REFUSED',
  InvalidCode: 'CONTRACT_REFUSED',
  InvalidDuty: 'CONTRACT_REFUSED',
  InvalidExtensionTerm: 'CONTRACT_REFUSED',
  InvalidKey: 'CONTRACT_REFUSED',
  InvalidKeyDelay: 'CONTRACT_REFUSED',
  InvalidParty: 'CONTRACT_REFUSED',
  InvalidPolicy: 'CONTRACT_REFUSED',
  KeyAlreadyBound: 'CONTRACT_REFUSED',
  NotAfter: 'CONTRACT_REFUSED',
  NotARegistry: 'CONTRACT_REFUSED',
  NotEnoughGas: 'CONTRACT_REFUSED',
  PermanentFact: 'CONTRACT_REFUSED',
  TooManyVersions: 'CONTRACT_REFUSED',
  UnknownFactVersion: 'CONTRACT_REFUSED',
  UnknownInstitution: 'CONTRACT_REFUSED',
  UnknownStateVersion: 'CONTRACT_REFUSED',
  ZeroWord: 'CONTRACT_REFUSED',

  NotAppointed: 'REGISTRY_NOT_APPOINTED',
  NotAppointedForFact: 'REGISTRY_NOT_APPOINTED',
  StaleFact: 'STALE_STATE',
  SuspendedInstitution: 'INSTITUTION_SUSPENDED',
  WrongCapacity: {
    code: 'FORBIDDEN_CAPACITY',
    explain: ({ needed }) => ({
      message: `This is for a ${namesIn(CAPACITIES, Number(needed)).join(' or ')}.`,
    }),
  },
  WrongDuty: 'FORBIDDEN_DUTY',
  UnknownKey: 'FORBIDDEN_DUTY',
  KeyNotYetActive: 'FORBIDDEN_DUTY',
  KeyNoLongerActive: 'FORBIDDEN_DUTY',
  NotApprovedByChecker: 'FORBIDDEN_DUTY',
  ConsentRequired: 'CONSENT_REQUIRED',
  ApprovalExpired: 'PROPOSAL_CLOSED',

  IdentifierTaken: {
    code: 'DUPLICATE_PARTY',
    explain: ({ value, party }, { fields }) => ({
      field: fields[value],
      message: 'belongs to a registered party',
      extensions: { party },
    }),
  },
  UnknownParty: { code: 'UNKNOWN_PARTY', explain: ({ party }, request) => unknown(party, request) },
  UnknownSubject: { code: 'UNKNOWN_PARTY', explain: ({ subject }, request) => unknown(subject, request) },
  PartyEnded: { code: 'PARTY_ENDED', explain: ({ party }, request) => ended(party, request) },
  InvalidSuccessors: {
    code: 'INVALID_SUCCESSORS',
    explain: () => ({ message: 'is the party itself' }),
  },
  NotRegistrant: 'FORBIDDEN_CAPACITY',
  InvalidIdentifier: 'INVALID_IDENTIFIER',
  InvalidIdentifierCount: 'INVALID_REQUEST',
  InvalidName: 'INVALID_REQUEST',
  InvalidText: 'INVALID_REQUEST',
} as const satisfies Partial<Meanings>;

const unknown = (party: Hex, { fields }: Request): Explanation => ({
  field: fields[party],
  message: 'is not registered',
});

function ended(party: Hex, { rows, fields }: Request): Explanation {
  const row = rows.get('party', party);
  const successors = (row?.successors ?? []).map((it) => it.party);
  const field = fields[party];
  const place = `has ended; its place was taken by ${successors.join(', ')}`;
  return { field, message: field ? place : `${row?.legalName} ${place}.`, extensions: { successors } };
}
