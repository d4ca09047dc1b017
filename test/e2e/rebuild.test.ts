import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Database } from '../../api/store/database.ts';
import { LudengProcess } from '../support/ludeng-process.ts';

const MAIN = fileURLToPath(new URL('../../api/cli/main.ts', import.meta.url));

function rebuild(data: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [MAIN, 'rebuild', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

describe('ludeng rebuild', function () {
  this.timeout(90_000);
  let folder: string;
  let data: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ludeng-rebuild-'));
    data = join(folder, 'data');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('says what to do where there is no registry', async () => {
    const { code, output } = await rebuild(data);
    expect(code).to.equal(1);
    expect(output).to.contain('has no finished registry').and.contain('ludeng up');
  });

  it('refuses while the service runs, and leaves it running', async () => {
    const system = new LudengProcess(data);
    try {
      const url = await system.ready;
      const { code, output } = await rebuild(data);
      expect(code).to.equal(1);
      expect(output).to.contain('stop it, then rebuild').and.not.contain('    at ');
      expect((await fetch(`${url}/readyz`)).status).to.equal(200);
    } finally {
      await system.stop();
    }
  });

  it('finds the index of a stopped service equal to the chain', async () => {
    const { code, output } = await rebuild(data);
    expect(output).to.contain('equal to the index before').and.contain('each as in the ledger');
    expect(code).to.equal(0);
  });

  it('names what an index has otherwise than the chain, and mends it', async () => {
    const index = await Database.open(join(data, 'index'));
    const [changed] = (await index.first({ gte: 'row/right/', lt: 'row/right0' }))!;
    const [missing] = (await index.first({ gte: 'index/party-by-name/', lt: 'index/party-by-name0' }))!;
    await index.write(
      new Map([
        [changed, Buffer.from('{"since":1,"version":0,"row":{}}')],
        [missing, undefined],
      ]),
    );
    await index.close();
    const { code, output } = await rebuild(data);
    expect(code, output).to.equal(1);
    expect(output)
      .to.contain(`changed ${JSON.stringify(changed)}`)
      .and.contain(`added ${JSON.stringify(missing)}`);
    expect((await rebuild(data)).code, 'afterwards').to.equal(0);
  });

  it('builds an index anew that cannot be read at all', async () => {
    rmSync(join(data, 'index'), { recursive: true });
    const { code, output } = await rebuild(data);
    expect(output).to.contain('no index to compare with');
    expect(code).to.equal(0);
  });
});
