import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreCorruptError } from '../errors.ts';
import { logRecords } from './log-file.ts';
import { liveTables } from './manifest.ts';
import { verifyTableFile } from './table-file.ts';

/**
 * Reads every living file of a closed database once and compares its checksums. LevelDB, as the level package builds it, writes
 * checksums but silently skips bad log records and never looks at the checksums of tables: a flipped bit could turn a pledge into a
 * nil result. A database that does not exist yet is sound.
 * @throws StoreCorruptError
 */
export async function verifyFiles(location: string): Promise<void> {
  const names: string[] = await readdir(location).catch(() => []);
  const check = async <T>(name: string, verify: (file: Buffer) => T): Promise<T> => {
    try {
      return verify(await readFile(join(location, name)));
    } catch (error) {
      throw new StoreCorruptError(location, `${name}: ${(error as Error).message}`, error);
    }
  };
  const manifest = names.includes('CURRENT')
    ? await check('CURRENT', (file) => file.toString('utf8').trimEnd())
    : undefined;
  if (manifest === undefined) {
    // An empty database would take the place of what is left of this one.
    const rest = names.find((name) => /\.(ldb|sst|log)$/.test(name));
    if (rest) throw new StoreCorruptError(location, `${rest} is there, but CURRENT is missing`);
    return;
  }
  // Tables that the manifest does not name are what a crash interrupted; the engine deletes them.
  const live = await check(manifest, (file) => liveTables(logRecords(file)));
  for (const name of names) {
    const number = Number.parseInt(name, 10);
    if (name.endsWith('.log')) await check(name, logRecords);
    else if (/\.(ldb|sst)$/.test(name) && live.has(number)) await check(name, verifyTableFile);
  }
}
