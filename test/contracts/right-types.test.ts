import { expect } from 'chai';
import { maskOf, POLICY_FLAGS } from '../../domain/encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { networkHelpers, type Call } from '../support/chain.ts';
import { AUTHORITY, numberOf, STRANGER } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { DESCRIPTION, policyOf, typeCode } from '../support/types.ts';

const NEW = typeCode('NEW');
/** Later than any block of a test. */
const FUTURE = 4_000_000_000;

describe('RightTypes', () => {
  let registry: Registry;
  let now: number;

  beforeEach(async () => {
    registry = await freshRegistry();
    now = await networkHelpers.time.latest();
  });

  const policy = (changes: Partial<ReturnType<typeof policyOf>> = {}) => ({
    ...policyOf('PLAIN', now),
    ...changes,
  });
  const sets = (changes: Partial<ReturnType<typeof policyOf>> = {}, code: Hex = NEW): Call =>
    registry.governs('RightTypes', 'setPolicy', code, policy(changes), DESCRIPTION);
  const flagsAt = async (time: number) => {
    const [, flags] = (await registry.view('RightTypes', 'policyAt', NEW, time)) as bigint[];
    return Number(flags);
  };
  const policyAt = (code: Hex, time: number): Call =>
    registry.call(STRANGER, 'RightTypes', 'policyAt', code, time);

  it('appends versions and says everything in the event', async () => {
    for (const version of [0n, 1n]) {
      const given = { effectiveFrom: FUTURE + Number(version) * 10, flags: 2 + Number(version) };
      await registry.accepts(sets(given), [
        'PolicySet',
        { code: NEW, version, policy: policy(given), description: DESCRIPTION },
      ]);
    }
    const versions = registry.rows.get('rightType', 'NEW')?.versions;
    expect(versions?.map(({ flags }) => flags)).to.deep.equal([['pledgeable'], ['flow', 'pledgeable']]);
    expect(versions?.[0]?.description).to.deep.equal(DESCRIPTION);
  });

  it('answers with the version in effect at any time', async () => {
    await registry.act(sets({ effectiveFrom: 100, flags: 1 }));
    await registry.act(sets({ effectiveFrom: now + 500, flags: 2 }));
    await registry.act(sets({ effectiveFrom: now + 1000, flags: 4 }));
    await registry.refuses(policyAt(NEW, 99), 'UnknownType', { code: NEW });
    expect([
      await flagsAt(100),
      await flagsAt(now + 499),
      await flagsAt(now + 500),
      await flagsAt(now + 999),
    ]).to.deep.equal([1, 1, 2, 2]);
    expect(await flagsAt(now + 1000)).to.equal(4);
  });

  it('does not know a type without a version', async () => {
    await registry.refuses(policyAt(NEW, now), 'UnknownType', { code: NEW });
  });

  it('refuses an empty code', async () => {
    await registry.refuses(sets({}, ZERO_WORD.slice(0, 18) as Hex), 'InvalidCode', {});
  });

  const invalid: [string, Partial<ReturnType<typeof policyOf>>][] = [
    ['no shortest term', { minTermMonths: 0 }],
    ['a shortest term above the longest', { minTermMonths: 13, maxTermMonths: 12 }],
    ['an unknown flag', { flags: maskOf(POLICY_FLAGS, [...POLICY_FLAGS]) + 1 }],
  ];
  for (const [what, changes] of invalid) {
    it(`refuses ${what}`, async () => {
      await registry.refuses(sets(changes), 'InvalidPolicy', {});
    });
  }

  it('takes every known flag, and a term that has one length only', async () => {
    await registry.act(
      sets({ flags: maskOf(POLICY_FLAGS, [...POLICY_FLAGS]), minTermMonths: 12, maxTermMonths: 12 }),
    );
    expect(registry.rows.get('rightType', 'NEW')?.versions[0]?.flags).to.deep.equal([...POLICY_FLAGS]);
  });

  for (const effectiveFrom of [FUTURE - 1, FUTURE]) {
    it(`refuses a version from ${effectiveFrom} after one from ${FUTURE}`, async () => {
      await registry.act(sets({ effectiveFrom: FUTURE }));
      await registry.refuses(sets({ effectiveFrom }), 'NotAfter', { effectiveFrom, previous: FUTURE });
    });
  }

  it('refuses to change what was the rule on a day that is past', async () => {
    await registry.act(sets({ effectiveFrom: 100 }));
    await registry.refuses(sets({ effectiveFrom: 101 }), 'Backdated', { effectiveFrom: 101 });
  });

  it('takes 64 versions of a type', async () => {
    for (let i = 0; i < 64; i++) await registry.act(sets({ effectiveFrom: FUTURE + i }));
    await registry.refuses(sets({ effectiveFrom: FUTURE + 64 }), 'TooManyVersions', { code: NEW });
    await registry.act(sets({ effectiveFrom: 64 }, typeCode('OTHER')));
  });

  describe('competence', () => {
    const institution = numberOf(AUTHORITY);
    const setsCompetence = (code: Hex, whom: number, competent: boolean): Call =>
      registry.governs('RightTypes', 'setCompetence', code, whom, competent);
    const policyFor = (code: Hex, whom: number): Call =>
      registry.call(STRANGER, 'RightTypes', 'policyFor', code, whom);

    it('is given and taken; repeating it changes nothing', async () => {
      await registry.act(sets());
      await registry.refuses(policyFor(NEW, institution), 'NotCompetent', { code: NEW, institution });
      for (const competent of [true, false, true]) {
        await registry.accepts(setsCompetence(NEW, institution, competent), [
          'CompetenceSet',
          { code: NEW, institution: BigInt(institution), competent },
        ]);
        await registry.accepts(setsCompetence(NEW, institution, competent));
        expect(registry.rows.get('rightType', 'NEW')?.competent).to.deep.equal(
          competent ? [institution] : [],
        );
      }
      await registry.act(setsCompetence(NEW, institution + 8, true));
      await registry.accepts(policyFor(NEW, institution));
    });

    it('is of no use before a policy is in effect', async () => {
      const code = typeCode('FUTURE');
      await registry.refuses(policyFor(code, institution), 'UnknownType', { code });
      await networkHelpers.time.increase(30 * 86_400);
      await registry.accepts(policyFor(code, institution));
    });
  });
});
