import { keccakText } from '../../../domain/encoding/hash.ts';
import { cutOf } from '../../../domain/line/cut.ts';
import { free } from '../../../domain/line/ranks.ts';
import { OVERLAY_KINDS, QUOTA_KINDS, type QuotaKind } from '../../../domain/line/overlay.ts';
import type { Interval } from '../../../domain/line/line.ts';
import type { RightState } from '../../../domain/state/state.ts';
import { headOf, type Draw } from '../draw.ts';
import { decides } from '../../../domain/rules/quotas.ts';
import { step, type Maker } from './step.ts';

const digest = keccakText('decision');

export const decide: Maker = (draw) => {
  const { random, world } = draw;
  const row = draw.right();
  if (!row) return undefined;
  const given = draw.given(row);
  const kind = random.pick(QUOTA_KINDS);
  const by = draw.maker(row.state.authority);
  const intervals = random.once(2) ? unitsFor(draw, kind, given.state) : draw.intervals(given.state);
  const decision = {
    kind: random.mostly(OVERLAY_KINDS.indexOf(kind), 25, 0, 1, 12, 14, 255),
    overriding: kind === 'surrendered' ? random.once(3) : random.once(25),
    period: 2025,
    number: random.mostly('环函1号', 40, '', 'x'.repeat(257)),
    digest,
  };
  const draft = { right: row.id, row: given, intervals, ...decision };
  const args = [row.id, headOf(given), intervals, decision];
  return step(draw, by, 'Quotas', 'record', args, decides(world, by, draft), [
    'QuotaChanged',
    { right: row.id, decision },
  ]);
};

/** Little at a time, so that lines last. */
function unitsFor(draw: Draw, kind: QuotaKind, state: RightState): Interval[] {
  const some = state.quantity / BigInt(draw.random.between(3, 20)) + 1n;
  if (kind === 'cut') return cutOf(some, state.quantity, state.overlays)?.units ?? [];
  return draw.within(free(state.quantity, state.overlays), state);
}
