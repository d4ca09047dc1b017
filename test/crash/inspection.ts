import { cp, rm } from 'node:fs/promises';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isSound, rebuildData } from '../../api/node/rebuild.ts';
import { IndexStore } from '../../api/store/index-store.ts';
import type { Notice } from '../../api/store/notice-table.ts';
import { readDeployment } from '../../deploy/record.ts';
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
      compareEffects(await effectsOf(index), memory, faults);
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

/** How often each name, certificate number and contract number is registered; every write of the load has one of its own. */
async function effectsOf(index: IndexStore): Promise<Map<string, number>> {
  const effects = new Map<string, number>();
  const count = (text: string) => effects.set(text, (effects.get(text) ?? 0) + 1);
  const block = index.head!.number;
  for await (const { legalName, formerNames } of index.rowsAsOf('party', block)) {
    for (const name of [legalName, ...formerNames.map((former) => former.legalName)]) count(name);
  }
  for await (const { registration } of index.rowsAsOf('right', block)) count(registration.certificateNumber);
  for await (const { terms } of index.rowsAsOf('interest', block)) count(terms.contractNumber);
  return effects;
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

function markOf({ path, body }: Write): string | undefined {
  const fields = body as { legalName?: string; certificateNumber?: string; contract?: { number: string } };
  if (path.endsWith('/approve') || path.endsWith('/reject')) return undefined;
  return fields.legalName ?? fields.certificateNumber ?? fields.contract?.number;
}

function expected({ answer, settled }: Write): [least: number, most: number] {
  if (answer?.status === 201 || settled?.status === 'final') return [1, 1];
  if (settled?.status === 'failed' || (answer && answer.status >= 400)) return [0, 0];
  // Unknown, under way, or a proposal that somebody else decides.
  return [0, isOperation(answer) || answer === undefined || answer.status === 202 ? 1 : 0];
}

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
