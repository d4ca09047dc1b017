import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import { cancels } from '../support/interests.ts';
import { accountOf, HOLDER, keyOf, partyOf, PLANT } from '../support/people.ts';
import { interestOf, registersInterest } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

const SUBSIDIARY = partyOf(HOLDER);
const PARENT = partyOf(PLANT);

/* Who pledges need not be who owes (2021-07-16, CIB Hangzhou: a subsidiary's allowances). The register is by grantor. */
describe('14. Third-party pledgor', () => {
  let story: Story;
  let right: Hex;
  let parents: Hex;
  let own: Hex;

  beforeEach('one right secures the parent’s loan, and behind it one of the subsidiary’s own', async () => {
    story = await newStory();
    right = await story.right(100);
    parents = await story.pledge(BANK_A, { [right]: [[0, 60]] }, { debtor: PARENT });
    own = await story.pledge(
      BANK_B,
      { [right]: [[40, 100]] },
      { debtor: SUBSIDIARY, acknowledgeJunior: true },
    );
  });

  it('is found under the subsidiary, and under the parent only as debtor', async () => {
    const reader = await story.read();
    expect(reader.grantedBy(SUBSIDIARY)).to.deep.equal([parents, own]);
    expect(reader.grantedBy(PARENT)).to.deep.equal([]);
    expect(reader.interest(parents).state).to.deep.include({ grantor: SUBSIDIARY, debtor: PARENT });
  });

  it('takes only what the grantor holds: the parent cannot pledge it', async () => {
    const { registry } = story;
    const given = { ...interestOf(registry, { [right]: [[60, 100]] }), grantor: PARENT };
    await registry.refuses(registersInterest(registry, given), 'GrantorNotHolder', {
      ...{ right, grantor: PARENT, holder: SUBSIDIARY },
    });
  });

  it('does not free what secures one debt when the other is paid', async () => {
    await story.registry.act(await cancels(story.registry, parents));
    const reader = await story.read();
    expect(reader.interestLife(parents)).to.equal('cancelled');
    expect(reader.interestLife(own)).to.equal('effective');
    expect(reader.ranks(right, own)).to.deep.equal(['40-100 rank 1']);
    expect(reader.holding(right)).to.deep.include({ pledged: 60n, free: 40n });
  });

  it('nor the other way round', async () => {
    await story.registry.act(
      await cancels(story.registry, own, { from: accountOf(BANK_B), signer: keyOf(BANK_B, 'checker') }),
    );
    const reader = await story.read();
    expect(reader.interestLife(parents)).to.equal('effective');
    expect(reader.ranks(right, parents)).to.deep.equal(['0-60 rank 1']);
    expect(reader.holding(right)).to.deep.include({ pledged: 60n, free: 40n });
  });
});
