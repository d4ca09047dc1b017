import { textToFixed } from '../../../domain/abi.ts';
import { partyIdOf } from '../../../domain/ids.ts';
import { fieldProblem } from '../../errors/problem.ts';
import type { Hex } from '../../chain/types.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import type { Services } from '../../services.ts';
import type { RegisterParty } from './schemas.ts';

export interface RenameIntent {
  party: Hex;
  legalName: string;
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
    prepare: ({ party, legalName, evidence }) => calls.renameParty(party, legalName, evidence),
  };

  return { 'party.register': register, 'party.rename': rename };
}
