import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Credentials } from './client.ts';
import { killTree } from './process-tree.ts';

const MAIN = fileURLToPath(new URL('../../api/cli/main.ts', import.meta.url));
const KEPT_OUTPUT = 20_000;

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const left = new Set<LudengProcess>();
process.once('exit', () => {
  for (const { child } of left) child.kill('SIGKILL');
});

/** Kills what a failed test has left running: a run would never end otherwise. */
export async function killLeft(): Promise<void> {
  await Promise.all([...left].map((each) => each.kill()));
}

/** The real system, as a person starts it: `ludeng up` on a data directory and a free port; with --demo unless told otherwise. */
export class LudengProcess {
  readonly data: string;
  readonly child: ChildProcess;
  /** Milliseconds as of performance.now(). */
  readonly startedAt = performance.now();
  /** The address, once it takes requests. Rejects if it ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<Ending>;
  /** The end of what it wrote to standard error and output. */
  output = '';
  readonly #credentials: string;

  constructor(data: string, env: Readonly<Record<string, string>> = {}, { demo = true } = {}) {
    this.data = data;
    this.#credentials = join(data, demo ? 'demo-credentials.json' : 'credentials.json');
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        ...[MAIN, 'up', ...(demo ? ['--demo'] : []), '--data', data, '--port', '0'],
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          LUDENG_LOG_LEVEL: 'warn',
          LUDENG_RATE_LIMIT: '100000000',
          LUDENG_RATE_LIMIT_ANONYMOUS: '100000000',
          ...env,
        },
      },
    );
    this.child = child;
    left.add(this);
    const ready = Promise.withResolvers<string>();
    this.ready = ready.promise;
    this.ready.catch(() => undefined);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        this.output = (this.output + chunk).slice(-KEPT_OUTPUT);
        const [, url] = /^ludeng ready (\S+)$/m.exec(this.output) ?? [];
        if (url !== undefined) ready.resolve(url);
      });
    }
    this.ended = once(child, 'close').then((ending) => {
      const [code, signal] = ending as [Ending['code'], Ending['signal']];
      left.delete(this);
      ready.reject(new Error(`ludeng ended (${signal ?? code}) before it was ready:\n${this.output}`));
      return { code, signal };
    });
  }

  get credentials(): Credentials {
    return JSON.parse(readFileSync(this.#credentials, 'utf8')) as Credentials;
  }

  /** As ctrl-C does. */
  async stop(): Promise<Ending> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  /** As a power cut does to processes: all of them at one instant, none asked. */
  async kill(): Promise<void> {
    if (this.child.pid !== undefined && this.child.exitCode === null) await killTree(this.child.pid);
    await this.ended;
  }
}
