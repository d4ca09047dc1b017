import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import { lotsOf } from '../../domain/interests/lots.ts';
import { layersInRank, waterfall } from '../../domain/interests/waterfall.ts';
import { amends, releases } from '../support/interests.ts';
import { refOf } from '../support/reader.ts';
import type { Taken } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

/* What is added ranks from the amendment that adds it; what is taken away leaves the rest in its rank. */
describe('6. Upsizing debt and collateral', () => {
  let story: Story;
  let right: Hex;
  let a: Hex;
  let b: Hex;

  beforeEach('100 owed to bank A are ahead of 50 owed to bank B', async () => {
    story = await newStory();
    right = await story.right(100);
    a = await story.pledge(BANK_A, { [right]: [[0, 60]] }, { securedAmount: 100n });
    b = await story.pledge(BANK_B, { [right]: [[0, 80]] }, { securedAmount: 50n, acknowledgeJunior: true });
  });

  /** Who would get what of the proceeds of the units that both are on, if each claims all it has. */
  const distributed = async (proceeds: bigint) => {
    const reader = await story.read();
    const states = [a, b].map((it) => ({ ref: refOf(it), state: reader.interest(it).state }));
    const [lot] = lotsOf([{ from: 0n, to: 60n }], reader.right(right).state);
    const claims = states.map(({ state }) => state.securedAmount);
    const { payments } = waterfall(proceeds, layersInRank(lot!.interests, states, reader.now), claims);
    return payments.map(({ claimant, paid }) => `${claimant === 0 ? 'A' : 'B'} ${paid}`);
  };

  it('pays an increase of the debt behind whoever was there before it', async () => {
    await story.registry.act(amends(story.registry, a, { securedAmount: 150n }));
    expect(await distributed(170n)).to.deep.equal(['A 100', 'B 50', 'A 20']);
  });

  it('takes a decrease from the increase first, and keeps the rank of the rest', async () => {
    await story.registry.act(amends(story.registry, a, { securedAmount: 150n }));
    await story.registry.act(amends(story.registry, a, { securedAmount: 120n }));
    expect(await distributed(170n)).to.deep.equal(['A 100', 'B 50', 'A 20']);
    await story.registry.act(amends(story.registry, a, { securedAmount: 80n }));
    expect(await distributed(170n)).to.deep.equal(['A 80', 'B 50']);
  });

  it('does not give the old rank back to an amount that was given up', async () => {
    await story.registry.act(amends(story.registry, a, { securedAmount: 80n }));
    await story.registry.act(amends(story.registry, a, { securedAmount: 100n }));
    expect(await distributed(140n)).to.deep.equal(['A 80', 'B 50', 'A 10']);
  });

  it('ranks added units from the amendment, behind bank B, and knows that it does', async () => {
    const more = { [right]: [[60, 100]] } as Taken;
    await story.registry.refuses(amends(story.registry, a, {}, more), 'JuniorRankNotAcknowledged', {
      ...{ right, unit: 60 },
    });
    await story.registry.act(amends(story.registry, a, { acknowledgeJunior: true }, more));
    const reader = await story.read();
    expect(reader.ranks(right, a)).to.deep.equal(['0-60 rank 1', '80-100 rank 1', '60-80 rank 2']);
    expect(reader.ranks(right, b)).to.deep.equal(['60-80 rank 1', '0-60 rank 2']);
  });

  it('moves bank B up on the units that bank A releases, and on no others', async () => {
    await story.registry.act(await releases(story.registry, a, { [right]: [[0, 20]] }));
    const reader = await story.read();
    expect(reader.ranks(right, a)).to.deep.equal(['20-60 rank 1']);
    expect(reader.ranks(right, b)).to.deep.equal(['0-20 rank 1', '60-80 rank 1', '20-60 rank 2']);
  });
});
