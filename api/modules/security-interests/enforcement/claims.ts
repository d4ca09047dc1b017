import { layersInRank, type Layer } from '../../../../domain/waterfall.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { numberOf } from '../../../views/common.ts';
import type { Lot } from './lot.ts';
import type { DisposeOf } from './schemas.ts';

/** Every layer of every claimant on the lot, first-ranking first. */
export const layersOnLot = ({ claimants, overlays }: Lot, now: number): Layer[] =>
  layersInRank(
    overlays,
    claimants.map(({ sequence: ref, state }) => ({ ref, state })),
    now,
  );

/**
 * What each claimant claims in all; one that is not named claims all that is secured.
 * @throws Problem NOT_CLAIMANT or CLAIM_TOO_HIGH
 */
export function claimsOn({ claimants }: Lot, layers: readonly Layer[], named: DisposeOf['claims']): bigint[] {
  const stranger = named.findIndex(({ interest }) => !claimants.some((it) => it.sequence === interest));
  if (stranger >= 0) {
    throw fieldProblem('NOT_CLAIMANT', `/claims/${stranger}/interest`, 'does not lie on the units');
  }
  return claimants.map((row, claimant) => {
    const secured = layers.reduce((sum, it) => (it.claimant === claimant ? sum + it.secured : sum), 0n);
    const place = named.findIndex(({ interest }) => interest === row.sequence);
    const claim = place < 0 ? secured : BigInt(named[place]!.value);
    if (claim <= secured) return claim;
    const message = `is more than the ${secured} that ${numberOf('S', row)} secures`;
    throw fieldProblem('CLAIM_TOO_HIGH', `/claims/${place}/value`, message);
  });
}
