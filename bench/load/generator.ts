import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from './client.ts';

/** Load from a process of its own: in the server's, each would take the other's time. */
export class LoadGenerator {
  readonly #child: ChildProcess = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });

  /** @throws Error if a connection failed, or an answer was no success */
  async apply(load: Load): Promise<LoadResult> {
    this.#child.send(load);
    const [message] = (await once(this.#child, 'message')) as [{ result?: LoadResult; failure?: string }];
    const { result, failure } = message;
    if (!result) throw new Error(failure ?? 'the load generator ended');
    if (result.complaint !== undefined) {
      throw new Error(`refused: ${JSON.stringify(result.statuses)} ${result.complaint}`);
    }
    return result;
  }

  close(): void {
    this.#child.disconnect();
  }
}
