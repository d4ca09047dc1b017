import { cp, rm } from 'node:fs/promises';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isSound, rebuildData } from '../../api/node/rebuild.ts';
import { IndexStore } from '../../api/store/index-store.ts';
import type { Notice } from '../../api/store/notice-table.ts';
import { readDeployment } from '../../deploy/record.ts';
import { keccakText } from '../../domain/encoding/hash.ts';
import { isOperation, type Faults, type Memory, type Write } from './memory.ts';

export interface Inspected {
  blocks: number;
  registrations: number;
  events: number;
}

/**
 * Looks into a copy of what a kill has left on the disk: the index as it was found equals one that is built from the chain, every word
 * of the ledger equals what the reducer computes, the sequence has neither gap nor repetition, and every write has had its effect as
 * often as its client was told.
 * @returns undefined if the registry was not yet deployed when it was killed
 */
export async function inspect(data: string, memory: Memory, faults: Faults): Promise<Inspected | undefined> {
  if (readDeployment(data)?.complete !== true) return undefined;
  const copy = `${data}-copy`;
  await cp(data, copy, { recursive: true, filter: (path) => !lstatSync(path).isSocket() });
  try {
    const report = await rebuildData(copy, { progress: () => undefined });
    if (!isSound(report)) {
      faults.add(`the index, the chain and the reducer differ: ${JSON.stringify(report)}`);
    }
    return await withIndex(copy, async (index) => {
      compareNotices(await noticesOf(index), memory, faults);
      const effects = await effectsOf(index);
      for (const [digest, times] of await evidenceOf(index, memory)) effects.set(digest, times);
      compareEffects(effects, memory, faults);
      const { number: blocks, sequence: registrations, events } = index.head!;
      return { blocks, registrations, events };
    });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function withIndex<T>(data: string, act: (index: IndexStore) => Promise<T>): Promise<T> {
  const { chainId, genesisHash, addresses } = readDeployment(data)!;
  const index = await IndexStore.open(join(data, 'index'), {
    chainId,
    genesisHash,
    ledger: addresses.Ledger,
  });
  try {
    return await act(index);
  } finally {
    await index.close();
  }
}

async function noticesOf(index: IndexStore): Promise<Notice[]> {
  const all: Notice[] = [];
  for (;;) {
    const some = await index.notices({ limit: 1_000, after: all.at(-1)?.sequence ?? 0 });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** What was there at an earlier kill is there unchanged, and the sequence goes on without a gap. */
function compareNotices(now: Notice[], memory: Memory, faults: Faults): void {
  for (const [i, before] of memory.notices.entries()) {
    if (isDeepStrictEqual(before, now[i])) continue;
    faults.add(`registration ${before.sequence} was ${show(before)}, and is ${show(now[i])}`);
  }
  for (const [i, { sequence }] of now.entries()) {
    if (sequence !== i + 1) faults.add(`registration ${i + 1} of the sequence has number ${sequence}`);
  }
  memory.notices = now;
}

/** How often each name and certificate number is registered; every write of the load that registers one has one of its own. */
async function effectsOf(index: IndexStore): Promise<Map<string, number>> {
  const effects = new Map<string, number>();
  const count = (text: string) => effects.set(text, (effects.get(text) ?? 0) + 1);
  const block = index.head!.number;
  for await (const { legalName, formerNames } of index.rowsAsOf('party', block)) {
    for (const name of [legalName, ...formerNames.map((former) => former.legalName)]) count(name);
  }
  for await (const { registration } of index.rowsAsOf('right', block)) count(registration.certificateNumber);
  return effects;
}

/** How often each document that a write brought is in the journal, where one registration has it once in events of a kind. */
async function evidenceOf(index: IndexStore, memory: Memory): Promise<Map<string, number>> {
  const marks = new Set([...memory.writes.values()].map(markOf));
  const times = new Map<string, number>();
  for await (const { topics, data } of index.logs(0, index.head!.number)) {
    for (const word of data.slice(2).match(/.{64}/g) ?? []) {
      if (!marks.has(`0x${word}`)) continue;
      const kind = `${topics[0]} 0x${word}`;
      times.set(kind, (times.get(kind) ?? 0) + 1);
    }
  }
  const evidence = new Map<string, number>();
  for (const [kind, count] of times) {
    const digest = kind.split(' ')[1]!;
    evidence.set(digest, Math.max(count, evidence.get(digest) ?? 0));
  }
  return evidence;
}

function compareEffects(effects: ReadonlyMap<string, number>, memory: Memory, faults: Faults): void {
  for (const write of memory.writes.values()) {
    const mark = markOf(write);
    if (mark === undefined) continue;
    const times = effects.get(mark) ?? 0;
    const [least, most] = expected(write);
    if (times < least || times > most) {
      faults.add(`${write.path} ${write.key} had ${times} effects, answered ${show(write.answer)}`);
    }
  }
}

/** What is found once in the registry if the write took effect; of an extension there is nothing. */
function markOf({ key, path, body }: Write): string | undefined {
  if (path.endsWith('/approve') || path.endsWith('/reject')) return undefined;
  const fields = body as {
    legalName?: string;
    certificateNumber?: string;
    contract?: { number: string; digest: string };
  };
  const document = path === '/v1/security-interests' ? fields.contract!.digest : keccakText(key);
  if (JSON.stringify(body).includes(document)) return document;
  return fields.legalName ?? fields.certificateNumber;
}

function expected({ answer, settled }: Write): [least: number, most: number] {
  if (answer?.status === 201 || settled?.status === 'final') return [1, 1];
  if (settled?.status === 'failed' || (answer && answer.status >= 400)) return [0, 0];
  // Unknown, under way, or a proposal that somebody else decides.
  return [0, isOperation(answer) || answer === undefined || answer.status === 202 ? 1 : 0];
}

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
