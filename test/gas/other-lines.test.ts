import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import { cancels, releases, subordinates } from '../support/interests.ts';
import { decides, divides, restricts, conveyanceOf } from '../support/lines.ts';
import { HOLDER, partyOf } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  interestOf,
  registerInterest,
  registerRight,
  registersInterest,
  rightOf,
} from '../support/samples.ts';
import type { Call } from '../support/chain.ts';

const OTHERS = 200;
const TOLERANCE = 0.01;

/** What each registration costs on a new line with three interests. */
async function costs(registry: Registry, name: string): Promise<Record<string, number>> {
  const gas: Record<string, number> = {};
  const act = async (what: string, call: Call) => {
    gas[what] = (await registry.act(call)).mined.gasUsed;
  };
  const line = await registerRight(registry, rightOf(name));
  const pledge = (from: number, to: number) =>
    interestOf(registry, { [line]: [[from, to]] }, { acknowledgeJunior: true });
  const interests: Hex[] = [];
  for (const [from, to] of [
    [0, 40],
    [10, 50],
    [20, 60],
  ] as const) {
    interests.push(await registerInterest(registry, pledge(from, to)));
  }
  const [first, second, third] = interests as [Hex, Hex, Hex];
  await act('interest', registersInterest(registry, pledge(30, 70)));
  await act('subordination', await subordinates(registry, first, second, { [line]: [[10, 40]] }));
  await act('partial cancellation', await releases(registry, second, { [line]: [[40, 50]] }));
  await act('cancellation', await cancels(registry, third));
  await act('restriction', restricts(registry, line, [[80, 85]], 'judicial-freeze', { until: 0 }));
  await act('cut', decides(registry, line, [[85, 90]], 'cut'));
  await act(
    'division',
    divides(registry, line, [[90, 95]], `${name}-part`, conveyanceOf('split', { to: partyOf(HOLDER) })),
  );
  return gas;
}

describe('gas of a registration on a line', () => {
  it(`is the same whether the registry has no other line or ${OTHERS} with interests`, async function () {
    this.timeout(120_000);
    const registry = await freshRegistry();
    // One before, so that no counter and no word of the holder is new to either.
    await costs(registry, 'A0');
    const alone = await costs(registry, 'A1');
    for (let i = 0; i < OTHERS; i++) {
      const other = await registerRight(registry, rightOf(`B${100 + i}`));
      await registerInterest(registry, interestOf(registry, { [other]: [[0, 50]] }));
    }
    const among = await costs(registry, 'A2');
    expect(Object.keys(among)).to.have.length(7);
    for (const [what, gas] of Object.entries(alone)) {
      const drift = Math.abs((among[what] ?? Number.NaN) / gas - 1);
      expect(drift, `${what}: ${among[what]} instead of ${gas}`).to.be.at.most(TOLERANCE);
    }
  });
});
