import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { HOLDER, partyOf } from '../support/people.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { GONE_KINDS, RESTRICTION_KINDS } from '../../domain/line/overlay.ts';
import { networkHelpers } from '../support/chain.ts';
import { conveyanceOf, decides, declareDefault, divides, restrict, sell } from '../support/lines.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  interestOf,
  registerInterest,
  registerRight,
  registersInterest,
  rightOf,
  TODAY,
} from '../support/samples.ts';

const SOON = TODAY + 10;

describe('a new interest meets what lies on the line:', () => {
  let registry: Registry;
  let right: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
  });

  const pledges = (from: number, to: number, acknowledgeJunior = false) =>
    registersInterest(registry, interestOf(registry, { [right]: [[from, to]] }, { acknowledgeJunior }));
  const kinds = () => registry.right(right).state.overlays.map(({ kind }) => kind);

  for (const kind of RESTRICTION_KINDS.filter((it) => it !== 'suspension')) {
    it(`${kind} has to be acknowledged, until it is lifted`, async () => {
      await restrict(registry, right, [[40, 60]], kind, { until: SOON });
      const refusal = { right, unit: 40 };
      await registry.refuses(pledges(30, 60), 'JuniorRankNotAcknowledged', refusal);
      await networkHelpers.time.increaseTo(expiryInstant(SOON) + 1);
      await registry.refuses(pledges(30, 60), 'JuniorRankNotAcknowledged', refusal);
      await registry.act(pledges(30, 60, true));
      expect(kinds()).to.deep.equal([kind, 'interest']);
    });
  }

  it('a suspension keeps it away', async () => {
    await restrict(registry, right, [[40, 60]], 'suspension');
    for (const acknowledged of [false, true]) {
      await registry.refuses(pledges(30, 50, acknowledged), 'RightSuspended', { right });
    }
    await registry.act(pledges(30, 40));
  });

  it('behind a freeze that is acknowledged, a suspension still keeps it away', async () => {
    await restrict(registry, right, [[30, 60]], 'judicial-freeze');
    await restrict(registry, right, [[40, 60]], 'suspension');
    await registry.refuses(pledges(30, 50), 'JuniorRankNotAcknowledged', { right, unit: 30 });
    await registry.refuses(pledges(30, 50, true), 'RightSuspended', { right });
  });

  for (const kind of GONE_KINDS) {
    it(`units that are ${kind} cannot be taken`, async () => {
      if (kind === 'moved') {
        const split = conveyanceOf('split', { to: partyOf(HOLDER) });
        await registry.act(divides(registry, right, [[40, 60]], 'A-2', split));
      } else {
        await registry.act(decides(registry, right, [[40, 60]], kind));
      }
      for (const acknowledged of [false, true]) {
        await registry.refuses(pledges(30, 50, acknowledged), 'UnitsGone', { right, unit: 40 });
      }
      await registry.act(pledges(60, 100));
    });
  }

  it('units that were not carried over are as free as others', async () => {
    await registry.act(decides(registry, right, [[40, 60]], 'not-carried-over'));
    await registry.act(pledges(30, 60));
  });

  it('units that are sold wait for their buyer', async () => {
    const interest = await registerInterest(registry, interestOf(registry, { [right]: [[40, 60]] }));
    await declareDefault(registry, interest);
    await sell(registry, right, interest, [40, 60]);
    for (const acknowledged of [false, true]) {
      await registry.refuses(pledges(30, 50, acknowledged), 'UnitsSold', { right, unit: 40 });
    }
    await registry.act(pledges(30, 40));
  });
});
