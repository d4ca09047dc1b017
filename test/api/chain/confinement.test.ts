import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startAnvil, type Anvil } from '../../../api/chain/anvil.ts';
import { findAnvil } from '../../../api/chain/anvil-binary.ts';
import type { ConfinementOptions } from '../../../api/chain/confinement.ts';
import { removeDirectory, temporaryDirectory } from './support.ts';

/** Addresses that this machine's own network namespace listens on, as the kernel writes them. */
const listening = (): string[] =>
  ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((path) => readFileSync(path, 'utf8').trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A')
    .map((fields) => `${fields[1]} ${fields[9]}`);

/** Inodes of the sockets that a process holds. */
const socketsOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });

const reachable = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('confinement of the engine', function () {
  let directory: string;
  let anvil: Anvil | undefined;

  before(function () {
    if (process.platform !== 'linux') this.skip();
  });
  beforeEach(() => (directory = temporaryDirectory()));
  afterEach(async () => {
    await anvil?.stop();
    anvil = undefined;
    removeDirectory(directory);
  });

  const start = async (confinement: ConfinementOptions = {}, runDirectory = directory): Promise<Anvil> =>
    (anvil = await startAnvil({
      chainId: 4242,
      timestamp: 1_700_000_000,
      hardfork: 'prague',
      blockGasLimit: 30_000_000,
      runDirectory,
      confinement,
    }));

  it('gives the engine no port that anybody could reach, where the system has namespaces', async function () {
    const { pid, exposure, rpc } = await start();
    if (exposure.tcp !== 'none') this.skip();
    const sockets = socketsOf(pid);
    expect(sockets).not.to.be.empty;
    expect(listening().filter((line) => sockets.includes(line.split(' ')[1]!))).to.deep.equal([]);
    expect(readlinkSync(`/proc/${pid}/ns/net`)).not.to.equal(readlinkSync('/proc/self/ns/net'));
    expect(Number(await rpc.request('eth_chainId'))).to.equal(4242);
  });

  it('says which address is exposed, where it has not', async () => {
    const { exposure } = await start({ namespace: false });
    expect(exposure.tcp).to.equal('loopback');
    const [host = '', port = ''] = exposure.address!.split(':');
    expect(host).to.match(/^127\./);
    expect(await reachable(host, Number(port))).to.be.true;
    expect(await reachable('127.0.0.1', Number(port))).to.be.false;
  });

  it('finds a place for its socket when the directory has a long path', async () => {
    const { rpc } = await start({}, join(directory, 'a'.repeat(60), 'b'.repeat(60)));
    expect(Number(await rpc.request('eth_chainId'))).to.equal(4242);
  });

  it('tells what the engine said when it cannot start', async () => {
    const options = { chainId: 1, timestamp: 1, blockGasLimit: 1, runDirectory: directory };
    const error: unknown = await startAnvil({ ...options, hardfork: 'no such fork' }).catch(
      (e: unknown) => e,
    );
    expect(error).to.include({ code: 'CHAIN_ENGINE_FAILED' });
    expect(String(error)).to.contain('no such fork');
  });

  it('prefers the packaged engine to one on the PATH, and says what to do without any', () => {
    expect(findAnvil('/nowhere')).to.match(/anvil$/);
  });

  for (const guard of ['kernel', 'pipe'] as const) {
    for (const namespace of [true, false]) {
      it(`ends the engine with its owner (${guard} guard, namespace ${namespace})`, async () => {
        const confinement = { namespace, deathSignal: guard === 'kernel' };
        const child = spawn(process.execPath, [OWNER, directory, JSON.stringify(confinement)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const pid = Number(await new Promise((resolve) => child.stdout.once('data', resolve)));
        expect(isAlive(pid)).to.be.true;
        child.kill('SIGKILL');
        for (let wait = 0; wait < 200 && isAlive(pid); wait++) await new Promise((r) => setTimeout(r, 10));
        expect(isAlive(pid)).to.be.false;
      });
    }
  }
});

const OWNER = fileURLToPath(new URL('dying-owner.ts', import.meta.url));

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
