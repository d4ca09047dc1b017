import { expect } from 'chai';
import { add, live, shareAccepted, type Outcomes } from './lives.ts';

/** More of them: `npm run test:twin`. `LUDENG_TWIN_SEED` repeats a run. */
const STEPS = Number(process.env['LUDENG_TWIN_STEPS'] ?? 6_000);
const SEED = Number(process.env['LUDENG_TWIN_SEED'] ?? Date.now() % 2 ** 31);

describe('the contracts and their twin', () => {
  it(`agree on each of ${STEPS} random steps of whole lives, and keep every invariant (seed ${SEED})`, async function () {
    this.timeout(0);
    const outcomes: Outcomes = new Map();
    await live({ seed: SEED, steps: STEPS, lived: (more) => add(outcomes, more) });
    if (STEPS < 3_000) return;
    // Random runs that never get anywhere would agree about everything.
    expect(shareAccepted(outcomes)).to.be.within(0.3, 0.7);
    const accepted = [...outcomes.keys()].filter((outcome) => outcome.endsWith(' accepted'));
    expect(accepted, accepted.join()).to.have.length.greaterThan(25);
  });
});
