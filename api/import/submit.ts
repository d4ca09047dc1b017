import type { ImportKind } from './columns.ts';
import type { Answer, Client } from './client.ts';
import type { Journal } from './journal.ts';
import { PATHS, rightsIn, type Planned } from './plan.ts';

export type Ready = Extract<Planned, { outcome: 'ready' }>;

export interface SubmitOptions {
  readonly client: Client;
  readonly kind: ImportKind;
  readonly journal: Journal;
  /** SHA-256 of the file, in hexadecimal: makes the keys of this import its own. */
  readonly fileDigest: string;
  readonly concurrency?: number;
  /** Called once for each row, in the order in which the answers come. */
  readonly onAnswer: (ready: Ready, answer: Answer) => void;
}

/**
 * Posts rows, several at a time; rows that take units of the same right one after the other, since their order is their rank. Stops
 * at the first row that cannot be answered, after those under way.
 * @throws ServiceStopped from the client
 */
export async function submit(rows: AsyncIterable<Ready>, options: SubmitOptions): Promise<void> {
  const { client, kind, journal, fileDigest, onAnswer, concurrency = 8 } = options;
  const underWay = new Set<Promise<void>>();
  const lastOf = new Map<string, Promise<void>>();
  let failure: Error | undefined;

  async function send(ready: Ready, earlier: readonly Promise<void>[]): Promise<void> {
    await Promise.all(earlier);
    if (failure !== undefined) return;
    const known = journal.find(ready.digest);
    if (known?.number !== undefined) {
      onAnswer(ready, { outcome: 'registered', number: known.number });
      return;
    }
    const entry = journal.begin(
      ready.digest,
      ready.row.row,
      `import-${fileDigest.slice(0, 32)}-${ready.row.row}`,
    );
    const answer = await client.post(PATHS[kind], ready.body, entry.key);
    if (answer.outcome === 'registered') journal.end(entry, answer.number);
    if (answer.outcome === 'rejected') journal.refuse(entry);
    onAnswer(ready, answer);
  }

  for await (const ready of rows) {
    if (failure !== undefined) break;
    const rights = rightsIn(ready.body);
    const earlier = rights.flatMap((right) => lastOf.get(right) ?? []);
    const sending = send(ready, earlier)
      .catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        underWay.delete(sending);
        for (const right of rights) if (lastOf.get(right) === sending) lastOf.delete(right);
      });
    underWay.add(sending);
    for (const right of rights) lastOf.set(right, sending);
    if (underWay.size >= concurrency) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure;
}
