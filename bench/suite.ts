import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MeasureOptions, Section } from './figures.ts';
import type { Message } from './run.ts';
import type { Topic } from './topics.ts';

const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** @throws Error with what the topic's process said, if it fails */
export async function runTopic(topic: Topic, { quick, progress }: MeasureOptions): Promise<Section> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', RUN, topic, quick ? 'quick' : 'full'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  const end = () => child.kill();
  process.once('exit', end);
  try {
    return await sectionOf(child, progress);
  } finally {
    process.off('exit', end);
    end();
  }
}

async function sectionOf(child: ChildProcess, progress: MeasureOptions['progress']): Promise<Section> {
  let section: Section | undefined;
  let failure: string | undefined;
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (said = (said + chunk).slice(-4_000)));
  child.on('message', (message: Message) => {
    if (message.kind === 'progress') progress(message.what, message.done, message.total);
    else if (message.kind === 'section') section = message.section;
    else failure = message.message;
  });
  await once(child, 'close');
  if (section === undefined) throw new Error(failure ?? `the measurement ended without a figure:\n${said}`);
  return section;
}
