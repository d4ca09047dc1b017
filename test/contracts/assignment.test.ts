import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { forgedInterest } from '../support/heads.ts';
import { networkHelpers } from '../support/chain.ts';
import { assigns, cancels, extends_ } from '../support/interests.ts';
import { declareDefault } from '../support/lines.ts';
import { accountOf, BANK, HOLDER, keyOf, MEMBERS, numberOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, TODAY, YEAR } from '../support/samples.ts';

const NEW = numberOf(RIVAL);
const OLD = numberOf(BANK);
const TERM_TO = TODAY + 3 * YEAR;

describe('Positions.assign', () => {
  let registry: Registry;
  let right: Hex;
  let interest: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 50]] }));
  });

  it('makes the assignee the agent, and leaves everything else as it was', async () => {
    const before = registry.interest(interest).state;
    const overlays = registry.right(right).state.overlays;
    await registry.accepts(await assigns(registry, interest, NEW), [
      'InterestAssigned',
      {
        interest,
        sequence: BigInt(registry.lastSequence + 1),
        agent: OLD,
        newAgent: NEW,
        securedParties: [NEW],
        evidence: keccakText('assignment'),
        approver: accountOf(BANK, 'checker'),
      },
    ]);
    expect(registry.interest(interest).state).to.deep.equal({
      ...before,
      agent: NEW,
      securedParties: [NEW],
    });
    expect(registry.right(right).state.overlays).to.deep.equal(overlays);
    await registry.refuses(extends_(registry, interest, TERM_TO + YEAR), 'NotAgent', {
      interest,
      institution: OLD,
    });
    await registry.act(extends_(registry, interest, TERM_TO + YEAR, { from: accountOf(RIVAL) }));
  });

  it('may be of a part: another secured party joins, or leaves, or acts for all', async () => {
    await registry.act(await assigns(registry, interest, OLD, [OLD, NEW]));
    await registry.act(await assigns(registry, interest, NEW, [OLD, NEW]));
    expect(registry.interest(interest).state).to.deep.include({ agent: NEW, securedParties: [OLD, NEW] });
    const by = { from: accountOf(RIVAL), signer: keyOf(RIVAL, 'checker') };
    await registry.act(await assigns(registry, interest, NEW, [numberOf(HOLDER), NEW], by));
  });

  it('changes something', async () => {
    await registry.refuses(await assigns(registry, interest, OLD), 'InvalidAssignment', {});
  });

  it('goes to a secured party of the registry that can act', async () => {
    for (const agent of [numberOf(HOLDER), MEMBERS.length + 1, 0]) {
      await registry.refuses(await assigns(registry, interest, agent), 'InvalidAssignment', {});
    }
    await registry.act(registry.governs('Institutions', 'suspend', NEW, 'r'));
    await registry.refuses(await assigns(registry, interest, NEW), 'InvalidAssignment', {});
  });

  it('names the secured parties as an initial registration does', async () => {
    const lists = [[], [NEW, OLD], [OLD, OLD, NEW], [OLD, NEW, MEMBERS.length + 1]];
    for (const list of lists) {
      await registry.refuses(await assigns(registry, interest, NEW, list), 'InvalidSecuredParties', {});
    }
    await registry.refuses(await assigns(registry, interest, NEW, [OLD]), 'RegistrantNotSecured', {
      institution: NEW,
    });
  });

  it('needs the approval of a checker of the former agent, to exactly this', async () => {
    for (const label of [RIVAL, HOLDER]) {
      await registry.refuses(
        await assigns(registry, interest, NEW, [NEW], { signer: keyOf(label, 'checker') }),
        'NotApprovedByChecker',
        { signer: accountOf(label, 'checker'), institution: OLD },
      );
    }
    const approvalOf = async (agent: number, list: number[]) => {
      const tx = await assigns(registry, interest, agent, list);
      const args = registry.interfaces.Positions.decodeFunctionData('assign', tx.data);
      const [deadline, signature] = args[5] as [bigint, Hex];
      return { deadline: Number(deadline), signature };
    };
    const approval = await approvalOf(NEW, [OLD, NEW]);
    const other = await assigns(registry, interest, NEW, [NEW], { approval });
    await registry.refuses(other, 'NotApprovedByChecker');
    await registry.act(await assigns(registry, interest, NEW, [OLD, NEW], { approval }));
  });

  it('is registered by a maker of the agent, on the present state', async () => {
    const by = { from: accountOf(RIVAL) };
    await registry.refuses(await assigns(registry, interest, NEW, [NEW], by), 'NotAgent', {
      interest,
      institution: NEW,
    });
    const forged = forgedInterest(registry.interest(interest), { securedAmount: 1n });
    const tx = await assigns(registry, interest, NEW, [NEW], { head: forged });
    await registry.refuses(tx, 'NotApprovedByChecker');
  });

  it('is open in advance and in enforcement, not after the end', async () => {
    const given = interestOf(registry, { [right]: [[60, 61]] }, { advance: true });
    await registry.act(await assigns(registry, await registerInterest(registry, given), NEW));
    await declareDefault(registry, interest);
    await registry.act(await assigns(registry, interest, OLD, [OLD, NEW]));
    await registry.act(await cancels(registry, interest));
    await registry.refuses(await assigns(registry, interest, NEW), 'NotEffective', { interest, status: 2 });
  });

  it('comes before the term has ended', async () => {
    await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO) + 1);
    await registry.refuses(await assigns(registry, interest, NEW), 'InterestLapsed', {
      interest,
      termTo: TERM_TO,
    });
  });
});
