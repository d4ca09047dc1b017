import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvOf, fakeService, folders } from './support.ts';

const MAIN = fileURLToPath(new URL('../../../api/cli/main.ts', import.meta.url));
const folder = folders();

interface Run {
  code: number;
  out: string;
  err: string;
}

const ludeng = (args: readonly string[], env: Record<string, string> = {}): Promise<Run> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [MAIN, 'import', ...args],
      { env: { PATH: process.env.PATH, ...env } },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

describe('ludeng import', () => {
  const fileOf = (content: string) => {
    const path = join(folder(), 'rows.csv');
    writeFileSync(path, content);
    return path;
  };

  it('ends with 0, 1 or 2 as the file is right, has errors, or is of no use', async () => {
    const good = fileOf(csvOf('rights', [{}]));
    const bad = fileOf(csvOf('rights', [{ quantity: 'many' }]));
    const useless = fileOf('colour\nred\n');
    const runs = await Promise.all([ludeng([good]), ludeng([bad]), ludeng([useless]), ludeng([])]);
    expect(runs.map(({ code }) => code)).to.deep.equal([0, 1, 2, 2]);
    expect(runs[0].out).to.match(/Nothing was registered/);
    expect(runs[1].out).to.match(/row +field +what is wrong +what to do\n2 +quantity/);
    expect(runs[2].err).to.match(/neither those of rights.*\nStart from a file in templates/);
  });

  it('refuses wrong options', async () => {
    const file = fileOf(csvOf('rights', [{}]));
    const wrong = [['--url', 'ftp://x'], ['--kind', 'bonds'], ['--encoding', 'ebcdic'], ['--comit']];
    for (const { code } of await Promise.all(wrong.map((options) => ludeng([file, ...options])))) {
      expect(code).to.equal(2);
    }
  });

  it('registers with --commit, the key from the environment', async () => {
    const service = await fakeService();
    try {
      const file = fileOf(csvOf('interests', [{}]));
      const run = await ludeng([file, '--commit', '--kind', 'interests', '--url', service.url], {
        LUDENG_KEY: 'k',
      });
      expect([run.code, run.err]).to.deep.equal([0, '']);
      expect(run.out).to.match(/1 registered, 0 pending, 0 refused/);
      expect(service.requests[0]).to.include({ path: '/v1/security-interests', authorization: 'Bearer k' });
    } finally {
      await service.close();
    }
  });

  it('ends with 1 when there is no service', async () => {
    const file = fileOf(csvOf('rights', [{}]));
    const service = await fakeService();
    service.answer = () => ({ status: 401, body: {} });
    const run = await ludeng([file, '--commit', '--url', service.url]);
    await service.close();
    expect(run.code).to.equal(1);
    expect(run.err).to.match(/refuses this account/);
  });
});
