import { keccakText, type Hex } from '../../../domain/encoding/hash.ts';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import { AUTHORITY, BANK, HOLDER, numberOf, partyOf, PLANT } from '../../support/people.ts';
import { NO_PRICE, type RightRegistration } from '../../support/samples.ts';
import { TYPES, typeCode } from '../../support/types.ts';
import { headOf, NOBODY, type Draw } from '../draw.ts';
import { registersRights, renews } from '../../../domain/rules/rights.ts';
import { step, type Maker } from './step.ts';

const HOLDERS = [HOLDER, HOLDER, PLANT, BANK];
/** Few, so that certificates are at times asked for twice; a number is of the life, hence the same again. */
const certificate = ({ random, world }: Draw, i = 0): string =>
  random.mostly(`c${world.sequence}-${i}`, 15, 'c1', `c${random.below(40) + 20}-0`, '');

const evidenceOf = ({ random }: Draw): { kind: Hex; digest: Hex }[] =>
  Array.from({ length: random.mostly(0, 10, 1, 2, 17) }, (_, i) => ({
    kind: textToFixed('deed', 16),
    digest: keccakText(`deed ${i}`),
  }));

export const registerRights: Maker = (draw) => {
  const { random, world } = draw;
  const by = draw.maker(random.mostly(numberOf(AUTHORITY), 8, numberOf('second-authority')));
  const count = random.mostly(1, 4, 2, 3, 2, 2, 0);
  const given = Array.from({ length: count }, (_, i) => registration(draw, i));
  return step(draw, by, 'Rights', 'register', [given], registersRights(world, by, given), [
    'RightRegistered',
    { registration: given[0] },
  ]);
};

function registration(draw: Draw, i: number): RightRegistration {
  const { random, today } = draw;
  const quantity = random.mostly(
    BigInt(random.pick([20, 64, 100, 1000])),
    25,
    0n,
    5n,
    (1n << 76n) - 1n,
    1n << 76n,
  );
  const validFrom = today - random.between(0, 400);
  const half = quantity / 2n;
  const blocks = [
    { prefix: 'A', first: 1n, last: half },
    {
      prefix: random.mostly('A', 2, 'B'),
      first: half + 1n,
      last: random.mostly(quantity, 6, quantity + 1n, half),
    },
  ];
  return {
    holder: random.mostly(partyOf(random.pick(HOLDERS)), 25, NOBODY, draw.party()),
    typeCode: typeCode(
      random.mostly(random.mostly('PLAIN', 3, 'CONSENT', 'BOUND'), 6, ...Object.keys(TYPES), 'NEVER'),
    ),
    acquisition: random.mostly(2, 4, 1, 1, 3, 3, 0),
    vintage: random.mostly(2025, 4, 0),
    validFrom,
    validTo: random.mostly(
      0,
      3,
      today + random.between(1, 900),
      today + random.between(100, 900),
      today,
      validFrom - 1,
    ),
    quantity,
    certificateNumber: certificate(draw, i),
    region: random.mostly('CN-44', 80, 'x'.repeat(257)),
    referencePrice: NO_PRICE,
    serialBlocks: random.mostly([], 4, blocks, [{ prefix: '', first: 7n, last: 6n + quantity }]),
    evidence: evidenceOf(draw),
  };
}

export const renew: Maker = (draw) => {
  const { random, world, today } = draw;
  const row = draw.right();
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.authority);
  const { validTo: until } = row.state;
  const validTo = random.mostly(until === 0 ? 0 : until + random.between(0, 700), 8, 0, today, until - 1);
  const validFrom = random.mostly(today, 12, today + 5_000);
  const renewal = {
    certificateNumber: certificate(draw),
    validFrom,
    validTo: Math.max(validTo, 0),
    evidence: evidenceOf(draw),
  };
  const verdict = renews(world, by, { right: row.id, row: given, ...renewal });
  return step(draw, by, 'Rights', 'renew', [row.id, headOf(given), renewal], verdict, [
    'RightRenewed',
    { right: row.id, renewal },
  ]);
};
