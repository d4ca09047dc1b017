import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compared, median, quantile, type MeasureOptions, type Section } from './figures.ts';
import { requestOf, type LoadResult } from './load/client.ts';
import { LoadGenerator } from './load/generator.ts';
import { withScratch } from './load/scratch.ts';
import type { Asked, Told } from './reads/server.ts';

const ROUNDS = 5;
const CONNECTIONS = 16;
/** Headers of the answer that a plain server sends too, so that the bytes are the same. */
const SAME = ['content-type', 'cache-control'];

/** How fast the line of a right is answered. */
export async function measure({ quick, progress }: MeasureOptions): Promise<Section> {
  const size = quick ? 2_000 : 100_000;
  const seconds = quick ? 1 : 4;
  return withScratch(async (directory) => {
    const server = new ServerProcess(directory, size, (rights) =>
      progress('filling the index', rights, size),
    );
    const generator = new LoadGenerator();
    try {
      const { port, token, rights } = await server.told('ready');
      const headers = { authorization: `Bearer ${token}` };
      const requests = rights.map((id) => requestOf('GET', `/v1/rights/${id}/line`, headers));
      const plain = await server.plainOf(`http://127.0.0.1:${port}/v1/rights/${rights[0]}/line`, headers);
      const load = (to: number, connections: number) =>
        generator.apply({ port: to, connections, requests, again: true, seconds });
      await load(port, CONNECTIONS);
      await load(plain.port, CONNECTIONS);
      const ours: LoadResult[] = [];
      const theirs: LoadResult[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        progress('reading lines', round, ROUNDS);
        ours.push(await load(port, CONNECTIONS));
        theirs.push(await load(plain.port, CONNECTIONS));
      }
      const alone = { ours: await load(port, 1), theirs: await load(plain.port, 1) };
      progress('reading lines', ROUNDS, ROUNDS);
      server.ask({ kind: 'memory' });
      const { rss } = await server.told('memory');
      const beside = (results: readonly LoadResult[], figure: (result: LoadResult) => number) => ({
        what: 'node:http, same bytes',
        value: median(results.map(figure)),
      });
      const rate = ({ latencies, seconds: s }: LoadResult) => latencies.length / s;
      const p =
        (part: number) =>
        ({ latencies }: LoadResult) =>
          quantile(latencies, part);
      const figure = (what: string, unit: string, of: (result: LoadResult) => number) =>
        compared(what, median(ours.map(of)), unit, beside(theirs, of));
      return {
        title: 'Reads',
        method:
          `GET /v1/rights/{id}/line of ${rights.length} different rights out of ${size.toLocaleString('en')} in the index ` +
          '(a synthetic chain with everyday traffic), with API key, through the whole HTTP stack, one server process; ' +
          `${CONNECTIONS} kept-alive connections from a process of its own, each asking again when it has its answer. Beside it a ` +
          `bare node:http server in the same process that answers every request with the bytes of one such line (${plain.bytes} ` +
          `bytes). Medians of ${ROUNDS} rounds of ${seconds} s each, in turn.`,
        figures: [
          figure('lines', 'requests/s', rate),
          figure('lines: p50', 'ms', p(0.5)),
          figure('lines: p99', 'ms', p(0.99)),
          compared('one connection: p50', p(0.5)(alone.ours), 'ms', beside([alone.theirs], p(0.5))),
          compared('one connection: p99', p(0.99)(alone.ours), 'ms', beside([alone.theirs], p(0.99))),
          { what: 'slowest of the rounds', value: Math.min(...ours.map(rate)), unit: 'requests/s' },
          { what: 'fastest of the rounds', value: Math.max(...ours.map(rate)), unit: 'requests/s' },
          { what: 'memory of the server afterwards (RSS)', value: rss / 2 ** 20, unit: 'MiB' },
        ],
      };
    } finally {
      generator.close();
      server.close();
    }
  });
}

type Of<K> = Extract<Told, { kind: K }>;

class ServerProcess {
  readonly #child: ChildProcess;
  readonly #heard = new Map<string, Told>();
  #listening: (() => void) | undefined;
  #ended = false;

  constructor(directory: string, rights: number, progress: (rights: number) => void) {
    const path = fileURLToPath(new URL('./reads/server.ts', import.meta.url));
    this.#child = fork(path, [directory, String(rights)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#child.on('message', (told: Told) => {
      if (told.kind === 'progress') progress(told.rights);
      this.#heard.set(told.kind, told);
      this.#listening?.();
    });
    this.#child.once('close', () => {
      this.#ended = true;
      this.#listening?.();
    });
  }

  async told<K extends Told['kind']>(kind: K): Promise<Of<K>> {
    for (;;) {
      const told = this.#heard.get(kind);
      if (told) return told as Of<K>;
      if (this.#ended) throw new Error('the server ended');
      await new Promise<void>((resolve) => (this.#listening = resolve));
    }
  }

  ask(asked: Asked): void {
    this.#child.send(asked);
  }

  /** A bare server in the same process that answers with what `url` answers now. */
  async plainOf(url: string, headers: Record<string, string>): Promise<{ port: number; bytes: number }> {
    const answer = await fetch(url, { headers });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${body}`);
    const same = SAME.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    const bytes = Buffer.byteLength(body);
    this.ask({
      kind: 'plain',
      body,
      headers: { ...Object.fromEntries(same), 'content-length': String(bytes) },
    });
    const { port } = await this.told('plain');
    return { port, bytes };
  }

  close(): void {
    if (!this.#ended) this.#child.disconnect();
  }
}
