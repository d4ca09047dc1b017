import { isDeepStrictEqual } from 'node:util';
import { keccak256 } from 'ethers';
import { readHeader, quantity, type Header } from './blocks.ts';
import { draftEpoch, publishEpoch, snapshotSize, type Epoch } from './chain-files.ts';
import { startEngine, type Engine, type EngineOptions } from './engine.ts';
import { ChainError, InconsistentNodeError } from './errors.ts';
import { SLOW } from './replay.ts';
import type { Rpc } from './rpc.ts';
import type { Hex } from './types.ts';

/** A snapshot travels as one text of hex digits, and no text is longer than half a gigabyte. */
const MOST_SNAPSHOT_BYTES = 200_000_000;
const SAMPLES = 5;

/** The next epoch as a draft, which a crash leaves without effect. Throws InconsistentNodeError or CHAIN_TOO_LARGE. */
export async function draftNext({ directory }: EngineOptions, engine: Engine): Promise<Epoch> {
  const { number, hash } = engine.head;
  const { rpc } = engine.anvil;
  if ((await snapshotSize(engine.epoch)) > MOST_SNAPSHOT_BYTES) {
    throw new ChainError(
      'CHAIN_TOO_LARGE',
      'The chain has outgrown the embedded network: its log is not folded any more, so restarts take longer and longer.',
    );
  }
  const latest = await readHeader(rpc, 'latest');
  if (latest?.hash !== hash) throw new InconsistentNodeError('The engine is ahead of the log.');
  const dump = await rpc.request<Hex>('anvil_dumpState', [], SLOW);
  return draftEpoch(directory, engine.epoch.number + 1, { number, hash }, Buffer.from(dump.slice(2), 'hex'));
}

/**
 * A fresh engine at the tip of `old`, in an epoch of its own that is on disk; `old` runs on. Until this returns the
 * log of `old` has everything, and must not grow. `handOver` gives the fresh engine what is pending.
 * Throws UndecidedEpochError, or anything else when everything is as it was before.
 */
export async function turnEpoch(
  options: EngineOptions,
  old: Engine,
  handOver: (fresh: Engine) => Promise<void>,
): Promise<Engine> {
  const draft = await draftNext(options, old);
  const fresh = await startEngine({ ...options, progress: () => undefined }, draft);
  try {
    await prove(old.anvil.rpc, fresh.anvil.rpc, old.head);
    await handOver(fresh);
    const epoch = await publishEpoch(draft).catch((error: unknown) => {
      throw new UndecidedEpochError(error);
    });
    return { ...fresh, epoch };
  } catch (error) {
    await fresh.anvil.stop();
    await fresh.log.close();
    throw error;
  }
}

/** The disk did not say whether the new epoch is on it. Both have everything so far, so only a start may choose. */
export class UndecidedEpochError extends ChainError {
  constructor(cause: unknown) {
    super('CHAIN_STORAGE_FAILED', 'The disk failed while the log of the chain was folded. Start again.', {
      cause,
    });
  }
}

/**
 * That the fresh engine computed the state root of the tip from the state that it has, and that it gives the tip, the
 * first block and some in between with all their transactions, receipts and logs as the old one does.
 */
async function prove(old: Rpc, fresh: Rpc, head: Header): Promise<void> {
  const inside = Array.from({ length: SAMPLES }, () => Math.floor(Math.random() * head.number));
  for (const number of new Set([head.number, 0, ...inside])) {
    for (const [method, ...more] of [['eth_getBlockByNumber', true], ['eth_getBlockReceipts']] as const) {
      const params = [quantity(number), ...more];
      const [before, after] = await Promise.all([old.request(method, params), fresh.request(method, params)]);
      if (before === null || !isDeepStrictEqual(before, after)) {
        throw new InconsistentNodeError(`The snapshot has another block ${number} (${method}).`);
      }
    }
  }
  const { stateRoot } = await fresh.request<{ stateRoot: Hex }>('eth_getBlockByNumber', ['latest', false]);
  const anybody = `0x${'00'.repeat(20)}`;
  const proof = await fresh.request<{ accountProof: Hex[] }>('eth_getProof', [anybody, [], 'latest']);
  if (keccak256(proof.accountProof[0] ?? '0x80') !== stateRoot) {
    throw new InconsistentNodeError('The snapshot has another state than the head.');
  }
}
