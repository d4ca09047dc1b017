import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { Scenarios, type Gas } from '../../bench/gas/scenarios.ts';

const RENEW = 'If that is meant: node scripts/renew-gas-snapshot.ts';
const TOLERANCE = 0.01;

const snapshot = JSON.parse(
  readFileSync(new URL('../../bench/gas-snapshot.json', import.meta.url), 'utf8'),
) as Gas;

describe('gas', () => {
  let gas: Gas;

  before(async function () {
    this.timeout(120_000);
    ({ gas } = await Scenarios.run());
  });

  for (const [act, expected] of Object.entries(snapshot)) {
    it(`of ${act} is within 1 % of ${expected}`, () => {
      const drift = (gas[act] ?? Number.NaN) / expected - 1;
      const percent = `${(drift * 100).toFixed(2)} %`;
      expect(
        Math.abs(drift),
        `${act}: ${gas[act]} instead of ${expected} (${percent}). ${RENEW}`,
      ).to.be.at.most(TOLERANCE);
    });
  }

  it('is known of every act', () => {
    expect(Object.keys(gas), RENEW).to.have.members(Object.keys(snapshot));
  });
});
