import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import { cancels } from '../support/interests.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

/* Rank is by time of registration, unit by unit (Civil Code art. 414); nobody gets a rank without knowing it. */
describe('1. Partial pledge, several ranks', () => {
  let story: Story;
  let right: Hex;
  let first: Hex;

  beforeEach('100 t, of which bank A takes 60', async () => {
    story = await newStory();
    right = await story.right(100);
    first = await story.pledge(BANK_A, { [right]: [[0, 60]] });
  });

  it('refuses 60 more to bank B, which would rank second on 20 of them without having said that it knows', async () => {
    const tx = story.pledges(BANK_B, { [right]: [[40, 100]] });
    await story.registry.refuses(tx, 'JuniorRankNotAcknowledged', { right, unit: 40 });
    expect((await story.read()).holding(right)).to.deep.include({ pledged: 60n, free: 40n });
  });

  it('gives bank B, who knows, 40 in the first rank and 20 in the second', async () => {
    const second = await story.pledge(BANK_B, { [right]: [[40, 100]] }, { acknowledgeJunior: true });
    const reader = await story.read();
    expect(reader.ranks(right, first)).to.deep.equal(['0-60 rank 1']);
    expect(reader.ranks(right, second)).to.deep.equal(['60-100 rank 1', '40-60 rank 2']);
  });

  it('counts the 20 that both have only once', async () => {
    await story.pledge(BANK_B, { [right]: [[40, 100]] }, { acknowledgeJunior: true });
    const { total, pledged, encumbered, free, tradable } = (await story.read()).holding(right);
    expect({ total, pledged, encumbered, free, tradable }).to.deep.equal({
      ...{ total: 100n, pledged: 100n, encumbered: 100n },
      ...{ free: 0n, tradable: 0n },
    });
  });

  it('moves bank B up on all 60 when bank A is paid, although nobody writes that', async () => {
    const second = await story.pledge(BANK_B, { [right]: [[40, 100]] }, { acknowledgeJunior: true });
    await story.registry.act(await cancels(story.registry, first));
    const reader = await story.read();
    expect(reader.ranks(right, second)).to.deep.equal(['40-100 rank 1']);
    expect(reader.holding(right)).to.deep.include({ pledged: 60n, free: 40n });
  });
});
