import type { Draw } from '../draw.ts';
import { amend, assign, confirm, extend, subordinate } from './amendments.ts';
import { enterExternal, remark } from './annotations.ts';
import { cancel, release, revoke } from './endings.ts';
import { declareDefault, dispose, withdrawDefault } from './enforcement.ts';
import {
  addKey,
  admit,
  removeKey,
  setCapacities,
  setCompetence,
  setKeyDelay,
  setPolicy,
  suspend,
} from './governance.ts';
import { registerInterests } from './interests.ts';
import { registerParty, renameParty, succeed } from './parties.ts';
import { decide } from './quotas.ts';
import { lift, prolong, restrict } from './restrictions.ts';
import { registerRights, renew } from './rights.ts';
import type { Maker, Step } from './step.ts';
import { divide, transfer } from './titles.ts';

/** Every registration that there is, by how often it is tried. */
const WEIGHTS: readonly (readonly [weight: number, make: Maker])[] = [
  [3, registerParty],
  [2, renameParty],
  [2, succeed],
  [5, registerRights],
  [2, renew],
  [8, restrict],
  [4, prolong],
  [7, lift],
  [7, decide],
  [24, registerInterests],
  [9, amend],
  [4, extend],
  [4, assign],
  [12, subordinate],
  [4, confirm],
  [5, cancel],
  [7, release],
  [2, revoke],
  [3, enterExternal],
  [7, remark],
  [8, declareDefault],
  [1, withdrawDefault],
  [16, dispose],
  [8, transfer],
  [7, divide],
  [1, suspend],
  [1, setCapacities],
  [1, admit],
  [1, setKeyDelay],
  [1, addKey],
  [1, removeKey],
  [1, setPolicy],
  [1, setCompetence],
];
const TOTAL = WEIGHTS.reduce((sum, [weight]) => sum + weight, 0);

export function nextStep(draw: Draw): Step {
  const { random, world } = draw;
  const impaired = world.rows.all('institution').some((it) => it.suspended);
  if (impaired && random.once(8)) return suspend(draw)!;
  if (world.rights().length < 3 && random.once(2)) return registerRights(draw)!;
  if (world.crowded && random.once(3)) {
    const made = random.pick([amend, registerInterests, restrict, subordinate])(draw);
    if (made) return made;
  }
  for (;;) {
    const made = chosen(random.below(TOTAL))(draw);
    if (made) return made;
  }
}

function chosen(at: number): Maker {
  let left = at;
  for (const [weight, make] of WEIGHTS) {
    if (left < weight) return make;
    left -= weight;
  }
  throw new RangeError('beyond the weights');
}
