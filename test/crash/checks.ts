import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, Registry } from '../support/client.ts';
import { send } from './load.ts';
import type { Faults, Memory, Write } from './memory.ts';

/** As many requests under way as a busy client has. */
async function eachOf<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

/** Everything whose outcome a client does not know is asked for again, with the same key. */
export async function finish(registry: Registry, memory: Memory): Promise<void> {
  await eachOf(memory.unanswered, (write) => send(registry, memory, write));
  await eachOf(memory.unsettled, async (write) => {
    const { id } = write.answer!.body as { id: string };
    for (;;) {
      const operation = await registry.as(write.who).read<Operation>(`/v1/operations/${id}`);
      if (operation.status === 'final' || operation.status === 'failed') {
        memory.settle(write, operation);
        return;
      }
      await sleep(20);
    }
  });
}

/** What was answered is answered the same again, and what was registered can be read with all that never changes. */
export async function compare(
  registry: Registry,
  memory: Memory,
  writes: readonly Write[],
  faults: Faults,
): Promise<void> {
  await eachOf(writes, async (write) => {
    await send(registry, memory, write);
    const { answer, settled } = write;
    if (settled) {
      memory.settle(write, await registry.as(write.who).read<Operation>(`/v1/operations/${settled.id}`));
    }
    const address = answer?.status === 201 ? addressOf(write) : undefined;
    if (address === undefined) return;
    const now = await registry.as(write.who).get<Record<string, unknown>>(address);
    for (const name of LASTING) {
      if (now.body[name] === answer!.body[name]) continue;
      const seen = JSON.stringify(now.body[name]);
      faults.add(`${address} ${name}: ${JSON.stringify(answer!.body[name])} was answered, ${seen} is there`);
    }
  });
}

const LASTING = ['id', 'number', 'sequence', 'registeredAt', 'effectiveAt'];

function addressOf({ path, answer }: Write): string | undefined {
  const body = answer!.body as { id: string; number: string };
  if (path === '/v1/parties' || path === '/v1/rights') return `${path}/${body.id}`;
  if (path === '/v1/security-interests' || path === '/v1/searches') return `${path}/${body.number}`;
  if (path.endsWith('/restrictions')) return `/v1/restrictions/${body.number}`;
  return undefined;
}
