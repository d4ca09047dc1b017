import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Governed } from '../../support/governed.ts';

const MAIN = new URL('../../../api/cli/main.ts', import.meta.url).pathname;
const DELAYS = { admission: 2, policy: 2, succession: 3, administration: 3, key: 0 };

interface Row {
  id: number;
  state: string;
  role: string;
  executableAt: string;
}

describe('ludeng governance', function () {
  this.timeout(60_000);
  let registry: Governed;
  before(async () => (registry = await Governed.start(DELAYS)));
  after(() => registry.end());

  async function ludeng(...args: string[]) {
    const child = spawn(process.execPath, [MAIN, 'governance', ...args], {
      env: { ...process.env, LUDENG_DATA: registry.directory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { out, err, status };
  }

  it('says that the service has to be stopped while it runs', async () => {
    const { err, status } = await ludeng('list');
    expect(err).to.include(`A service runs on ${registry.directory}: stop it, govern, then start it again.`);
    expect(status).to.equal(1);
    await registry.chain.close();
  });

  it('schedules, lists, and executes what is due', async () => {
    const planned = await ludeng('schedule', 'capacities', 'bank', 'secured-party,court');
    expect(planned.out).to.match(
      /^1 {2}scheduled, can be executed from \S+Z {2}give institution 1 \(bank\) the/,
    );
    expect(planned).to.include({ err: '', status: 0 });

    const [row] = JSON.parse((await ludeng('list', '--json')).out) as [Row];
    expect(row).to.include({ id: 1, role: 'ADMISSION' });
    await sleep(Math.max(0, Date.parse(row.executableAt) - Date.now()));
    expect((await ludeng('execute')).out).to.match(/^1 {2}executed \S+Z {2}give/);
    const again = await ludeng('execute', '1');
    expect(again.err).to.match(/^ludeng: Operation 1 was executed at /);
    expect(again.status).to.equal(1);
  });

  it('ends with 2 when it is used wrongly', async () => {
    const wrong = await ludeng('schedule', 'key', 'bank', 'baker');
    expect(wrong.err).to.equal('ludeng: DUTY has no value baker.\nGive one of: maker, checker, auditor.\n');
    expect(wrong.status).to.equal(2);
    expect((await ludeng('execute', 'all')).status).to.equal(2);
    expect((await ludeng('schedule', 'key', 'bank')).status).to.equal(2);
  });

  it('ends with 1 where there is no registry', async () => {
    const { err, status } = await ludeng('list', '--data', registry.elsewhere());
    expect(err).to.match(/^ludeng: There is no registry in /);
    expect(status).to.equal(1);
  });
});
