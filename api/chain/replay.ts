import { startAnvil, type Anvil, type AnvilOptions } from './anvil.ts';
import { ANVIL_VERSION } from './anvil-binary.ts';
import { readHeader, type Header } from './blocks.ts';
import { snapshotOf, type ChainGenesis, type Epoch } from './chain-files.ts';
import { ChainError, RpcError } from './errors.ts';
import type { Rpc } from './rpc.ts';
import type { Hex } from './types.ts';
import type { SealedBlock } from './wal.ts';

/** Dumping and sealing a full block take long on a slow disk; a hang is something else. */
export const SLOW = 120_000;

/** Seals all pending transactions into one block with this time, and returns it. */
export async function seal(rpc: Rpc, time: number): Promise<Header> {
  await rpc.request('evm_mine', [{ timestamp: time }], SLOW);
  return (await readHeader(rpc, 'latest'))!;
}

/**
 * Starts an engine and brings it to the end of an epoch's log. Every block must come out with the hash that was logged.
 * Throws CHAIN_REPLAY_MISMATCH otherwise, leaving the files as they are. Tells the milliseconds that loading the
 * snapshot and executing the log took.
 */
export async function replay(
  options: AnvilOptions,
  genesis: ChainGenesis,
  epoch: Epoch,
  blocks: readonly SealedBlock[],
  progress: (done: number, total: number) => void = () => undefined,
): Promise<{ anvil: Anvil; head: Header; loading: number; work: number }> {
  const began = performance.now();
  const anvil = await startAnvil({ ...options, snapshot: await snapshotOf(epoch) });
  try {
    let head = (await readHeader(anvil.rpc, 'latest'))!;
    check(head, { ...epoch.base, what: 'first block' }, genesis, epoch);
    const loaded = performance.now();
    for (const [done, block] of blocks.entries()) {
      // One after the other: the order of a batch is the engine's, and the order decides the hash.
      for (const raw of block.transactions) await resend(anvil.rpc, raw);
      head = await seal(anvil.rpc, block.time);
      check(head, { ...block, what: 'block' }, genesis, epoch);
      progress(done + 1, blocks.length);
    }
    return { anvil, head, loading: loaded - began, work: performance.now() - loaded };
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}

/** A refusal shows in the hash of the block, which then lacks the transaction. */
async function resend(rpc: Rpc, raw: Hex): Promise<void> {
  await rpc.request('eth_sendRawTransaction', [raw]).catch((error: unknown) => {
    if (!(error instanceof RpcError)) throw error;
  });
}

function check(
  found: Header,
  logged: { number: number; hash: string; what: string },
  genesis: ChainGenesis,
  epoch: Epoch,
): void {
  if (found.number === logged.number && found.hash === logged.hash) return;
  const engine =
    genesis.engine === ANVIL_VERSION
      ? ''
      : ` The chain was begun with anvil ${genesis.engine}; this is ${ANVIL_VERSION}: start it with the old one.`;
  throw new ChainError(
    'CHAIN_REPLAY_MISMATCH',
    `Replaying ${epoch.directory}, ${logged.what} ${logged.number} came out as ${found.number} ${found.hash} instead of ` +
      `${logged.hash}. Nothing was altered.${engine} Otherwise restore the data directory from a backup.`,
  );
}
