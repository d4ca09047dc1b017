// One topic in a process of its own, so that its memory and its warm code are its own. Started by suite.ts, answers by IPC.
import type { Measure, Section } from './figures.ts';
import { isTopic } from './topics.ts';

export type Message =
  | { kind: 'progress'; what: string; done: number; total: number }
  | { kind: 'section'; section: Section }
  | { kind: 'failure'; message: string };

const [topic = '', size] = process.argv.slice(2);
const tell = (message: Message) =>
  new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
// The parent process has gone, so the figures have no reader.
process.once('disconnect', () => process.exit(1));

try {
  if (!isTopic(topic)) throw new RangeError(`no topic ${topic}`);
  const { measure } = (await import(`./${topic}.ts`)) as { measure: Measure };
  const section = await measure({
    quick: size === 'quick',
    progress: (what, done, total) => void tell({ kind: 'progress', what, done, total }),
  });
  await tell({ kind: 'section', section });
  process.exit(0);
} catch (error) {
  await tell({
    kind: 'failure',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  process.exit(1);
}
