import { expect } from 'chai';
import { carryOver, isCarriedOver } from '../../domain/line/carry-over.ts';
import { dayOfInstant } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { conveyanceOf, decides, divides, followerOf } from '../support/lines.ts';
import { AUTHORITY, HOLDER, numberOf, partyOf } from '../support/people.ts';
import { BANK_A, newStory, type Story } from '../support/story.ts';
import { DESCRIPTION, policyOf, typeCode } from '../support/types.ts';

/* The allocation plan for 2023 and 2024: min(10,000 + 1.5 × net sold, holding) is carried over; the rest can only be traded. */
describe('4. Carry-over', () => {
  let story: Story;
  let right: Hex;

  beforeEach('250,000 held, 60,000 sold net', async () => {
    story = await newStory();
    const code = typeCode('CEA');
    const { registry } = story;
    await registry.act(
      registry.governs('RightTypes', 'setPolicy', code, policyOf('VINTAGE', 0), DESCRIPTION),
    );
    await registry.act(registry.governs('RightTypes', 'setCompetence', code, numberOf(AUTHORITY), true));
    right = await story.right(250_000, { typeCode: code, vintage: 2024 });
  });

  /** The authority's decision about the units that are not carried over. */
  const decide = () =>
    story.registry.act(decides(story.registry, right, [[100_000, 250_000]], 'not-carried-over'));

  it('carries 100,000 and leaves 150,000', async () => {
    const reader = await story.read();
    const { state, registration } = reader.right(right);
    const today = dayOfInstant(reader.now);
    expect(isCarriedOver(state.typeCode, registration.vintage, today)).to.equal(true);
    expect(carryOver(reader.holding(right).onLine, 60_000n, today)).to.deep.equal({
      carried: 100_000n,
      remainder: 150_000n,
    });
  });

  it('leaves the 150,000 tradable but of no use for compliance', async () => {
    await decide();
    const { onLine, tradable, surrenderable } = (await story.read()).holding(right);
    expect({ onLine, tradable, surrenderable }).to.deep.equal({
      ...{ onLine: 250_000n, tradable: 250_000n, surrenderable: 100_000n },
    });
    const tx = decides(story.registry, right, [[99_999, 100_001]], 'surrendered', { overriding: true });
    await story.registry.refuses(tx, 'UnitsNotCarried', { right, unit: 100_000 });
    await story.registry.act(decides(story.registry, right, [[0, 100_000]], 'surrendered'));
    expect((await story.read()).holding(right)).to.deep.include({ onLine: 150_000n, surrenderable: 0n });
  });

  it('leaves a pledge where it was, and says how much of it is to be valued anew (Civil Code art. 433)', async () => {
    const interest = await story.pledge(BANK_A, { [right]: [[0, 120_000]] });
    await decide();
    const reader = await story.read();
    expect(reader.ranks(right, interest)).to.deep.equal(['0-120000 rank 1']);
    expect(reader.collateral(right, interest)).to.deep.equal({ left: 120_000n, lost: 0n });
    expect(reader.under(right, interest, 'not-carried-over')).to.equal(20_000n);
  });

  it('takes the pledge along when the units carried over get a certificate of their own', async () => {
    const interest = await story.pledge(BANK_A, { [right]: [[0, 120_000]] });
    await decide();
    const { registry } = story;
    const conveyance = conveyanceOf('split', { to: partyOf(HOLDER) });
    const part = [[0, 100_000]] as const;
    const follower = await followerOf(registry, interest, right, conveyance, part);
    await registry.act(divides(registry, right, part, 'A-2025', conveyance, [follower]));
    const carried = rightIdOf(numberOf(AUTHORITY), 'A-2025');
    const reader = await story.read();
    expect(reader.ranks(carried, interest)).to.deep.equal(['0-100000 rank 1']);
    expect(reader.under(carried, interest, 'not-carried-over')).to.equal(0n);
    expect(reader.ranks(right, interest)).to.deep.equal(['100000-120000 rank 1']);
    expect(reader.under(right, interest, 'not-carried-over')).to.equal(20_000n);
  });
});
