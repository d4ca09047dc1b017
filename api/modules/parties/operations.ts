import { textToFixed } from '../../../domain/encoding/abi.ts';
import { partyIdOf } from '../../../domain/encoding/ids.ts';
import type { Hex } from '../../chain/types.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import type { Services } from '../../kit/services.ts';
import { decide } from '../../kit/decide.ts';
import { knownParty } from '../../kit/subjects.ts';
import { keyOfIdentifier } from '../../read/register.ts';
import { SUCCESSIONS } from '../../../domain/encoding/codes.ts';
import { registersParty, renamesParty, succeeds } from '../../../domain/rules/parties.ts';
import type { Reader } from '../../read/reader.ts';
import type { RegisterParty } from './schemas.ts';

export interface RegisterPartyIntent {
  /** Number of the institution that registers. */
  by: number;
  party: RegisterParty;
}

export interface RenameIntent {
  by: number;
  party: Hex;
  legalName: string;
  evidence: Hex;
}

export interface SucceedIntent {
  by: number;
  party: Hex;
  kind: 'merger' | 'division';
  /** In the order of the request. */
  into: Hex[];
  evidence: Hex;
}

export function partyOperations({ read, calls }: Pick<Services, 'read' | 'calls'>) {
  const register: OperationKind<RegisterPartyIntent> = {
    subjects: ({ party }) => party.identifiers.map((it) => `party/${partyIdOf(it)}`),
    async prepare({ by, party: { legalName, jurisdiction, address, identifiers } }) {
      const reader = read();
      const registeredAddress = address ?? '';
      const bearers = await bearersOf(identifiers, reader);
      const fields = identifiers.map(({ value }, i) => [value, `/identifiers/${i}/value`]);
      decide(
        reader,
        (register) => registersParty(register, by, { legalName, registeredAddress, identifiers }),
        { bearers, fields: Object.fromEntries(fields) as Record<string, string> },
      );
      return calls.registerParty({
        legalName,
        jurisdiction,
        registeredAddress,
        identifiers: identifiers.map(({ scheme, value }) => ({ scheme: textToFixed(scheme, 8), value })),
      });
    },
  };

  const rename: OperationKind<RenameIntent> = {
    subjects: ({ party }) => [`party/${party}`],
    prepare({ by, party, legalName, evidence }) {
      decide(read(), (register) => renamesParty(register, by, party, legalName), { codes: NOT_FOUND });
      return calls.renameParty(party, legalName, evidence);
    },
  };

  const succeed: OperationKind<SucceedIntent> = {
    subjects: ({ party, into }) => [party, ...into].map((id) => `party/${id}`),
    prepare({ by, party, kind, into, evidence }) {
      const reader = read();
      const fieldOf = (i: number) => (kind === 'merger' ? '/into' : `/into/${i}`);
      into.forEach((heir, i) => knownParty(reader, heir, fieldOf(i)));
      const itself = into.indexOf(party);
      const fields = into.filter((heir) => heir !== party).map((heir) => [heir, fieldOf(into.indexOf(heir))]);
      const draft = { party, kind: SUCCESSIONS.indexOf(kind), successors: into.toSorted() };
      decide(reader, (register) => succeeds(register, by, draft), {
        codes: NOT_FOUND,
        fields: {
          ...(Object.fromEntries(fields) as Record<string, string>),
          InvalidSuccessors: fieldOf(Math.max(itself, 0)),
        },
      });
      return calls.succeedParty(party, kind, draft.successors, evidence);
    },
  };

  return { 'party.register': register, 'party.rename': rename, 'party.succeed': succeed };
}

/** A party of the path is not found; a party of the body is unknown. */
const NOT_FOUND = { UnknownParty: 'NOT_FOUND' } as const;

async function bearersOf(identifiers: RegisterParty['identifiers'], reader: Reader) {
  const bearers = new Map<string, Hex>();
  for (const { scheme, value } of identifiers) {
    const bearer = await reader.partyByIdentifier(scheme, value);
    if (bearer) bearers.set(keyOfIdentifier({ scheme, value }), bearer.id);
  }
  return bearers;
}
