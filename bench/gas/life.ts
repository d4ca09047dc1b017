import { dayOfInstant } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { networkHelpers, type Call } from '../../test/support/chain.ts';
import { declares, disposes } from '../../test/support/enforcement.ts';
import {
  amends,
  assigns,
  confirms,
  enters,
  extends_,
  releases,
  remarks,
  revokes,
  subordinates,
} from '../../test/support/interests.ts';
import {
  conveyanceOf,
  decides,
  DIGEST,
  divides,
  followerOf,
  lifts,
  prolongs,
  restricts,
  transfers,
} from '../../test/support/lines.ts';
import {
  accountOf,
  AUTHORITY,
  BANK,
  HOLDER,
  numberOf,
  partyOf,
  PLANT,
  recordOf,
} from '../../test/support/people.ts';
import type { Registry } from '../../test/support/registry.ts';
import {
  interestOf,
  registerInterest,
  registersInterest,
  registerRight,
  rightOf,
  YEAR,
  type Taken,
} from '../../test/support/samples.ts';

type Act = (name: string, call: Call) => Promise<void>;

/** Each later registration once, on lines with one or two interests: what one costs when nothing is crowded. */
export async function life(registry: Registry, act: Act): Promise<void> {
  const today = dayOfInstant(await networkHelpers.time.latest());
  let copies = 0;
  const right = () => registerRight(registry, rightOf(`G${++copies}`, { validTo: 0 }));
  const pledge = (taken: Taken, more: Parameters<typeof interestOf>[2] = {}) =>
    registerInterest(registry, interestOf(registry, taken, more));
  const on = (it: Hex, from: number, to: number): Taken => ({ [it]: [[from, to]] });

  const line = await right();
  const spare = await right();
  const first = await pledge(on(line, 0, 60));
  const second = await pledge(on(line, 20, 80), { acknowledgeJunior: true, securedAmount: 40n });
  const { securedAmount, termTo } = registry.interest(first).state;
  await act('amendment: more', amends(registry, first, { securedAmount: securedAmount + 1n }));
  await act('amendment: less', amends(registry, first, { securedAmount: securedAmount - 1n }));
  await act('amendment: a right added', amends(registry, first, {}, on(spare, 0, 10)));
  await act('extension', extends_(registry, first, termTo + 2 * YEAR));
  await act('external registration', enters(registry, first, 'unified', { day: today }));
  await act('objection', remarks(registry, first, 'objection', { day: today }));
  await act('cancellation request', remarks(registry, first, 'cancellation-requested', { day: today }));
  await act('subordination', await subordinates(registry, first, second, on(line, 20, 60)));
  await act('partial cancellation', await releases(registry, second, on(line, 60, 80)));
  await act(
    'assignment',
    await assigns(registry, first, numberOf(BANK), [numberOf(BANK), numberOf('second-bank')]),
  );
  await act('default', declares(registry, first, { day: today }));
  await act(
    'disposal among 2',
    await disposes(registry, line, {
      units: [20, 60],
      claimants: [first, second],
      payments: [
        [1, 0, 40n, 40n],
        [0, 0, 100n, 60n],
      ],
    }),
  );
  const sale = registry.lastSequence;
  const sold = conveyanceOf('disposal', { disposal: sale });
  await act('transfer of what was sold', divides(registry, line, [[20, 60]], `G${++copies}`, sold));
  await act('revocation', await revokes(registry, second, { effectiveDay: today }));

  for (const count of [1, 3]) {
    const sold = await right();
    const claimants: Hex[] = [];
    for (let i = 0; i < count; i++) {
      claimants.push(await pledge(on(sold, 0, 40), { acknowledgeJunior: i > 0, securedAmount: 10n }));
    }
    await registry.act(declares(registry, claimants[0]!, { day: today }));
    const payments = claimants.map((_, i) => [i, 0, 10n, 10n] as const);
    const disposal = { proceeds: BigInt(10 * count) };
    await act(
      `disposal among ${count}`,
      await disposes(registry, sold, { units: [0, 40], disposal, claimants, payments }),
    );
  }

  const advance = registersInterest(
    registry,
    interestOf(registry, on(await right(), 0, 10), { advance: true }),
  );
  await act('advance registration', advance);
  const announced = registry.rows.all('interest').at(-1)!.id;
  await act('confirmation of an advance registration', confirms(registry, announced));

  const held = await right();
  const interest = await pledge(on(held, 0, 40));
  await act('restriction', restricts(registry, held, [[50, 60]], 'judicial-freeze', { until: today + YEAR }));
  const freeze = registry.lastSequence;
  await act('prolongation', prolongs(registry, held, freeze, today + 2 * YEAR, 'court', '2'));
  await act('lift', await lifts(registry, held, freeze));
  await act('surrender', decides(registry, held, [[90, 95]], 'surrendered'));
  await act('retirement', decides(registry, held, [[95, 96]], 'retired'));
  await act('quota cut', decides(registry, held, [[96, 97]], 'cut'));
  await act('carry-over', decides(registry, held, [[60, 70]], 'not-carried-over'));
  const renewal = { certificateNumber: `G${++copies}`, validFrom: today, validTo: 0, evidence: [] };
  await act(
    'renewal',
    registry.call(accountOf(AUTHORITY), 'Rights', 'renew', held, registry.rightHead(held), renewal),
  );
  const split = conveyanceOf('split', { to: partyOf(HOLDER) });
  const part = [[0, 20]] as const;
  const followers = [await followerOf(registry, interest, held, split, part)];
  await act('split with an interest', divides(registry, held, part, `G${++copies}`, split, followers));
  const conveyance = conveyanceOf('transfer', { to: partyOf(PLANT) });
  await act('transfer', transfers(registry, await right(), conveyance));

  for (const label of ['gas-old', 'gas-new']) {
    await registry.act(registry.call(accountOf(AUTHORITY), 'Parties', 'register', recordOf(label)));
  }
  const old = partyOf('gas-old');
  await act('rename', registry.call(accountOf(AUTHORITY), 'Parties', 'rename', old, 'another name', DIGEST));
  await act(
    'merger',
    registry.call(accountOf(AUTHORITY), 'Parties', 'succeed', old, 1, [partyOf('gas-new')], DIGEST),
  );
}
