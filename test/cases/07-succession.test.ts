import { expect } from 'chai';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { SUCCESSIONS, type Succession } from '../../domain/encoding/codes.ts';
import { amends, cancels, extends_ } from '../support/interests.ts';
import { conveyanceOf, declareDefault, divides, followerOf, merges, transfers } from '../support/lines.ts';
import { accountOf, AUTHORITY, HOLDER, numberOf, partyOf, PLANT } from '../support/people.ts';
import { rightOf } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

const OLD = partyOf(HOLDER);
const SUCCESSOR = partyOf(PLANT);

/* Who takes over takes the encumbrances over. Ranks are per asset, so two encumbered estates in one hand do not re-rank. */
describe('7. Merger, division, rename', () => {
  let story: Story;
  let right: Hex;
  let other: Hex;
  let a: Hex;
  let b: Hex;

  beforeEach('each of two companies has pledged a right of its own', async () => {
    story = await newStory();
    right = await story.right(100);
    other = await story.right(50, { holder: SUCCESSOR }, 'B');
    a = await story.pledge(BANK_A, { [right]: [[0, 100]] });
    b = await story.pledge(BANK_B, { [other]: [[0, 50]] });
  });

  const succeeds = (kind: Succession, ...successors: Hex[]) => {
    const rest = [SUCCESSIONS.indexOf(kind), successors.sort(), keccakText('notice')] as const;
    return story.registry.call(accountOf(AUTHORITY), 'Parties', 'succeed', OLD, ...rest);
  };

  it('merges two encumbered estates without changing anybody’s rank', async () => {
    const { registry } = story;
    await registry.act(succeeds('merger', SUCCESSOR));
    expect((await story.read()).right(right).state.holder, 'until the authority moves title').to.equal(OLD);
    await registry.act(transfers(registry, right, conveyanceOf('succession', { to: SUCCESSOR })));
    const reader = await story.read();
    expect(reader.right(right).state.holder).to.equal(SUCCESSOR);
    expect(reader.ranks(right, a)).to.deep.equal(['0-100 rank 1']);
    expect(reader.ranks(other, b)).to.deep.equal(['0-50 rank 1']);
    expect(reader.right(right).formerHolders).to.have.lengthOf(1);
  });

  it('finds what the old company granted through the new one', async () => {
    await story.registry.act(succeeds('merger', SUCCESSOR));
    const reader = await story.read();
    const { predecessors } = reader.rows.get('party', SUCCESSOR)!;
    expect(predecessors).to.deep.equal([OLD]);
    expect([SUCCESSOR, ...predecessors].flatMap((party) => reader.grantedBy(party))).to.deep.equal([b, a]);
  });

  it('gives title to no one but a successor, and registers nothing more about the company that has ended', async () => {
    const { registry } = story;
    const conveyance = conveyanceOf('succession', { to: partyOf('issuer') });
    const refused = { holder: OLD, to: partyOf('issuer') };
    await registry.refuses(transfers(registry, right, conveyance), 'NotSuccessor', refused);
    await registry.act(succeeds('merger', SUCCESSOR));
    await registry.refuses(transfers(registry, right, conveyance), 'NotSuccessor', refused);
    const more = rightOf('M', { holder: OLD });
    const nothingNew = [
      succeeds('merger', partyOf('issuer')),
      registry.call(accountOf(AUTHORITY), 'Rights', 'register', [more]),
      transfers(registry, other, conveyanceOf('transfer', { to: OLD })),
      transfers(registry, other, conveyanceOf('court-order', { to: OLD })),
      story.pledges(BANK_B, { [right]: [[0, 10]] }, { acknowledgeJunior: true }),
      amends(registry, a, { acknowledgeJunior: true }, { [right]: [[0, 10]] }),
    ];
    for (const tx of nothingNew) await registry.refuses(tx, 'PartyEnded', { party: OLD });
  });

  it('lets what was granted before go on: it is extended, declared in default, cancelled', async () => {
    const { registry } = story;
    await registry.act(succeeds('merger', SUCCESSOR));
    await registry.act(extends_(registry, a, registry.interest(a).state.termTo + 365));
    await declareDefault(registry, a);
    await registry.act(await cancels(registry, a));
    expect((await story.read()).right(right).state.overlays).to.deep.equal([]);
  });

  it('hands a right on through successors that have ended themselves', async () => {
    const { registry } = story;
    const last = partyOf('issuer');
    await registry.act(succeeds('merger', SUCCESSOR));
    await registry.act(merges(registry, SUCCESSOR, last));
    for (const to of [SUCCESSOR, last]) {
      await registry.act(transfers(registry, right, conveyanceOf('succession', { to })));
    }
    const reader = await story.read();
    expect(reader.right(right).state.holder).to.equal(last);
    expect(reader.ranks(right, a)).to.deep.equal(['0-100 rank 1']);
  });

  it('divides the right with its company, and the pledge lies on both parts in its rank', async () => {
    const { registry } = story;
    await registry.act(succeeds('division', SUCCESSOR, partyOf('issuer')));
    const conveyance = conveyanceOf('succession', { to: SUCCESSOR });
    const part = [[60, 100]] as const;
    const follower = await followerOf(registry, a, right, conveyance, part);
    await registry.act(divides(registry, right, part, 'A-2', conveyance, [follower]));
    await registry.act(transfers(registry, right, conveyanceOf('succession', { to: partyOf('issuer') })));
    const reader = await story.read();
    const child = rightIdOf(numberOf(AUTHORITY), 'A-2');
    expect(reader.right(child).state.holder).to.equal(SUCCESSOR);
    expect(reader.right(right).state.holder).to.equal(partyOf('issuer'));
    expect(reader.ranks(child, a)).to.deep.equal(['0-40 rank 1']);
    expect(reader.ranks(right, a)).to.deep.equal(['0-60 rank 1']);
  });

  it('is found by its old and its new name', async () => {
    const { registry } = story;
    const rename = ['粤绿能源有限公司', keccakText('notice of change')] as const;
    await registry.act(registry.call(accountOf(AUTHORITY), 'Parties', 'rename', OLD, ...rename));
    const reader = await story.read();
    const found = (name: string) =>
      reader
        .named(name, '2026-01-01')
        .filter(({ match }) => match === 'EXACT')
        .map(({ party, former }) => [party.id, former]);
    expect(found('粤綠能源有限公司'), 'in traditional characters').to.deep.equal([[OLD, false]]);
    expect(found(`${HOLDER} 有限公司`)).to.deep.equal([[OLD, true]]);
    expect(reader.grantedBy(OLD)).to.deep.equal([a]);
  });
});
