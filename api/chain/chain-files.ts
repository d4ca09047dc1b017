import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ANVIL_VERSION } from './anvil-binary.ts';
import { replaceDurably, syncDirectory, writeDurably } from './durable.ts';
import { ChainError } from './errors.ts';
import type { Hex } from './types.ts';

/** Fixed when the data directory is made: replay gives the same blocks only from the same beginning. */
export interface ChainGenesis {
  format: number;
  chainId: number;
  /** Unix seconds of block 0. */
  timestamp: number;
  hardfork: string;
  blockGasLimit: number;
  /** Engine that made the first block; for the message when another version replays differently. */
  engine: string;
}

/**
 * A stretch of blocks that replays in one engine process from one starting point: the genesis or a snapshot.
 * anvil draws each block's `mixHash` from a generator that starts anew with the process, so blocks reproduce only if
 * they are replayed from the point at which the process that first sealed them began.
 */
export interface Epoch {
  directory: string;
  number: number;
  /** The block that the epoch starts from. */
  base: { number: number; hash: Hex };
  /** SHA-256 of the snapshot; undefined for the epoch that starts at the genesis. */
  snapshotHash: string | undefined;
}

/** Raised when this code cannot go on with what the code before wrote into this directory. */
const FORMAT = 1;
const GENESIS = 'genesis.json';
const MANIFEST = 'epoch.json';
const SNAPSHOT = 'snapshot.gz';
const DRAFT = '.draft';

export const logPath = (epoch: Epoch): string => join(epoch.directory, 'blocks.log');

/** The genesis of this directory, made from `fresh` if it is new. Throws CHAIN_FORMAT_UNKNOWN, or CHAIN_GENESIS_MISMATCH for another chain id. */
export async function genesisOf(
  directory: string,
  fresh: Omit<ChainGenesis, 'format' | 'engine'>,
): Promise<ChainGenesis> {
  const path = join(directory, GENESIS);
  if (!existsSync(path)) {
    const made: ChainGenesis = { format: FORMAT, engine: ANVIL_VERSION, ...fresh };
    await replaceDurably(path, `${JSON.stringify(made, undefined, 2)}\n`);
    return made;
  }
  const genesis = JSON.parse(await readFile(path, 'utf8')) as ChainGenesis;
  if (genesis.format !== FORMAT) {
    throw new ChainError(
      'CHAIN_FORMAT_UNKNOWN',
      `${directory} is kept in format ${genesis.format}, and this version reads format ${FORMAT}. Nothing was altered. ` +
        'Open it with the version of Ludeng that made it: "madeBy" in deployment.json.',
    );
  }
  if (genesis.chainId !== fresh.chainId) {
    throw new ChainError(
      'CHAIN_GENESIS_MISMATCH',
      `${directory} holds chain ${genesis.chainId}, not ${fresh.chainId}. ` +
        'Give the chain id that it was made with, or another data directory.',
    );
  }
  return genesis;
}

/** Oldest first. What a crash left half made is removed. */
export async function epochsOf(directory: string): Promise<Epoch[]> {
  const root = join(directory, 'epochs');
  await mkdir(root, { recursive: true, mode: 0o700 });
  const epochs: Epoch[] = [];
  for (const name of (await readdir(root)).toSorted()) {
    const path = join(root, name);
    if (!/^\d{6}$/.test(name)) await rm(path, { recursive: true });
    else epochs.push({ directory: path, ...manifest(await readFile(join(path, MANIFEST), 'utf8')) });
  }
  return epochs;
}

const manifest = (text: string): Omit<Epoch, 'directory'> => {
  const { number, base, snapshotHash } = JSON.parse(text) as Omit<Epoch, 'directory'>;
  return { number, base, snapshotHash };
};

/** Makes an epoch with an empty log; it exists on disk completely or not at all. */
export async function addEpoch(...epoch: Parameters<typeof draftEpoch>): Promise<Epoch> {
  return publishEpoch(await draftEpoch(...epoch));
}

/** An epoch that can be started from, but that no later start of the chain sees. A former draft is replaced. */
export async function draftEpoch(
  directory: string,
  number: number,
  base: Epoch['base'],
  snapshot: Uint8Array | undefined,
): Promise<Epoch> {
  const draft = join(directory, 'epochs', `${String(number).padStart(6, '0')}${DRAFT}`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const snapshotHash = snapshot && sha256(snapshot);
  if (snapshot) await writeDurably(join(draft, SNAPSHOT), snapshot);
  await writeDurably(
    join(draft, MANIFEST),
    `${JSON.stringify({ number, base, snapshotHash }, undefined, 2)}\n`,
  );
  await syncDirectory(draft);
  return { directory: draft, number, base, snapshotHash };
}

/** From now on a start of the chain takes this epoch. Files of the draft that are open stay so. */
export async function publishEpoch(draft: Epoch): Promise<Epoch> {
  const directory = draft.directory.slice(0, -DRAFT.length);
  await rename(draft.directory, directory);
  await syncDirectory(dirname(directory));
  return { ...draft, directory };
}

export async function removeEpoch(epoch: Epoch): Promise<void> {
  // Renamed first: a crash in the midst of the removal must not leave an epoch that looks whole.
  const doomed = `${epoch.directory}.removed`;
  await rename(epoch.directory, doomed);
  await rm(doomed, { recursive: true });
}

/** Bytes; 0 for the epoch that starts at the genesis. */
export async function snapshotSize(epoch: Epoch): Promise<number> {
  return epoch.snapshotHash === undefined ? 0 : (await stat(join(epoch.directory, SNAPSHOT))).size;
}

/** Throws CHAIN_SNAPSHOT_CORRUPT if the bytes are not those that were written. */
export async function snapshotOf(epoch: Epoch): Promise<Buffer | undefined> {
  if (epoch.snapshotHash === undefined) return undefined;
  const path = join(epoch.directory, SNAPSHOT);
  const bytes = await readFile(path);
  if (sha256(bytes) === epoch.snapshotHash) return bytes;
  throw new ChainError(
    'CHAIN_SNAPSHOT_CORRUPT',
    `${path} is damaged: the disk or somebody changed it. Nothing was altered. Restore the data directory from a backup.`,
  );
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
