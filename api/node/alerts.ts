import type { IndexStore } from '../store/index-store.ts';
import { standingAlerts } from '../views/alert.ts';
import { IndexReader, pointOf } from '../read/index-reader.ts';
import type { AlertSource } from '../webhooks/alerts.ts';

/** What clocks brought about, of what is final: the rows as of the last final block, judged by the clock. */
export const clockAlerts = (
  index: IndexStore,
  finalized: () => number,
  clock: () => number,
): AlertSource => ({
  async *alertsAt() {
    const { head } = index;
    if (!head) return;
    const block = Math.min(finalized(), head.number);
    const point = pointOf(index, block, { block });
    const reader = new IndexReader(index, point, Math.max(clock(), point.time));
    for await (const { alert } of standingAlerts(reader)) yield alert;
  },
});
