import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ANVIL_VERSION } from '../../../api/chain/anvil-binary.ts';
import * as installation from '../../../api/cli/doctor/installation.ts';
import * as surroundings from '../../../api/cli/doctor/surroundings.ts';
import { Database } from '../../../api/store/database.ts';

describe('the doctor', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ludeng-doctor-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [version, state] of [
    ['20.20.2', 'broken'],
    ['22.17.9', 'broken'],
    ['22.18.0', 'well'],
    ['23.5.0', 'broken'],
    ['23.6.0', 'well'],
    ['24.0.0', 'well'],
  ] as const) {
    it(`finds Node ${version} ${state}`, () => expect(installation.node(version).state).to.equal(state));
  }

  describe('of dependencies', () => {
    const packages = (path: string, of: Record<string, object>) => {
      mkdirSync(join(folder, 'node_modules/a'), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify({ packages: of }));
    };
    const a = { 'node_modules/a': { version: '1.0.0' } };

    it('finds none', () => expect(installation.dependencies(folder).found).to.equal('not installed'));

    it('misses nothing that is for another platform, or for development', () => {
      packages('package-lock.json', {
        '': {},
        ...a,
        'node_modules/b': { version: '2.0.0', optional: true },
        'node_modules/c': { version: '2.0.0', dev: true },
      });
      packages('node_modules/.package-lock.json', a);
      expect(installation.dependencies(folder).state).to.equal('well');
    });

    it('names what has another version, is not installed or has been deleted', () => {
      packages('package-lock.json', {
        'node_modules/a': { version: '1.0.1' },
        'node_modules/b': { version: '2.0.0' },
      });
      packages('node_modules/.package-lock.json', { ...a, 'node_modules/c': { version: '3.0.0' } });
      const { state, found } = installation.dependencies(folder);
      expect(state).to.equal('broken');
      expect(found).to.match(/node_modules\/a, node_modules\/b, node_modules\/c$/);
    });
  });

  it('wants the version of anvil that the packages bring', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(manifest.optionalDependencies['@foundry-rs/anvil-linux-amd64']).to.equal(ANVIL_VERSION);
    expect(installation.anvil().state).to.equal('well');
  });

  it('finds contracts that were not compiled, or that changed since', () => {
    mkdirSync(join(folder, 'contracts'));
    writeFileSync(join(folder, 'contracts/A.sol'), 'contract A {}');
    writeFileSync(join(folder, 'contracts/T.sol'), 'type T is uint256;');
    expect(installation.contracts(folder)).to.include({ state: 'warning', found: '1 not compiled yet' });
    mkdirSync(join(folder, 'artifacts/contracts/A.sol'), { recursive: true });
    expect(installation.contracts(folder).found).to.match(/may have changed/);
    mkdirSync(join(folder, '.ludeng'));
    writeFileSync(join(folder, '.ludeng/compiled'), '');
    expect(installation.contracts(folder).state).to.equal('well');
  });

  it('sees whether the port is free', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await surroundings.port('127.0.0.1', port)).to.include({ state: 'warning' });
    await new Promise((resolve) => server.close(resolve));
    expect(await surroundings.port('127.0.0.1', port)).to.include({ state: 'well' });
  });

  it('accepts a data directory that is there or can be made, and nothing else', () => {
    expect(surroundings.dataDirectory(folder).state).to.equal('well');
    expect(surroundings.dataDirectory(join(folder, 'new/data')).found).to.match(/will be made$/);
    writeFileSync(join(folder, 'file'), '');
    expect(surroundings.dataDirectory(join(folder, 'file')).state).to.equal('broken');
    expect(surroundings.dataDirectory(join(folder, 'file/data')).state).to.equal('broken');
  });

  it('names the process that holds the database', async function () {
    if (process.platform !== 'linux') return this.skip();
    const database = await Database.open(join(folder, 'index'));
    expect(surroundings.dataDirectory(folder).found).to.include(`in use by process ${process.pid}`);
    await database.close();
    expect(surroundings.dataDirectory(folder).state).to.equal('well');
  });

  it('measures the disk under a directory that is not there yet', async () => {
    expect((await surroundings.diskSpace(join(folder, 'new'))).found).to.match(/^\d+\.\d GiB free$/);
  });
});
