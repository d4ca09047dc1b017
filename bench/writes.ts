import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { LudengProcess } from '../test/support/ludeng-process.ts';
import { interestBody, partyBody, rightBody } from '../test/support/bodies.ts';
import { Registry, type Party, type Right } from '../test/support/client.ts';
import { rawThroughput } from './chain/raw.ts';
import { compared, quantile, type Figure, type MeasureOptions, type Section } from './figures.ts';
import type { LoadResult } from './load/client.ts';
import { requestOf } from './load/client.ts';
import { LoadGenerator } from './load/generator.ts';
import { withScratch } from './load/scratch.ts';

const CLIENTS = [1, 8, 64] as const;
/** Of at most 64 overlays that a line carries. */
const OVERLAYS = 60;

/** Writes that are final on disk when they are answered. */
export async function measure({ quick, progress }: MeasureOptions): Promise<Section> {
  const steps = CLIENTS.length * 3 + 2;
  let done = 0;
  const advance = () => progress('writes', done++, steps);
  return withScratch(async (scratch) => {
    advance();
    const raw = await rawThroughput(join(scratch, 'raw'), quick ? 200 : 2_000);
    advance();
    const ludeng = new LudengProcess(join(scratch, 'data'), { LUDENG_WAIT_SECONDS: '60' });
    const generator = new LoadGenerator();
    try {
      const bench = new Writes(
        new Registry(await ludeng.ready, ludeng.credentials),
        generator,
        quick ? 1 : 8,
      );
      await bench.prepare();
      const figures: Figure[] = [];
      for (const clients of CLIENTS) {
        const told = (what: string, result: LoadResult) =>
          figures.push(
            ...figuresOf(`${what}, ${clients} ${clients === 1 ? 'client' : 'clients'}`, result, raw.gathered),
          );
        told('rights', await bench.rights(clients));
        advance();
        told('interests, each on a right of its own', await bench.interests(clients));
        advance();
        told('interests on one right', await bench.crowd(clients));
        advance();
      }
      return {
        title: 'Writes',
        method:
          'Against `ludeng up` with its embedded chain: POST with `Prefer: wait`, answered 201 when the block is on disk and in ' +
          'the index; each client sends its next request when it has the answer to the last, from a process of its own. ' +
          `“On one right”: all clients pledge parts of the same right, another after ${OVERLAYS}. ` +
          'Beside it the chain alone, in a process without HTTP, outbox and index: signed registrations of rights handed in as fast ' +
          'as it takes them, until the block of the last is on disk.',
        figures: [
          { what: 'the chain alone, handed in together', value: raw.gathered, unit: 'transactions/s' },
          { what: 'the chain alone, one after the other', value: raw.single, unit: 'transactions/s' },
          ...figures,
        ],
      };
    } finally {
      generator.close();
      await ludeng.stop();
    }
  });
}

function figuresOf(what: string, { latencies, seconds }: LoadResult, chain: number): Figure[] {
  const beside = { what: 'the chain alone', value: chain };
  return [
    compared(what, latencies.length / seconds, 'writes/s', beside),
    { what: `${what}: p50`, value: quantile(latencies, 0.5), unit: 'ms' },
    { what: `${what}: p99`, value: quantile(latencies, 0.99), unit: 'ms' },
  ];
}

/** One kind of write after the other on one running registry. */
class Writes {
  readonly #registry: Registry;
  readonly #generator: LoadGenerator;
  readonly #seconds: number;
  #holder = '';
  /** Registered, and not yet encumbered. */
  readonly #free: string[] = [];

  constructor(registry: Registry, generator: LoadGenerator, seconds: number) {
    this.#registry = registry;
    this.#generator = generator;
    this.#seconds = seconds;
  }

  async prepare(): Promise<void> {
    const authority = this.#registry.as('authority');
    this.#holder = (await authority.made<Party>('/v1/parties', partyBody('基准测试公司'))).id;
    // The first requests find code that has not run yet.
    await this.#post('authority', '/v1/rights', this.#rightBodies(20), 1);
  }

  async rights(clients: number): Promise<LoadResult> {
    const certificates = this.#certificates(this.#seconds * 400);
    const bodies = certificates.map((number) => rightBody(this.#holder, number));
    const result = await this.#post('authority', '/v1/rights', bodies, clients);
    for (const number of certificates.slice(0, result.latencies.length)) this.#free.push(number);
    return result;
  }

  async interests(clients: number): Promise<LoadResult> {
    const rights = await this.#ids(this.#free.splice(0, this.#seconds * 400));
    return this.#post(
      'bankA',
      '/v1/security-interests',
      rights.map((id) => this.#pledge(id)),
      clients,
    );
  }

  async crowd(clients: number): Promise<LoadResult> {
    const rights: string[] = [];
    for (let i = 0; i < this.#seconds * 4; i++) {
      const [body] = this.#rightBodies(1);
      rights.push((await this.#registry.as('authority').made<Right>('/v1/rights', body!)).id);
    }
    const bodies = rights.flatMap((id) => Array.from({ length: OVERLAYS }, () => this.#pledge(id)));
    return this.#post('bankA', '/v1/security-interests', bodies, clients);
  }

  #pledge(right: string): object {
    const bank = this.#registry.idOf('bankA');
    const wish = { grantor: this.#holder, bank, right, quantity: '10', contract: randomUUID() };
    return interestBody(wish, { acknowledgeJunior: true });
  }

  #rightBodies = (count: number): object[] =>
    this.#certificates(count).map((number) => rightBody(this.#holder, number));

  #certificates = (count: number): string[] => Array.from({ length: count }, () => `基准-${randomUUID()}`);

  async #ids(certificates: readonly string[]): Promise<string[]> {
    const client = this.#registry.as('authority');
    const ids: string[] = [];
    for (const number of certificates) {
      const { items } = await client.read<{ items: Right[] }>(
        `/v1/rights?certificateNumber=${encodeURIComponent(number)}`,
      );
      if (items[0]) ids.push(items[0].id);
    }
    return ids;
  }

  #post(who: string, path: string, bodies: readonly object[], clients: number): Promise<LoadResult> {
    const { token, url } = this.#registry.as(who);
    const requests = bodies.map((body) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        prefer: 'wait=60',
      };
      return requestOf('POST', path, headers, body);
    });
    return this.#generator.apply({
      port: Number(new URL(url).port),
      connections: clients,
      requests,
      again: false,
      seconds: this.#seconds,
    });
  }
}
