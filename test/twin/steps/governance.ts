import { maskOf, POLICY_FLAGS, CAPACITIES } from '../../../domain/encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { PROMPT_GOVERNANCE } from '../../support/governance.ts';
import { MEMBERS } from '../../support/people.ts';
import { DESCRIPTION, typeCode } from '../../support/types.ts';
import type { Draw } from '../draw.ts';
import { signerOf } from '../engine/signatures.ts';
import {
  addsKey,
  admits,
  governs,
  known,
  removesKey,
  setsCapacities,
  setsKeyDelay,
  setsPolicy,
} from '../../../domain/rules/governance.ts';
import { step, type Maker } from './step.ts';

const governor = (draw: Draw): Hex => draw.random.mostly(PROMPT_GOVERNANCE, 15, draw.maker(1));

/** Back to work soon, or every step would be refused for the same reason. */
export const suspend: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const out = world.rows.all('institution').find((it) => it.suspended);
  const number = random.mostly(out?.number ?? random.between(1, MEMBERS.length), 25, 99);
  const method = out && !random.once(10) ? 'reinstate' : 'suspend';
  const already = world.institution(number)?.suspended === (method === 'suspend');
  const name = method === 'suspend' ? 'InstitutionSuspended' : 'InstitutionReinstated';
  const event = already ? undefined : ([name, { number, reason: 'r' }] as const);
  return step(draw, by, 'Institutions', method, [number, 'r'], known(world, by, number), event && [...event]);
};

/** Under another's capacities nobody stays for long: what is left out returns with the next change. */
export const setCapacities: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const number = random.mostly(random.between(1, MEMBERS.length), 20, 99);
  const usual = maskOf(CAPACITIES, MEMBERS[number - 1]?.capacities ?? ['holder']);
  const changed = MEMBERS.find(({ capacities }, i) => {
    const present = world.institution(i + 1)?.capacities;
    return present && String(present) !== String(capacities);
  });
  const who = changed ? MEMBERS.indexOf(changed) + 1 : number;
  const capacities = changed
    ? maskOf(CAPACITIES, changed.capacities)
    : random.mostly(usual | 4, 4, 64, 0, 256, usual | 32);
  const verdict = setsCapacities(world, by, who, capacities);
  return step(draw, by, 'Institutions', 'setCapacities', [who, capacities], verdict, [
    'CapacitiesChanged',
    { number: who, capacities },
  ]);
};

export const addKey: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const number = random.mostly(random.between(1, MEMBERS.length), 20, 99);
  const key = random.mostly<Hex>(signerOf(`spare-${random.below(60)}`), 20, `0x${'00'.repeat(20)}`);
  const duty = random.mostly(random.between(1, 2), 12, 4, 0, 3);
  const activeFrom = random.mostly(0, 3, world.now + 300, world.now + 86_400);
  const verdict = addsKey(world, by, number, key, duty);
  return step(draw, by, 'Institutions', 'addKey', [number, key, duty, activeFrom], verdict, [
    'KeyAdded',
    { number, key, duty },
  ]);
};

/** Mostly one of several, since a key is gone for ever. */
export const removeKey: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const spare = world.rows
    .all('key')
    .filter((it) => world.rows.all('key').some((o) => o !== it && isLike(o, it) && o.removedAt === undefined))
    .map(({ address }) => address);
  const key = random.mostly<Hex>(random.pick([...spare, signerOf('stranger')]), 20, signerOf('stranger'));
  const gone = world.key(key)?.removedAt !== undefined;
  const event = gone ? undefined : (['KeyRemoved', { key }] as const);
  return step(draw, by, 'Institutions', 'removeKey', [key], removesKey(world, by, key), event && [...event]);
};

interface KeyLike {
  institution: number;
  duty: string;
}
const isLike = (a: KeyLike, b: KeyLike): boolean => a.institution === b.institution && a.duty === b.duty;

export const setPolicy: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const code = typeCode(random.mostly(random.pick(['VINTAGE', 'SHORT', 'PAID', 'SERIAL']), 20, ''));
  const policy = {
    effectiveFrom: random.mostly(world.now + random.between(0, 86_400), 5, world.now - 300, 0),
    flags: random.mostly(maskOf(POLICY_FLAGS, ['pledgeable', random.pick(POLICY_FLAGS)]), 20, 2048),
    minTermMonths: random.mostly(random.between(1, 6), 20, 0, 361),
    maxTermMonths: 360,
  };
  const verdict = setsPolicy(world, by, { code, ...policy });
  return step(draw, by, 'RightTypes', 'setPolicy', [code, policy, DESCRIPTION], verdict, [
    'PolicySet',
    { code, policy },
  ]);
};

export const setCompetence: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const code = random.pick(['PAID', 'CONSENT']);
  const before = world.rows.get('rightType', code)?.competent.includes(9) ?? false;
  const competent = random.mostly(!before, 4, before);
  const event = competent === before ? undefined : (['CompetenceSet', { competent }] as const);
  const args = [typeCode(code), 9, competent];
  return step(draw, by, 'RightTypes', 'setCompetence', args, governs(world, by), event && [...event]);
};

export const admit: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const party = random.mostly(draw.party(), 12, ZERO_WORD);
  const capacities = random.mostly(random.pick([4, 8, 64, 128]), 12, 0, 256);
  return step(
    draw,
    by,
    'Institutions',
    'admit',
    [party, capacities, 'newcomer'],
    admits(world, by, party, capacities),
    ['InstitutionAdmitted', { party, capacities, name: 'newcomer' }],
  );
};

export const setKeyDelay: Maker = (draw) => {
  const { random, world } = draw;
  const by = governor(draw);
  const delay = random.mostly(0, 3, 600, 90 * 86_400, 90 * 86_400 + 1);
  return step(draw, by, 'Institutions', 'setKeyDelay', [delay], setsKeyDelay(world, by, delay), [
    'KeyDelaySet',
    { delay },
  ]);
};
