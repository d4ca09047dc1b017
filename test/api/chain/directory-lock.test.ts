import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockDirectory } from '../../../api/chain/directory-lock.ts';
import { removeDirectory, temporaryDirectory } from './support.ts';

describe('lock of the data directory', () => {
  let directory: string;

  beforeEach(() => (directory = temporaryDirectory()));
  afterEach(() => removeDirectory(directory));

  const attempt = (): unknown => {
    try {
      lockDirectory(directory);
      return 'taken';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('has one owner, and another one after its release', () => {
    const lock = lockDirectory(directory);
    expect(attempt()).to.equal('CHAIN_DATA_LOCKED');
    lock.release();
    lock.release();
    expect(attempt()).to.equal('taken');
  });

  it('is refused to another process, with the pid of the owner', () => {
    lockDirectory(directory);
    const module = new URL('../../../api/chain/directory-lock.ts', import.meta.url).href;
    const script = `import(${JSON.stringify(module)}).then((m) => m.lockDirectory(${JSON.stringify(directory)}))`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(status).to.equal(1);
    expect(stderr).to.contain(`process ${process.pid}`);
  });

  it('is taken over from a dead process, and from one whose pid is in use again', () => {
    const { pid } = spawnSync('true');
    writeFileSync(join(directory, 'lock.7'), JSON.stringify({ pid, started: 'then' }));
    const lock = lockDirectory(directory);
    expect(attempt()).to.equal('CHAIN_DATA_LOCKED');
    lock.release();
    if (process.platform !== 'linux') return;
    writeFileSync(
      join(directory, 'lock.9'),
      JSON.stringify({ pid: process.pid, started: 'in another life' }),
    );
    expect(attempt()).to.equal('taken');
  });

  it('is taken over when a crash left it unreadable', () => {
    writeFileSync(join(directory, 'lock.3'), '{"pid":');
    expect(attempt()).to.equal('taken');
  });
});
