import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { declares, disposes, withdraws } from '../support/enforcement.ts';
import { conveyanceOf, divides, transfers } from '../support/lines.ts';
import { accountOf, AUTHORITY, BANK, HOLDER, keyOf, numberOf, partyOf, PLANT } from '../support/people.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

const BANK_ITSELF = partyOf(BANK);

/* No forfeiture (Civil Code art. 428): a default is publicity. Proceeds by rank, the surplus to the grantor (art. 438). */
describe('15. Default trigger', () => {
  let story: Story;
  let right: Hex;
  let a: Hex;
  let b: Hex;

  beforeEach('60 owed to bank A are ahead of 30 owed to bank B on 40 of 100 t', async () => {
    story = await newStory();
    right = await story.right(100);
    a = await story.pledge(BANK_A, { [right]: [[0, 40]] }, { securedAmount: 60n });
    b = await story.pledge(BANK_B, { [right]: [[0, 40]] }, { securedAmount: 30n, acknowledgeJunior: true });
  });

  const declare = () => story.registry.act(declares(story.registry, a, { due: 60n }));
  const holder = async () => (await story.read()).right(right).state.holder;
  const sale = (changes: Partial<Parameters<typeof disposes>[2]> = {}) =>
    disposes(story.registry, right, {
      units: [0, 40],
      disposal: { proceeds: 100n },
      claimants: [a, b],
      payments: [
        [0, 0, 60n, 60n],
        [1, 0, 30n, 30n],
      ],
      ...changes,
    });

  it('is notice and nothing else: title, units and ranks stay', async () => {
    const before = await story.read();
    const [line, holding] = [before.line(right), before.holding(right)];
    await declare();
    const reader = await story.read();
    expect(reader.interestLife(a)).to.equal('enforcing');
    expect(reader.interest(a).default).to.deep.include({ due: 60n });
    expect([reader.line(right), reader.holding(right)]).to.deep.equal([line, holding]);
    expect(reader.right(right).state.holder).to.equal(partyOf(HOLDER));
    await story.registry.act(withdraws(story.registry, a));
    expect((await story.read()).interestLife(a)).to.equal('effective');
  });

  it('gives the bank no way to the title: not by itself, and not through the authority', async () => {
    const { registry } = story;
    await declare();
    const conveyance = conveyanceOf('disposal', { to: BANK_ITSELF, disposal: registry.lastSequence });
    await registry.refuses(transfers(registry, right, conveyance, [], BANK), 'WrongCapacity');
    await registry.refuses(transfers(registry, right, conveyance), 'NotBuyer', {
      ...{ disposal: conveyance.disposal, to: BANK_ITSELF },
    });
    const taken = { disposal: { proceeds: 100n, buyer: BANK_ITSELF, referenceValue: 0n } };
    await registry.refuses(await sale({ route: 'agreement', ...taken }), 'ReferenceRequired');
    expect(await holder()).to.equal(partyOf(HOLDER));
  });

  it('has to come before any sale', async () => {
    await story.registry.refuses(await sale(), 'NotEffective', { interest: a, status: 1 });
  });

  for (const route of ['platform-sale', 'court'] as const) {
    it(`lets the units be sold (${route}): by rank, with what is left over to the grantor`, async () => {
      await declare();
      await story.registry.act(await sale({ route }));
      const reader = await story.read();
      expect(reader.right(right).disposals.at(-1)).to.deep.include({ route, proceeds: 100n, surplus: 10n });
      expect([a, b].map((it) => reader.interest(it).payments.at(-1)?.paid)).to.deep.equal([60n, 30n]);
      expect(reader.ranks(right, a), 'the buyer gets them free of interests').to.deep.equal([]);
      expect(reader.holding(right)).to.deep.include({ sold: 40n, pledged: 0n, free: 60n });
      expect(await holder(), 'until the authority moves title').to.equal(partyOf(HOLDER));
    });
  }

  it('lets them be taken over by agreement at a market reference, if the holder consents', async () => {
    const { registry } = story;
    await declare();
    const agreed = {
      route: 'agreement',
      disposal: { proceeds: 100n, buyer: BANK_ITSELF, referenceValue: 105n, source: '碳市场收盘价' },
    } as const;
    const alone = await sale({ ...agreed, consenting: keyOf(BANK, 'maker') });
    await registry.refuses(alone, 'ConsentRequired', {
      ...{ party: partyOf(HOLDER), signer: accountOf(BANK) },
    });
    await registry.act(await sale(agreed));
    const reader = await story.read();
    expect(reader.right(right).disposals.at(-1)).to.deep.include({
      ...{ route: 'agreement', buyer: BANK_ITSELF, referenceValue: 105n, surplus: 10n },
    });
  });

  it('cannot keep the surplus, nor pay the second before the first', async () => {
    await declare();
    const greedy = await sale({
      payments: [
        [0, 0, 70n, 70n],
        [1, 0, 30n, 30n],
      ],
    });
    await story.registry.refuses(greedy, 'ClaimTooHigh', { index: 0, claim: 70, secured: 60 });
    const unjust = await sale({
      payments: [
        [0, 0, 60n, 50n],
        [1, 0, 30n, 30n],
      ],
    });
    await story.registry.refuses(unjust, 'NotByWaterfall', { index: 0, paid: 50, due: 60 });
  });

  it('ends with the authority’s registration of the buyer, who alone can be it', async () => {
    const { registry } = story;
    await declare();
    await registry.act(await sale());
    const disposal = registry.lastSequence;
    const moves = (to: Hex) =>
      divides(registry, right, [[0, 40]], 'A-2', conveyanceOf('disposal', { to, disposal }));
    await registry.refuses(moves(BANK_ITSELF), 'NotBuyer', { disposal, to: BANK_ITSELF });
    await registry.act(moves(partyOf(PLANT)));
    const reader = await story.read();
    const bought = rightIdOf(numberOf(AUTHORITY), 'A-2');
    expect(reader.right(bought).state.holder).to.equal(partyOf(PLANT));
    expect(reader.holding(bought)).to.deep.include({ total: 40n, free: 40n });
    expect(reader.holding(right)).to.deep.include({ onLine: 60n, free: 60n });
  });
});
