import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { declares, disposes } from '../support/enforcement.ts';
import { COURT, kindNumber, lifts, restrict } from '../support/lines.ts';
import { PLANT, partyOf } from '../support/people.ts';
import { TODAY, type Taken } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

const UNTIL = TODAY + 100;

/* An earlier registered pledge keeps its preference, but the court disposes; later freezes wait (轮候). SPC Interpretation art. 54. */
describe('9. Freeze and pledge', () => {
  let story: Story;
  let right: Hex;
  let pledge: Hex;
  let freeze: number;
  let waiting: number;

  beforeEach('bank A’s pledge, then two freezes', async () => {
    story = await newStory();
    right = await story.right(100);
    pledge = await story.pledge(BANK_A, { [right]: [[0, 60]] }, { securedAmount: 80n });
    freeze = await restrict(story.registry, right, [[0, 100]], 'judicial-freeze', { until: UNTIL });
    waiting = await restrict(story.registry, right, [[0, 100]], 'judicial-freeze');
  });

  it('leaves the pledge its rank, and counts no unit twice', async () => {
    const reader = await story.read();
    expect(reader.ranks(right, pledge)).to.deep.equal(['0-60 rank 1']);
    expect(reader.holding(right)).to.deep.include({
      ...{ total: 100n, pledged: 60n, frozen: 100n, encumbered: 100n, free: 0n, tradable: 0n },
    });
  });

  it('keeps the pledgee from selling by itself; the court sells, and the pledgee is paid first', async () => {
    const { registry } = story;
    await registry.act(declares(registry, pledge));
    const sale = {
      units: [0, 60],
      disposal: { proceeds: 100n },
      claimants: [pledge],
      payments: [[0, 0, 80n, 80n]],
    } as const;
    await registry.refuses(await disposes(registry, right, sale), 'UnitsRestricted', {
      ...{ right, unit: 0, kind: kindNumber('judicial-freeze'), ref: freeze },
    });
    await registry.act(await disposes(registry, right, { ...sale, route: 'court' }));
    const reader = await story.read();
    expect(reader.right(right).disposals.at(-1)).to.deep.include({
      ...{ route: 'court', buyer: partyOf(PLANT), proceeds: 100n, surplus: 20n },
    });
    expect(reader.interest(pledge).payments.at(-1)).to.deep.include({ claimed: 80n, paid: 80n });
  });

  it('lets a later pledge be registered only by who knows of it, and without effect on the freeze', async () => {
    const { registry } = story;
    const taken = { [right]: [[60, 100]] } as Taken;
    await registry.refuses(story.pledges(BANK_B, taken), 'JuniorRankNotAcknowledged', { right, unit: 60 });
    const later = await story.pledge(BANK_B, taken, { acknowledgeJunior: true });
    const reader = await story.read();
    expect(reader.ranks(right, later)).to.deep.equal(['60-100 rank 1']);
    expect(reader.under(right, later, 'judicial-freeze')).to.equal(40n);
    expect(reader.places(right, freeze)).to.deep.equal(['0-100 rank 1']);
  });

  it('puts the second freeze into a queue, and promotes it when the first is lifted', async () => {
    const before = await story.read();
    expect(before.restrictionLife(freeze)).to.equal('in-force');
    expect(before.restrictionLife(waiting)).to.equal('waiting');
    expect(before.places(right, waiting)).to.deep.equal(['0-100 rank 2']);
    await story.registry.act(await lifts(story.registry, right, freeze, { by: COURT }));
    const reader = await story.read();
    expect(reader.restrictionLife(freeze)).to.equal('lifted');
    expect(reader.restrictionLife(waiting)).to.equal('in-force');
    expect(reader.places(right, waiting)).to.deep.equal(['0-100 rank 1']);
  });

  it('promotes it also in the second in which the first expires, although nobody writes that', async () => {
    const last = await story.read(expiryInstant(UNTIL));
    expect([freeze, waiting].map((ref) => last.restrictionLife(ref))).to.deep.equal(['in-force', 'waiting']);
    const next = await story.read(expiryInstant(UNTIL) + 1);
    expect([freeze, waiting].map((ref) => next.restrictionLife(ref))).to.deep.equal(['expired', 'in-force']);
    expect(next.holding(right).frozen).to.equal(100n);
    const { restrictions } = next.right(right);
    expect(restrictions).to.deep.equal([freeze, waiting]);
  });
});
