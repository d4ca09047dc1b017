import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { partyBody, rightBody } from '../test/support/bodies.ts';
import { Registry, type Party } from '../test/support/client.ts';
import { LudengProcess } from '../test/support/ludeng-process.ts';
import { median, type Figure, type MeasureOptions, type Section } from './figures.ts';
import { requestOf } from './load/client.ts';
import { LoadGenerator } from './load/generator.ts';
import { withScratch } from './load/scratch.ts';

/** Clients whose writes are cut off by a kill. */
const CUT_OFF = 8;

/** How long a restart takes, by what has to be replayed. */
export async function measure({ quick, progress }: MeasureOptions): Promise<Section> {
  const sizes = quick ? [100] : [200, 1_000];
  const rounds = quick ? 1 : 3;
  const steps = 1 + sizes.length * (1 + 2 * rounds);
  let done = 0;
  const advance = () => progress('starting', done++, steps);
  return withScratch(async (scratch) => {
    advance();
    const system = new Restarted(join(scratch, 'data'));
    try {
      const first = await system.start();
      const figures: Figure[] = [{ what: 'first start on an empty directory', value: first, unit: 's' }];
      for (const size of sizes) {
        advance();
        await system.fill(size);
        const stopped: number[] = [];
        const killed: number[] = [];
        const blocks = await system.blocks();
        for (let round = 0; round < rounds; round++) {
          advance();
          await system.stop();
          stopped.push(await system.start());
          advance();
          await system.killUnderLoad();
          killed.push(await system.start());
        }
        const upTo = await system.blocks();
        const label = `${blocks.toLocaleString('en')} to ${upTo.toLocaleString('en')} blocks`;
        figures.push(
          { what: `${label}: after a stop`, value: median(stopped), unit: 's' },
          { what: `${label}: after kill -9`, value: median(killed), unit: 's' },
          { what: `${label}: slowest of both`, value: Math.max(...stopped, ...killed), unit: 's' },
        );
      }
      return {
        title: 'Start',
        method:
          'From starting `ludeng up --demo` until it says `ludeng ready`, everything installed and compiled already. The first ' +
          'start deploys the contracts and registers the demonstration; the later ones replay the blocks since the last ' +
          'snapshot of the embedded chain and hold the index against it. Before each kill -9 of the whole process tree ' +
          `${CUT_OFF} clients write, which adds the blocks between the two numbers. Medians of ${rounds} of each, in turn.`,
        figures,
      };
    } finally {
      await system.close();
    }
  });
}

/** One data directory and the system that is started on it again and again. */
class Restarted {
  readonly #data: string;
  readonly #generator = new LoadGenerator();
  #system: LudengProcess | undefined;
  #registry: Registry | undefined;
  #holder: string | undefined;

  constructor(data: string) {
    this.#data = data;
  }

  /** Seconds until it is ready. */
  async start(): Promise<number> {
    const system = new LudengProcess(this.#data);
    this.#system = system;
    const url = await system.ready;
    const seconds = (performance.now() - system.startedAt) / 1000;
    this.#registry = new Registry(url, system.credentials);
    return seconds;
  }

  async stop(): Promise<void> {
    const { code } = (await this.#system?.stop()) ?? {};
    if (code !== 0) throw new Error(`a stop that was not clean:\n${this.#system?.output}`);
  }

  /** Its load sees closed connections, as is meant. */
  async killUnderLoad(): Promise<void> {
    const load = this.#load(CUT_OFF, 2_000, 10).catch(() => undefined);
    await sleep(500);
    await this.#system?.kill();
    await load;
  }

  /** Number of the last block. */
  async blocks(): Promise<number> {
    const metrics = await fetch(`${this.#running.url}/metrics`);
    const [, number] = /^ludeng_chain_block (\d+)$/m.exec(await metrics.text()) ?? [];
    return Number(number);
  }

  /** Registers rights, a block each, until the chain has so many blocks. */
  async fill(size: number): Promise<void> {
    for (;;) {
      const missing = size - (await this.blocks());
      if (missing <= 0) return;
      await this.#load(1, missing, 120);
    }
  }

  async close(): Promise<void> {
    this.#generator.close();
    await this.#system?.kill();
  }

  get #running(): Registry {
    if (!this.#registry) throw new Error('nothing is started');
    return this.#registry;
  }

  async #load(connections: number, count: number, seconds: number): Promise<void> {
    const { url, token } = this.#running.as('authority');
    const holder = await this.#registered();
    const requests = Array.from({ length: count }, () => {
      const headers = {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        prefer: 'wait=10',
      };
      return requestOf('POST', '/v1/rights', headers, rightBody(holder, `基准-${randomUUID()}`));
    });
    const port = Number(new URL(url).port);
    await this.#generator.apply({ port, connections, requests, again: false, seconds });
  }

  async #registered(): Promise<string> {
    const authority = this.#running.as('authority');
    this.#holder ??= (await authority.made<Party>('/v1/parties', partyBody('基准测试公司'))).id;
    return this.#holder;
  }
}
