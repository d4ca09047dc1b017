import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { ChainError } from './errors.ts';

/** The version whose blocks are known to be reproducible; see docs/adr on the embedded chain. */
export const ANVIL_VERSION = '1.7.1';

/**
 * The engine of the embedded chain: the package that npm installed for this platform, else `anvil` on the PATH.
 * Never the wrapper script of `@foundry-rs/anvil`: it starts the engine as a child of its own, out of our reach.
 */
export function findAnvil(path = process.env['PATH'] ?? ''): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const file = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  const candidates = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, file));
  try {
    const manifest = `@foundry-rs/anvil-${process.platform}-${arch}/package.json`;
    candidates.unshift(join(dirname(createRequire(import.meta.url).resolve(manifest)), 'bin', file));
  } catch {
    // Not packaged for this platform: the PATH decides.
  }
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  throw new ChainError(
    'CHAIN_ENGINE_MISSING',
    `anvil was found neither in node_modules nor on the PATH. Put anvil ${ANVIL_VERSION} on the PATH, ` +
      `or run npm install --no-save @foundry-rs/anvil@${ANVIL_VERSION}.`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
