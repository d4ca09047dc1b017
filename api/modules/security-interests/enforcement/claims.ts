import { layersInRank, type Layer } from '../../../../domain/interests/waterfall.ts';
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
 * The whole claim of each claimant; one that is not named claims all that is secured. The one enforced is the first: the institution that
 * disposes for it does not claim less for another, which only a court can determine.
 * @throws Problem NOT_CLAIMANT, CLAIM_TOO_HIGH or CLAIM_TOO_LOW
 */
export function claimsOn(
  { claimants }: Lot,
  layers: readonly Layer[],
  { claims: named, route }: Pick<DisposeOf, 'claims' | 'route'>,
): bigint[] {
  const stranger = named.findIndex(({ interest }) => !claimants.some((it) => it.sequence === interest));
  if (stranger >= 0) {
    throw fieldProblem('NOT_CLAIMANT', `/claims/${stranger}/interest`, 'does not lie on the units');
  }
  return claimants.map((row, claimant) => {
    const secured = layers.reduce((sum, it) => (it.claimant === claimant ? sum + it.secured : sum), 0n);
    const place = named.findIndex(({ interest }) => interest === row.sequence);
    const claim = place < 0 ? secured : BigInt(named[place]!.value);
    const field = `/claims/${place}/value`;
    if (claim > secured) {
      const message = `is more than the ${secured} that ${numberOf('S', row)} secures`;
      throw fieldProblem('CLAIM_TOO_HIGH', field, message);
    }
    if (claim < secured && claimant !== 0 && route !== 'court') {
      const message = `is less than the ${secured} that ${numberOf('S', row)}, of another, secures`;
      throw fieldProblem('CLAIM_TOO_LOW', field, message);
    }
    return claim;
  });
}
