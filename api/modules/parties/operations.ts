import { textToFixed } from '../../../domain/encoding/abi.ts';
import { partyIdOf } from '../../../domain/encoding/ids.ts';
import { fieldProblem, Problem } from '../../errors/problem.ts';
import type { Hex } from '../../chain/types.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import type { Services } from '../../kit/services.ts';
import { lastingParty } from '../../kit/subjects.ts';
import type { Reader } from '../../read/reader.ts';
import type { RegisterParty } from './schemas.ts';

export interface RenameIntent {
  party: Hex;
  legalName: string;
  evidence: Hex;
}

export interface SucceedIntent {
  party: Hex;
  kind: 'merger' | 'division';
  /** In the order of the request. */
  into: Hex[];
  evidence: Hex;
}

export function partyOperations({ read, calls }: Pick<Services, 'read' | 'calls'>) {
  const register: OperationKind<RegisterParty> = {
    subjects: ({ identifiers }) => identifiers.map((it) => `party/${partyIdOf(it)}`),
    async prepare({ legalName, jurisdiction, address, identifiers }) {
      const reader = read();
      for (const [i, { scheme, value }] of identifiers.entries()) {
        const known = await reader.partyByIdentifier(scheme, value);
        if (known) {
          const more = { extensions: { party: known.id } };
          throw fieldProblem(
            'DUPLICATE_PARTY',
            `/identifiers/${i}/value`,
            'belongs to a registered party',
            more,
          );
        }
      }
      return calls.registerParty({
        legalName,
        jurisdiction,
        registeredAddress: address ?? '',
        identifiers: identifiers.map(({ scheme, value }) => ({ scheme: textToFixed(scheme, 8), value })),
      });
    },
  };

  const rename: OperationKind<RenameIntent> = {
    subjects: ({ party }) => [`party/${party}`],
    prepare({ party, legalName, evidence }) {
      requireLasting(party, read());
      return calls.renameParty(party, legalName, evidence);
    },
  };

  const succeed: OperationKind<SucceedIntent> = {
    subjects: ({ party, into }) => [party, ...into].map((id) => `party/${id}`),
    prepare({ party, kind, into, evidence }) {
      const reader = read();
      requireLasting(party, reader);
      into.forEach((heir, i) => {
        const field = kind === 'merger' ? '/into' : `/into/${i}`;
        if (heir === party) throw fieldProblem('INVALID_SUCCESSORS', field, 'is the party itself');
        lastingParty(reader, heir, field);
      });
      return calls.succeedParty(party, kind, into.toSorted(), evidence);
    },
  };

  return { 'party.register': register, 'party.rename': rename, 'party.succeed': succeed };
}

/** @throws Problem NOT_FOUND, or PARTY_ENDED with its successors: what has ended neither changes nor ends again */
function requireLasting(party: Hex, reader: Reader): void {
  const row = reader.get('party', party);
  if (!row) throw new Problem('NOT_FOUND', { detail: `There is no party ${party}.` });
  if (row.successors.length === 0) return;
  const successors = row.successors.map((it) => it.party);
  throw new Problem('PARTY_ENDED', {
    detail: `${row.legalName} has ended; its place was taken by ${successors.join(', ')}.`,
    extensions: { successors },
  });
}
