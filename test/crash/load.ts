import { interestBody, partyBody, rightBody } from '../support/bodies.ts';
import type { Registry } from '../support/client.ts';
import type { Random } from '../support/fuzz/random.ts';
import { laterDraft } from './later-life.ts';
import type { Draft, Memory, Write } from './memory.ts';

const WORKERS = 6;
const BANKS = ['bankA', 'bankB'];

/** The same write by the same key, as a client does that has had no answer. */
export async function send(registry: Registry, memory: Memory, write: Write): Promise<void> {
  const { who, duty, path, body, key, prefer } = write;
  const options = { key, ...(prefer === undefined ? {} : { prefer }) };
  try {
    memory.answered(write, await registry.as(who, duty).post(path, body, options));
  } catch (error) {
    memory.unanswerable(write, error);
    throw error;
  }
}

/** Writes of every kind by several people at once, some twice, some of which must be refused, until nobody answers. */
export async function writeUntilKilled(registry: Registry, memory: Memory, random: Random): Promise<void> {
  const worker = async (): Promise<void> => {
    for (;;) {
      const key = `${memory.writes.size}-${random.below(1_000_000_000)}`;
      const draft = draftOf(key, registry, memory, random);
      const prefer = draft.prefer ?? (random.chance(15) ? 'respond-async' : 'wait=60');
      const write = memory.begin({ duty: 'maker', ...draft, prefer, key });
      const copies = random.chance(12) ? 2 : 1;
      await Promise.all(Array.from({ length: copies }, () => send(registry, memory, write)));
    }
  };
  await Promise.allSettled(Array.from({ length: WORKERS }, worker));
}

function draftOf(key: string, registry: Registry, memory: Memory, random: Random): Draft {
  const { parties, rights, interests, proposals } = memory;
  const proposal = random.chance(60) ? proposals.shift() : undefined;
  if (proposal) {
    const { id, who, duty } = proposal;
    const decision = random.chance(85) ? 'approve' : 'reject';
    const body = decision === 'reject' ? { reason: key } : undefined;
    return { who, duty, path: `/v1/proposals/${id}/${decision}`, body };
  }
  const later = random.chance(40) ? laterDraft({ key, registry, memory, random }) : undefined;
  if (later) return { prefer: 'wait=60', ...later };
  const kind = random.below(100);
  if (parties.length === 0 || kind < 15) {
    const who = random.pick(['authority', 'bankA', 'bankB']);
    return { who, path: '/v1/parties', body: partyBody(`示例${key}有限公司`) };
  }
  if (rights.length === 0 || kind < 35) return rightDraft(key, registry, memory, random);
  if (kind < 45) {
    const party = random.pick(parties);
    const body = { legalName: `${party.name}（${key}）` };
    return { who: 'authority', path: `/v1/parties/${party.id}/renames`, body };
  }
  if (kind < 50) {
    const body = { by: 'grantor-name', value: random.pick(parties).name, match: 'similar' };
    return { who: random.pick(BANKS), path: '/v1/searches', body };
  }
  if (interests.length > 0 && kind < 65) {
    const { number, bank } = random.pick(interests);
    const path = `/v1/security-interests/${number}/cancellations`;
    return { who: bank, path, body: { scope: 'whole', reason: 'debt-paid' }, prefer: 'wait=60' };
  }
  return interestDraft(key, registry, memory, random);
}

/** Some of a type whose pledge needs the consent of the holder. */
function rightDraft(key: string, registry: Registry, { parties }: Memory, random: Random): Draft {
  const certificate = `证${key}`;
  const body = random.chance(25)
    ? rightBody(registry.idOf('holder'), certificate, { type: 'GDEA', vintage: 2025 })
    : rightBody(random.pick(parties).id, certificate);
  return { who: 'authority', path: '/v1/rights', body };
}

/** Some ask for more than there is, and some do not take the junior rank that they would get. */
function interestDraft(key: string, registry: Registry, { rights }: Memory, random: Random): Draft {
  const right = random.pick(rights);
  const consent = right.holder === registry.idOf('holder');
  const who = consent ? 'bankA' : random.pick(BANKS);
  const quantity = String(1 + random.below(Math.floor(right.quantity * 1.05)));
  const wish = { grantor: right.holder, bank: registry.idOf(who), right: right.id, quantity, contract: key };
  const body = interestBody(wish, { acknowledgeJunior: random.chance(80) });
  return { who, path: '/v1/security-interests', body };
}
