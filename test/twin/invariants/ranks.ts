import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { compare } from '../../../domain/line/line.ts';
import type { Overlay } from '../../../domain/line/overlay.ts';
import type { Rows } from '../../../domain/state/rows.ts';
import type { RightState } from '../../../domain/state/state.ts';
import { argsOf, must, type Transition } from './transition.ts';

/*
 * A claim is a layer of an interest's secured amount. At each unit claims stand in an order; what counts is who is ahead of whom, which no
 * registration may turn round but one that the party concerned has signed.
 */

interface Claim {
  ref: number;
  /** The amendment that added it; 0 for what was registered first. */
  since: number;
}

const keyOf = ({ ref, since }: Claim): string => `${ref}/${since}`;

/** The claims at a unit, first-ranking first. */
function claimsAt(unit: bigint, overlays: readonly Overlay[], rows: Rows): Claim[] {
  const lying = overlays.filter((it) => it.kind === 'interest' && it.from <= unit && unit < it.to);
  const claims = lying.flatMap(({ ref, priority }, place) => {
    const increases = rows.get('interest', interestIdOf(ref))?.state.increases ?? [];
    return [0, ...increases.map(({ since }) => since)].map((since) => ({
      ref,
      since,
      place,
      priority: Math.max(priority, since),
    }));
  });
  return claims.sort((a, b) => a.priority - b.priority || a.place - b.place || a.since - b.since);
}

/** Nobody who was ahead of another falls behind it, and whoever is new is last, but for those who have stepped back themselves. */
export function ranksWorsenBySignatureOnly({ events, before, world }: Transition): void {
  const stepsBack = new Set(argsOf(events, 'InterestSubordinated').map(({ interest }) => Number(interest)));
  for (const right of concerned({ before })) {
    const [was, is] = [before.get('right', right), world.rows.get('right', right)!];
    if (!was) continue;
    for (const unit of places(was.state, is.state)) {
      const earlier = claimsAt(unit, was.state.overlays, before);
      const later = claimsAt(unit, is.state.overlays, world.rows).map(keyOf);
      const old = new Set(earlier.map(keyOf));
      for (const [i, claim] of earlier.entries()) {
        const place = later.indexOf(keyOf(claim));
        if (place < 0 || stepsBack.has(claim.ref)) continue;
        const behind = earlier.slice(i + 1).map(keyOf);
        const passed = later.slice(0, place).find((it) => behind.includes(it) || !old.has(it));
        must(passed === undefined, `unit ${unit} of ${right}: claim ${keyOf(claim)} is now behind ${passed}`);
      }
    }
  }
}

/** The rights whose lines have changed, and those of interests whose amounts have. */
function concerned({ before }: Pick<Transition, 'before'>): Set<string> {
  const lines = before.changed('right').map(({ after }) => after.id);
  const amounts = before
    .changed('interest')
    .filter(({ before: was, after }) => was && was.state.increases !== after.state.increases)
    .flatMap(({ after }) => after.state.rights);
  return new Set([...lines, ...amounts]);
}

const places = (...states: RightState[]): bigint[] => {
  const cuts = states.flatMap(({ overlays }) =>
    overlays.filter(({ kind }) => kind === 'interest').flatMap(({ from, to }) => [from, to]),
  );
  return [...new Set(cuts)].sort(compare);
};

/** An amount that was secured at a rank never grows there: what is added is a layer of its own, of this very registration. */
export function layersNeverGrow({ before, world }: Transition): void {
  for (const { before: was, after } of before.changed('interest')) {
    const { increases, securedAmount } = after.state;
    const sum = increases.reduce((total, { amount }) => total + amount, 0n);
    must(sum <= securedAmount && increases.length <= 8, `${after.id}: layers are more than what is secured`);
    if (!was) continue;
    const base = was.state.securedAmount - was.state.increases.reduce((total, it) => total + it.amount, 0n);
    must(securedAmount - sum <= base, `${after.id}: the first layer has grown`);
    for (const { since, amount } of increases) {
      const layer = was.state.increases.find((it) => it.since === since);
      const fine = layer ? amount <= layer.amount : since === world.sequence;
      must(fine, `${after.id}: the layer of ${since} has grown`);
    }
  }
}
