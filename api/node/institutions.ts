import type { Genesis } from '../../deploy/genesis.ts';
import { keyLabel } from '../chain/signer.ts';
import type { Hex } from '../chain/types.ts';
import { fingerprintOf, type Services } from '../kit/services.ts';
import { WRITING_CAPACITIES } from '../../domain/encoding/codes.ts';
import { partyIdOf } from '../../domain/encoding/ids.ts';
import { problemOfFailure } from '../outbox/failure.ts';

const WRITING: ReadonlySet<string> = new Set(WRITING_CAPACITIES);

/**
 * Enters every institution of the genesis file as the party that it is, so that the registry can name it. Those that are entered already
 * are left alone; the outbox sees to it that an interrupted start enters none twice.
 * @param progress called with how many of how many are entered
 */
export async function registerInstitutions(
  { outbox, read }: Pick<Services, 'outbox' | 'read'>,
  { institutions }: Genesis,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const registrar = institutions.find(({ capacities }) => capacities.some((it) => WRITING.has(it)));
  const missing = institutions.filter(({ identifiers }) => !read().get('party', idOf(identifiers)));
  if (!registrar || missing.length === 0) return;
  let done = 0;
  await Promise.all(
    missing.map(async ({ legalName, jurisdiction, address, identifiers }) => {
      const party = { legalName, kind: 'legal-entity', jurisdiction, address, identifiers };
      const intent = { by: read().institutionOf(idOf(registrar.identifiers)), party };
      const accepted = await outbox.accept({
        kind: 'party.register',
        institution: idOf(registrar.identifiers),
        key: keyLabel(registrar.label, 'maker'),
        scope: `genesis/${idOf(identifiers)}`,
        fingerprint: fingerprintOf(intent),
        intent,
      });
      const { failure } = await outbox.settled(accepted.id);
      if (failure) throw problemOfFailure(failure);
      progress(++done, missing.length);
    }),
  );
}

function idOf([identifier]: Genesis['institutions'][number]['identifiers']): Hex {
  if (!identifier) throw new RangeError('an institution without an identifier');
  return partyIdOf(identifier);
}
