import { addMonths } from '../../../domain/time/calendar.ts';
import { keccakText } from '../../../domain/encoding/hash.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import { HOLDER, partyOf, PLANT } from '../../support/people.ts';
import { termsOf } from '../../support/samples.ts';
import { BANKS, CNY, described, withHead, type Draw } from '../draw.ts';
import { encodedAs } from '../engine/codec.ts';
import { hashed } from '../engine/signatures.ts';
import { asksConsent, registersInterests, type InterestDraft } from '../../../domain/rules/interests.ts';
import { keccak256, ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import type { Taken } from '../../../domain/rules/lines.ts';
import { wordOfRow } from '../../../domain/journal/word.ts';
import type { Signed } from '../../../domain/rules/people.ts';
import { step, type Maker } from './step.ts';

const TERMS = hashed(
  `(uint8 kind, bytes32 debtor, uint32[] securedParties, uint128 securedAmount, bytes3 currency, uint32 termFrom, uint32 termTo,
  string contractNumber, bytes32 contractDigest, bool acknowledgeJunior, bool negativePledge, bool advance,
  uint32 determinationDay) terms`,
);
const TAKEN = encodedAs('bytes32 words, bytes32 right, bytes32 word, (uint128 from, uint128 to)[] intervals');

/** What a consent binds of the collateral: each right, the word that its head hashes to, and the units. */
export const wordsOf = (collateral: readonly Taken[]): Hex =>
  collateral.reduce<Hex>(
    (words, { right, row, intervals }) =>
      keccak256(
        TAKEN(
          words,
          right,
          wordOfRow(row),
          intervals.map((it) => ({ ...it })),
        ),
      ),
    ZERO_WORD,
  );

export const registerInterests: Maker = (draw) => {
  const { random, world } = draw;
  if (world.rights().length === 0) return undefined;
  const agent = random.pick(BANKS);
  const by = draw.maker(agent);
  const drafts = Array.from({ length: random.mostly(1, 8, 2, 3, 2, 2, 0) }, () => draftOf(draw, agent));
  const given = drafts.map(({ grantor, terms, collateral, consent }) => {
    const items = collateral.map(withHead);
    const asked = asksConsent(world, collateral);
    const signed = asked
      ? draw.approval(
          consent,
          'SecurityInterests',
          'InterestConsent',
          grantor,
          wordsOf(collateral),
          TERMS({ ...terms }),
        )
      : { deadline: 0, signature: '0x' };
    return { grantor, terms, collateral: items, consent: signed };
  });
  const [first] = drafts;
  return step(
    draw,
    by,
    'SecurityInterests',
    'register',
    [given],
    registersInterests(world, by, drafts),
    ['InterestRegistered', first ? { terms: first.terms, collateral: first.collateral.map(described) } : {}],
    drafts.flatMap((it) => (asksConsent(world, it.collateral) ? [it.consent] : [])),
  );
};

function draftOf(draw: Draw, agent: number): InterestDraft<Signed> {
  const { random, today, world } = draw;
  const anchor = draw.right()!;
  const grantor = random.mostly(anchor.state.holder, 30, partyOf(PLANT));
  const collateral = random.once(80) ? [] : rightsOf(draw, anchor).map((row) => draw.taken(row));
  const termFrom = today - random.between(0, 60);
  const aboutThere = () => addMonths(termFrom, random.pick([1, 6, 12, 360])) - random.between(0, 2);
  const both = [...BANKS];
  return {
    grantor,
    terms: termsOf({
      kind: random.mostly(random.between(1, 3), 80, 0),
      debtor: partyOf(random.mostly(HOLDER, 4, PLANT)),
      securedAmount: random.mostly(BigInt(random.between(1, 1_000)), 80, 0n),
      currency: random.mostly(CNY, 50, '0x484b44', '0x000000'),
      contractNumber: random.mostly('C', 80, '', 'x'.repeat(257)),
      contractDigest: keccakText(`contract ${world.sequence}`),
      securedParties: random.mostly(
        [agent],
        10,
        both,
        both,
        both,
        [],
        [1],
        [1, agent, 99],
        [...both].reverse(),
      ),
      termFrom,
      termTo: random.mostly(
        addMonths(today, random.between(1, 12)) + 1,
        6,
        aboutThere(),
        aboutThere(),
        today - 1,
      ),
      acknowledgeJunior: !random.once(4),
      negativePledge: random.once(5),
      advance: random.once(5),
      determinationDay: random.mostly(0, 5, today + 90),
    }),
    collateral,
    consent: draw.signed(world.numberOf(grantor), 'maker'),
  };
}

/** Of one holder, mostly each once. */
function rightsOf({ random, world }: Draw, anchor: RightRow): RightRow[] {
  const held = world.rights().filter(({ state }) => state.holder === anchor.state.holder);
  const more = Array.from({ length: random.mostly(0, 4, 1, 2) }, () => random.pick(held));
  const all = [anchor, ...more];
  return random.once(30) ? all : [...new Set(all)];
}
