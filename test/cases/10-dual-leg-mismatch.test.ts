import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import { maskOf, POLICY_FLAGS, type PolicyFlag } from '../../domain/encoding/codes.ts';
import { enters, releases } from '../support/interests.ts';
import { AUTHORITY, numberOf } from '../support/people.ts';
import { BANK_A, newStory, type Story } from '../support/story.ts';
import { DESCRIPTION, policyOf, typeCode } from '../support/types.ts';

const DUAL: PolicyFlag[] = [
  'pledgeable',
  'unified-register',
  'authority-platform',
  'effective-against-third-parties',
  'platform-freeze',
];

/* Guangdong 2025 (双登记): 中登网 and the platform must say the same. If not, neither is believed, least of all the larger. */
describe('10. Mismatch of the two other registers', () => {
  let story: Story;
  let right: Hex;
  let interest: Hex;

  beforeEach('120,000 t are pledged under a type that demands both registers', async () => {
    story = await newStory();
    const { registry } = story;
    const code = typeCode('DUAL');
    const policy = { ...policyOf('PLAIN', 0), flags: maskOf(POLICY_FLAGS, DUAL) };
    await registry.act(registry.governs('RightTypes', 'setPolicy', code, policy, DESCRIPTION));
    await registry.act(registry.governs('RightTypes', 'setCompetence', code, numberOf(AUTHORITY), true));
    right = await story.right(150_000, { typeCode: code });
    interest = await story.pledge(BANK_A, { [right]: [[0, 120_000]] });
  });

  const says = (register: 'unified' | 'platform', quantity: bigint) =>
    story.registry.act(enters(story.registry, interest, register, { quantity }));

  it('is pending until both have been entered', async () => {
    await says('unified', 120_000n);
    expect((await story.read()).legs(interest)).to.deep.include({
      ...{ state: 'pending', thirdPartyEffective: false },
    });
  });

  it('is divergent with 120,000 t there and 100,000 t here, shows both, and is never clean', async () => {
    await says('unified', 120_000n);
    await says('platform', 100_000n);
    const { legs, state, thirdPartyEffective, reason } = (await story.read()).legs(interest);
    expect({ state, thirdPartyEffective }).to.deep.equal({ state: 'divergent', thirdPartyEffective: false });
    expect(reason).to.contain('contradict');
    expect(legs.map((leg) => [leg.register, leg.state, leg.differences])).to.deep.equal([
      ['unified', 'matched', []],
      ['platform', 'divergent', [{ field: 'quantity', ours: '120000', theirs: '100000' }]],
    ]);
  });

  it('is divergent too if the larger is the platform', async () => {
    await says('unified', 100_000n);
    await says('platform', 120_000n);
    expect((await story.read()).legs(interest)).to.deep.include({
      ...{ state: 'divergent', thirdPartyEffective: false },
    });
  });

  it('diverges anew when part is released here and the others are not told', async () => {
    await says('unified', 120_000n);
    await says('platform', 120_000n);
    const { registry } = story;
    await registry.act(await releases(registry, interest, { [right]: [[0, 20_000]] }));
    const { legs, state } = (await story.read()).legs(interest);
    expect(state).to.equal('divergent');
    expect(legs.map(({ differences }) => differences[0]?.ours)).to.deep.equal(['100000', '100000']);
  });

  it('is effective against third parties once the platform has been put right', async () => {
    await says('unified', 120_000n);
    await says('platform', 100_000n);
    await says('platform', 120_000n);
    expect((await story.read()).legs(interest)).to.deep.include({
      ...{ state: 'matched', thirdPartyEffective: true, freeze: 'available' },
    });
  });
});
