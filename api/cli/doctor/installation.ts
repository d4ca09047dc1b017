import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ANVIL_VERSION, findAnvil } from '../../chain/anvil-binary.ts';
import { ChainError } from '../../chain/errors.ts';
import { root } from '../root.ts';
import { broken, warning, well, type Finding } from './finding.ts';

/** Node runs TypeScript as it is since 22.18. */
export function node(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > 23 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6);
  if (enough) return well('Node', version);
  return broken('Node', version, 'Start ./ludeng, which brings a newer one, or install Node 22.18 or later.');
}

interface Locked {
  readonly version?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

interface LockFile {
  readonly packages: Readonly<Record<string, Locked>>;
}

const lockFile = (path: string): LockFile => JSON.parse(readFileSync(path, 'utf8')) as LockFile;

/** Compares what npm installed with what the lock file asks for. Packages for other platforms and for development may be missing. */
export function dependencies(folder: string = root): Finding {
  const remedy = 'Delete node_modules and start ./ludeng again, or run npm ci.';
  const hidden = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return broken('dependencies', 'not installed', remedy);
  const installed = lockFile(hidden).packages;
  const wanted = Object.entries(lockFile(join(folder, 'package-lock.json')).packages).filter(
    ([path]) => path !== '',
  );
  const wrong = wanted.filter(([path, { version, optional, dev, devOptional }]) =>
    installed[path] === undefined ? !(optional ?? dev ?? devOptional) : installed[path].version !== version,
  );
  const gone = Object.keys(installed).filter((path) => !existsSync(join(folder, path)));
  const bad = [...wrong.map(([path]) => path), ...gone];
  if (bad.length === 0) return well('dependencies', `${Object.keys(installed).length} packages`);
  return broken('dependencies', `not as package-lock.json says: ${bad.slice(0, 5).join(', ')}`, remedy);
}

/** The embedded chain's engine: the one that npm installed, else the one on the PATH. */
export function anvil(): Finding {
  let command: string;
  let said: string;
  try {
    command = findAnvil();
    said = execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return broken(
      'anvil',
      'not found, or does not run here',
      error instanceof ChainError ? error.message : REMEDY,
    );
  }
  const found = /\d+\.\d+\.\d+/.exec(said)?.[0] ?? said.trim();
  if (found === ANVIL_VERSION) return well('anvil', `${found} (${command})`);
  // Another version may seal other blocks from the same transactions, and then refuses the log of the first.
  return broken('anvil', `${found} (${command}), not ${ANVIL_VERSION}`, REMEDY);
}

const REMEDY = `Put anvil ${ANVIL_VERSION} on the PATH, or run npm install --no-save @foundry-rs/anvil@${ANVIL_VERSION}.`;

/** Every contract has been compiled, and none has changed since. */
export function contracts(folder: string = root): Finding {
  const remedy = './ludeng up compiles them, and so does npm run compile.';
  const sources = globSync('contracts/**/*.sol', { cwd: folder });
  const missing = sources.filter((source) => !existsSync(join(folder, 'artifacts', source)));
  const withCode = missing.filter((source) =>
    /^(abstract )?(contract|interface|library) /m.test(readFileSync(join(folder, source), 'utf8')),
  );
  if (withCode.length > 0) return warning('contracts', `${withCode.length} not compiled yet`, remedy);
  const stamp = join(folder, '.ludeng/compiled');
  const compiledAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const changed = sources.filter((source) => statSync(join(folder, source)).mtimeMs > compiledAt);
  if (changed.length === 0) return well('contracts', `${sources.length} source files compiled`);
  return warning('contracts', 'may have changed since they were compiled', remedy);
}
