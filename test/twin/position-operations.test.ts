import { expect } from 'chai';
import {
  assignInterest,
  subordinateInterest,
} from '../../api/modules/security-interests/positions/schemas.ts';
import { positionOperations } from '../../api/modules/security-interests/positions/operations.ts';
import { ranksAround } from '../../api/modules/security-interests/positions/ranks.ts';
import { subordinationOf } from '../../api/modules/security-interests/positions/subordinate.ts';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { formatNumber } from '../../domain/encoding/numbers.ts';
import { tranchesOf } from '../../domain/line/ranks.ts';
import { labelOf, Workbench } from '../support/operations.ts';
import { accountOf, BANK, HOLDER, numberOf, partyOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, type Taken } from '../support/samples.ts';

describe('Operations: positions', () => {
  let registry: Registry;
  let bench: Workbench<ReturnType<typeof positionOperations>>;
  let right: Hex;
  const agent = numberOf(BANK);
  const signers = { 'checker/bank': labelOf(BANK, 'checker') };

  const byRival = async (taken: Taken): Promise<Hex> => {
    const terms = { securedParties: [numberOf(RIVAL)], acknowledgeJunior: true };
    const tx = registry.call(accountOf(RIVAL), 'SecurityInterests', 'register', [
      interestOf(registry, taken, terms),
    ]);
    const { events } = await registry.act(tx);
    return (events.at(-1)?.args as { interest: Hex }).interest;
  };
  const numberFor = (interest: Hex) => formatNumber('S', BigInt(interest));
  const ranksOf = (interest: Hex) =>
    tranchesOf(Number(interest), registry.right(right).state.overlays).map(({ from, to, rank }) =>
      [from, to, rank].map(Number),
    );

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    bench = await Workbench.on(registry, positionOperations);
  });

  /** As the route prepares it: the ranks that the second person is shown belong to the intent. */
  const subordination = (interest: Hex, behind: Hex, collateral?: object) => {
    const body = subordinateInterest.parse({ behind: numberFor(behind), collateral });
    const [reader, row] = [bench.reader(), registry.interest(interest)];
    const { ahead, yielded } = subordinationOf(row, agent, body, reader);
    const ranks = ranksAround(row, ahead, yielded, reader);
    return { interest, agent, subordination: body, ranks, signers };
  };

  describe('subordination', () => {
    let first: Hex;
    let middle: Hex;
    let last: Hex;

    beforeEach(async () => {
      first = await registerInterest(registry, interestOf(registry, { [right]: [[0, 60]] }));
      middle = await byRival({ [right]: [[0, 100]] });
      last = await byRival({ [right]: [[40, 80]] });
    });

    it('is on every unit where both lie, and shows everybody before and after', async () => {
      const intent = subordination(first, last);
      const [a, b, c] = [first, middle, last].map(numberFor);
      expect(intent.ranks).to.deep.equal([
        { right, units: { from: '40', to: '60' }, before: [a, b, c], after: [b, c, a] },
      ]);
      await bench.run(BANK, 'interest.subordinate', intent);
      expect(ranksOf(first)).to.deep.equal([
        [0, 40, 1],
        [40, 60, 3],
      ]);
      expect(ranksOf(middle)).to.deep.equal([
        [40, 100, 1],
        [0, 40, 2],
      ]);
    });

    it('is directly behind the other, not behind those after it', async () => {
      await bench.run(BANK, 'interest.subordinate', subordination(first, middle));
      expect(ranksOf(first)).to.deep.equal([[0, 60, 2]]);
      expect(ranksOf(last)).to.deep.equal([
        [60, 80, 2],
        [40, 60, 3],
      ]);
    });

    it('is refused where the interest does not rank before the other', async () => {
      await bench.run(BANK, 'interest.subordinate', subordination(first, middle));
      const again = subordinateInterest.parse({ behind: numberFor(middle) });
      const refusal = await bench.refused('interest.subordinate', {
        interest: first,
        agent,
        subordination: again,
        ranks: [],
        signers,
      });
      expect([refusal.code, refusal.fields[0]?.field]).to.deep.equal(['NOT_RANKING_BEFORE', '/behind']);
    });

    it('is refused on units on which the other does not lie', () => {
      const outside = [{ right, intervals: [{ from: '0', to: '50' }] }];
      expect(() => subordination(first, last, outside)).to.throw('NOT_RANKING_BEFORE');
    });

    it('is refused if the ranks are no longer those that were shown', async () => {
      const intent = subordination(first, last);
      const between = await byRival({ [right]: [[50, 60]] });
      await bench.run(BANK, 'interest.subordinate', subordination(first, between));
      const stale = await bench.refused('interest.subordinate', intent);
      expect(stale.code).to.equal('STALE_STATE');
    });

    it('is for the agent alone, and only while the term lasts', async () => {
      const intent = subordination(first, last);
      const stranger = await bench.refused('interest.subordinate', { ...intent, agent: numberOf(RIVAL) });
      expect(stranger.code).to.equal('NOT_SECURED_PARTY');
      await bench.at(expiryInstant(registry.interest(first).state.termTo) + 1);
      expect((await bench.refused('interest.subordinate', intent)).code).to.equal('INTEREST_LAPSED');
    });

    it('needs a checker of the same institution', async () => {
      const own = { 'checker/bank': labelOf(BANK, 'maker') };
      const intent = { ...subordination(first, last), signers: own };
      const refusal = await bench.run(BANK, 'interest.subordinate', intent).catch((error: unknown) => error);
      expect(String(refusal)).to.contain('WrongDuty');
    });
  });

  describe('assignment', () => {
    let interest: Hex;
    const assignment = (to: string[], acting: string) =>
      assignInterest.parse({
        to: to.map(partyOf),
        agent: partyOf(acting),
        evidence: { digest: keccakText('assigned') },
      });
    const intent = (to: string[], acting: string, from = agent) => ({
      interest,
      agent: from,
      assignment: assignment(to, acting),
      signers,
    });

    beforeEach(async () => {
      interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 60]] }));
    });

    it('hands the interest to the new agent with its rank, and leaves nothing to the former', async () => {
      await bench.run(BANK, 'interest.assign', intent([RIVAL, BANK], RIVAL));
      expect(registry.interest(interest).state).to.deep.include({
        agent: numberOf(RIVAL),
        securedParties: [numberOf(BANK), numberOf(RIVAL)],
      });
      expect(ranksOf(interest)).to.deep.equal([[0, 60, 1]]);
      const again = await bench.refused('interest.assign', intent([BANK], BANK));
      expect(again.code).to.equal('NOT_SECURED_PARTY');
    });

    it('goes to secured parties of this registry, and has to change something', async () => {
      const codes = [];
      for (const [to, acting] of [
        [[HOLDER], HOLDER],
        [[BANK], BANK],
        [['plant'], 'plant'],
      ] as const) {
        codes.push((await bench.refused('interest.assign', intent([...to], acting))).code);
      }
      expect(codes).to.deep.equal(['NOT_ASSIGNABLE', 'NOT_ASSIGNABLE', 'UNKNOWN_PARTY']);
    });
  });
});
