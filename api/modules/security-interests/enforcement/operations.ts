import { interestIdOf } from '../../../../domain/encoding/ids.ts';
import { approvals } from '../../../chain/calls.ts';
import { Problem } from '../../../errors/problem.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import { checkerKey, keyOf, type SignerKeys } from '../../../proposals/proposal.ts';
import type { Services } from '../../../kit/services.ts';
import { signerOf } from '../../../kit/signing.ts';
import { interestOf, subjectsOf } from '../standing.ts';
import { defaultOperations } from './defaults.ts';
import { disposalOf, type DisposeIntent } from './disposal.ts';

export function enforcementOperations(parts: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = parts;
  const sign = signerOf(parts);

  const dispose: OperationKind<DisposeIntent & { signers: SignerKeys }> = {
    // It pays every claimant on the units, so it waits for all operations under way on the right.
    subjects: ({ interest, disposal }) => [
      ...subjectsOf(interest, [disposal.right]),
      ...overlaysOn(disposal.right).map((it) => `interest/${it}`),
    ],
    async prepare({ interest, institution, disposal: body, waterfall: shown, signers }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const { lot, terms, waterfall } = disposalOf(row, institution, body, reader);
      if (JSON.stringify(waterfall) !== JSON.stringify(shown)) {
        throw new Problem('STALE_STATE', {
          detail: 'Who is paid what is no longer what was proposed.',
          extensions: { waterfall },
        });
      }
      const approval = await sign(checkerKey(signers), approvals.disposal('checker', lot.right, terms));
      const consentKey = keyOf(signers, 'holder');
      if (consentKey === undefined) return calls.dispose(lot.right, terms, lot.claimants, approval);
      const consent = await sign(consentKey, approvals.disposal('holder', lot.right, terms));
      return calls.dispose(lot.right, terms, lot.claimants, approval, consent);
    },
  };

  const overlaysOn = (right: DisposeIntent['disposal']['right']) =>
    (read().get('right', right)?.state.overlays ?? [])
      .filter(({ kind }) => kind === 'interest')
      .map(({ ref }) => interestIdOf(ref));

  return { ...defaultOperations(parts), 'interest.dispose': dispose };
}
