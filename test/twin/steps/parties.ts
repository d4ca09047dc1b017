import { keccakText } from '../../../domain/encoding/hash.ts';
import { partyIdOf } from '../../../domain/encoding/ids.ts';
import { AUTHORITY, BANK, HOLDER, numberOf, onChain, PLANT } from '../../support/people.ts';
import { NOBODY } from '../draw.ts';
import { registersParty, renamesParty, succeeds } from '../../../domain/rules/parties.ts';
import { step, type Maker } from './step.ts';

export const registerParty: Maker = (draw) => {
  const { random, world } = draw;
  const by = draw.maker(random.pick([AUTHORITY, BANK, HOLDER].map(numberOf)));
  const identifiers = Array.from({ length: random.mostly(random.between(1, 2), 12, 0, 8, 9) }, (_, i) => ({
    scheme: random.mostly('USCC', 6, 'LEI', 'a', '', 'TOO:LONG'),
    value: random.mostly(`n${world.sequence}-${i}`, 8, '', 'HOLDER', 'x'.repeat(513)),
  }));
  const draft = {
    legalName: random.mostly(`某公司${world.sequence}`, 15, '', '名'.repeat(171)),
    registeredAddress: random.mostly('', 25, '地'.repeat(171)),
    identifiers,
  };
  const record = { ...draft, jurisdiction: 'CN', identifiers: identifiers.map(onChain) };
  const party = identifiers[0] && partyIdOf(identifiers[0]);
  return step(draw, by, 'Parties', 'register', [record], registersParty(world, by, draft), [
    'PartyRegistered',
    { party, record },
  ]);
};

export const renameParty: Maker = (draw) => {
  const { random, world } = draw;
  const party = random.mostly(draw.party(), 12, NOBODY);
  const registrant = world.party(party)?.registrant ?? 1;
  const by = draw.maker(random.mostly(registrant, 3, numberOf(AUTHORITY), numberOf(BANK)));
  const legalName = random.mostly(`改名${world.sequence}`, 12, '');
  const evidence = keccakText(legalName);
  const verdict = renamesParty(world, by, party, legalName);
  return step(draw, by, 'Parties', 'rename', [party, legalName, evidence], verdict, [
    'PartyRenamed',
    { party, legalName, evidence },
  ]);
};

/** Mostly of those who came later, so that the institutions last. */
export const succeed: Maker = (draw) => {
  const { random, world } = draw;
  const by = draw.maker(random.mostly(numberOf(AUTHORITY), 6, 9));
  const others = world.rows.all('party').filter(({ id }) => world.numberOf(id) === 0);
  const lasting = others.filter(({ successors }) => successors.length === 0).map(({ id }) => id);
  const party = random.mostly(
    random.pick([...lasting, partyIdOf({ scheme: 'USCC', value: PLANT.toUpperCase() })]),
    12,
    NOBODY,
  );
  const kind = random.mostly(random.between(1, 2), 20, 0);
  const count = random.mostly(kind === 1 ? 1 : random.between(2, 3), 12, 0, 1, 2);
  const drawn = Array.from({ length: count }, () => random.mostly(draw.party(), 30, NOBODY));
  const successors = random.once(20) ? drawn : [...new Set(drawn)].sort().filter((it) => it !== party);
  const draft = { party, kind, successors };
  const evidence = keccakText('succession');
  return step(
    draw,
    by,
    'Parties',
    'succeed',
    [party, kind, successors, evidence],
    succeeds(world, by, draft),
    ['PartySucceeded', { party, successor: successors[0], kind, evidence }],
  );
};
