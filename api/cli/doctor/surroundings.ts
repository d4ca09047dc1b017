import { accessSync, constants, existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { broken, warning, well, type Finding } from './finding.ts';

const GIB = 2 ** 30;

/** No other process listens on the port of the API. */
export async function port(host: string, number: number): Promise<Finding> {
  const where = `${host}:${number}`;
  const error = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
    const server = createServer();
    server.once('error', done);
    server.listen({ host, port: number, exclusive: true }, () => server.close(() => done(undefined)));
  });
  if (error === undefined) return well('port', `${where} is free`);
  if (error.code === 'EADDRINUSE') {
    const remedy = 'End the program that listens there (a running Ludeng?), or choose another with --port.';
    return warning('port', `${where} is in use`, remedy);
  }
  return broken(
    'port',
    `cannot listen on ${where}: ${error.code ?? error.message}`,
    'Choose another --host or --port.',
  );
}

// A folder that is not there yet will be made in the nearest one that is.
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

/** The data directory can be written to, and belongs to no other user. */
export function dataDirectory(data: string): Finding {
  const path = resolve(data);
  const present = nearest(path);
  if (!statSync(present).isDirectory()) {
    return broken('data directory', `${present} is not a directory`, 'Choose another with --data.');
  }
  try {
    accessSync(present, constants.W_OK | constants.X_OK);
  } catch {
    return broken(
      'data directory',
      `${present} cannot be written to`,
      'Change its owner, or choose another with --data.',
    );
  }
  if (present !== path) return well('data directory', `${path} will be made`);
  const holder = holderOf(path);
  if (holder === undefined) return well('data directory', path);
  const remedy =
    'End it before another is started on the same data, or choose another directory with --data.';
  return warning('data directory', `${path} is in use by process ${holder}`, remedy);
}

/** The process that holds the lock of a database under `data`. Only Linux tells; elsewhere starting will. */
function holderOf(data: string): number | undefined {
  const locks = '/proc/locks';
  if (!existsSync(locks)) return undefined;
  const inodes = globSync('**/LOCK', { cwd: data }).map((file) => statSync(join(data, file)).ino);
  // 1: POSIX  ADVISORY  WRITE 4711 fe:00:1234567 0 EOF
  const held = [...readFileSync(locks, 'utf8').matchAll(/ (\d+) [0-9a-f]+:[0-9a-f]+:(\d+) /g)];
  const found = held.find(([, , inode]) => inodes.includes(Number(inode)));
  return found === undefined ? undefined : Number(found[1]);
}

/** A registry that runs out of disk stops accepting writes; it loses none that it accepted. */
export async function diskSpace(data: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearest(resolve(data)));
  const free = bavail * bsize;
  const found = `${(free / GIB).toFixed(1)} GiB free`;
  const remedy = 'Make room, or choose a data directory on another disk with --data.';
  if (free < GIB / 4) return broken('disk', found, remedy);
  return free < 2 * GIB ? warning('disk', found, remedy) : well('disk', found);
}
