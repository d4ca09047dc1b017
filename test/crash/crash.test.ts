import { expect } from 'chai';
import { campaign } from './campaign.ts';

describe('kills of the whole process tree', function () {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  // `npm run test:crash` does the same 200 times.
  it('lose nothing that was answered and do nothing twice', async function () {
    this.timeout(180_000);
    const seed = Math.floor(Math.random() * 1_000_000_000);
    const { faults, registrations } = await campaign({ rounds: 6, seed });
    expect(faults, `seed ${seed}`).to.deep.equal([]);
    expect(registrations, `seed ${seed}`).to.be.above(0);
  });
});
