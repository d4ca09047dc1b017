import { expect } from 'chai';
import { lossesOn } from '../../domain/line/cut.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { amends, releases } from '../support/interests.ts';
import { decides, intervalsOf, kindNumber } from '../support/lines.ts';
import { numberOf } from '../support/people.ts';
import { refOf } from '../support/reader.ts';
import type { Taken } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

/* A pledgee's units do not vanish quietly; if the regulator takes them, it is said whose (Civil Code art. 390 by analogy). */
describe('3. Surrender of pledged units', () => {
  let story: Story;
  let right: Hex;
  let interest: Hex;

  beforeEach('60 of 100 t are pledged', async () => {
    story = await newStory();
    right = await story.right(100);
    interest = await story.pledge(BANK_A, { [right]: [[0, 60]] });
  });

  const surrenders = (from: number, to: number, overriding = false) =>
    decides(story.registry, right, [[from, to]], 'surrendered', { overriding, number: '环函7号' });

  it('is blocked, and only what is free can be surrendered', async () => {
    await story.registry.refuses(surrenders(50, 80), 'UnitsEncumbered', {
      ...{ right, unit: 50, kind: kindNumber('interest'), ref: refOf(interest) },
    });
    expect((await story.read()).holding(right).surrenderable).to.equal(40n);
    await story.registry.act(surrenders(60, 100));
    const { gone, onLine, pledged } = (await story.read()).holding(right);
    expect([gone.surrendered, onLine, pledged]).to.deep.equal([40n, 60n, 60n]);
  });

  it('goes on once the secured party has released the units', async () => {
    await story.registry.act(await releases(story.registry, interest, { [right]: [[50, 60]] }));
    await story.registry.act(surrenders(50, 80));
    const reader = await story.read();
    expect(reader.ranks(right, interest)).to.deep.equal(['0-50 rank 1']);
    expect(reader.collateral(right, interest)).to.deep.equal({ left: 50n, lost: 0n });
  });

  it('is the regulator’s to override: on record, with what the secured party loses', async () => {
    const before = await story.read();
    const losses = lossesOn(intervalsOf([[50, 80]]), before.line(right));
    expect(losses).to.deep.equal([{ ref: refOf(interest), units: intervalsOf([[50, 60]]) }]);
    expect(before.interest(interest).state.agent, 'who is told').to.equal(numberOf(BANK_A));

    await story.registry.act(surrenders(50, 80, true));
    const reader = await story.read();
    expect(reader.right(right).decisions.at(-1)).to.deep.include({
      ...{ kind: 'surrendered', overriding: true, number: '环函7号', intervals: intervalsOf([[50, 80]]) },
    });
    expect(reader.collateral(right, interest)).to.deep.equal({ left: 50n, lost: 10n });
    expect(reader.ranks(right, interest), 'the rank that it had').to.deep.equal(['0-60 rank 1']);
    expect(reader.interestLife(interest)).to.equal('effective');
    const { gone, onLine, pledged, total } = reader.holding(right);
    expect([gone.surrendered + onLine, pledged]).to.deep.equal([total, 50n]);
  });

  it('is made good by other units, which rank from then on', async () => {
    await story.registry.act(surrenders(50, 60, true));
    await story.pledge(BANK_B, { [right]: [[60, 65]] });
    const substitutes = { [right]: [[60, 70]] } as Taken;
    await story.registry.act(amends(story.registry, interest, { acknowledgeJunior: true }, substitutes));
    const reader = await story.read();
    expect(reader.collateral(right, interest)).to.deep.equal({ left: 60n, lost: 10n });
    expect(reader.ranks(right, interest)).to.deep.equal(['0-60 rank 1', '65-70 rank 1', '60-65 rank 2']);
  });
});
