import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { ChainError } from './errors.ts';

/** Who holds a directory. `started` tells a process from a later one that got the same pid. */
interface Owner {
  pid: number;
  started: string;
}

export interface DirectoryLock {
  /** Idempotent. */
  release(): void;
}

/**
 * Takes a directory for this process, or throws CHAIN_DATA_LOCKED if a living process has it. The lock of a dead
 * process is taken over. It does not see processes of another container or machine that share the directory.
 *
 * Locks are numbered and the highest counts. A successor links the next number, which only one can, and then makes
 * sure that none higher exists: so there is no moment at which a stale lock is removed by two who both want it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const highest = numbers(directory).at(-1) ?? 0;
  const owner = highest === 0 ? undefined : ownerOf(directory, highest);
  if (owner && isAlive(owner)) throw locked(directory, owner.pid);

  const mine = highest + 1;
  const draft = join(directory, `lock.draft-${process.pid}-${Math.random().toString(36).slice(2)}`);
  writeFileSync(draft, JSON.stringify(self()), { mode: 0o600 });
  try {
    linkSync(draft, pathOf(directory, mine));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw locked(directory, undefined);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const all = numbers(directory);
  if (all.at(-1) !== mine) {
    rmSync(pathOf(directory, mine), { force: true });
    throw locked(directory, undefined);
  }
  for (const older of all) if (older < mine) rmSync(pathOf(directory, older), { force: true });

  let held = true;
  return {
    release() {
      // The highest number stays, emptied: a contender that looked before us must not find its number free again.
      if (held) writeFileSync(pathOf(directory, mine), '');
      held = false;
    },
  };
}

const pathOf = (directory: string, number: number): string => join(directory, `lock.${number}`);

function numbers(directory: string): number[] {
  const found = readdirSync(directory).map((name) => /^lock\.(\d+)$/.exec(name)?.[1]);
  return found
    .filter((text) => text !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function ownerOf(directory: string, number: number): Owner | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(directory, number), 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

const self = (): Owner => ({ pid: process.pid, started: startOf(process.pid) ?? '' });

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = startOf(owner.pid);
  return started === undefined || started === owner.started;
}

/** Boot and start time of a process as Linux counts it; undefined elsewhere, where the pid alone must do. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold anything; start time is the 22nd of all.
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return undefined;
  }
}

function locked(directory: string, pid: number | undefined): ChainError {
  const by = pid === undefined ? 'another process that is just starting' : `process ${pid}${commandOf(pid)}`;
  const stop = pid === undefined ? 'Stop it first' : `Stop it first (kill ${pid})`;
  return new ChainError(
    'CHAIN_DATA_LOCKED',
    `${directory} is in use by ${by}. ${stop}, or give this one another data directory (--data).`,
  );
}

/** Only Linux tells. Paths are shortened to their last part, or where the program lies would push out which one it is. */
function commandOf(pid: number): string {
  try {
    const parts = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const words = parts
      .map((part) => (isAbsolute(part) ? basename(part) : part))
      .join(' ')
      .trim();
    return words === '' ? '' : ` (${words.length > 120 ? `${words.slice(0, 120)} ...` : words})`;
  } catch {
    return '';
  }
}
