import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { interestBody, partyBody, rightBody } from '../support/bodies.ts';
import { Registry, type Party, type ProblemBody, type Right } from '../support/client.ts';
import { LudengProcess } from '../support/ludeng-process.ts';
import { unique } from './shared.ts';

interface Begun {
  key: string;
  body: object;
  answer: { status: number; body: unknown } | undefined;
}

describe('a stop and a restart', function () {
  this.timeout(90_000);
  let folder: string;
  let system: LudengProcess;

  before(() => (folder = mkdtempSync(join(tmpdir(), 'ludeng-restart-'))));
  after(async () => {
    await system.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () => {
    system = new LudengProcess(join(folder, 'data'));
    return new Registry(await system.ready, system.credentials);
  };

  it('while writes are under way: the stop is quick and clean, and everything is answered the same afterwards', async () => {
    let registry = await start();
    const authority = registry.as('authority');
    const holder = await authority.made<Party>('/v1/parties', partyBody(unique('示例公司')));
    const right = await authority.made<Right>('/v1/rights', rightBody(holder.id, unique('证')));
    const begun: Begun[] = [];
    const writer = async () => {
      for (;;) {
        const key = unique('restart-');
        const wish = {
          ...{ grantor: holder.id, bank: registry.idOf('bankA'), right: right.id },
          ...{ quantity: '1', contract: key },
        };
        const body = interestBody(wish, { acknowledgeJunior: true });
        const write: Begun = { key, body, answer: undefined };
        begun.push(write);
        const answer = await registry.as('bankA').post('/v1/security-interests', body, { key });
        if (answer.status >= 500) return;
        write.answer = { status: answer.status, body: answer.body };
      }
    };
    const writers = Array.from({ length: 4 }, () => writer().catch(() => undefined));
    await sleep(700);
    const began = performance.now();
    const ending = await system.stop();
    const seconds = (performance.now() - began) / 1000;
    expect(ending, system.output).to.deep.equal({ code: 0, signal: null });
    expect(seconds).to.be.below(8);
    await Promise.all(writers);
    const answered = begun.filter(({ answer }) => answer !== undefined);
    expect(answered.length).to.be.above(5);

    registry = await start();
    for (const { key, body, answer } of answered) {
      const again = await registry.as('bankA').post('/v1/security-interests', body, { key });
      expect({ status: again.status, body: again.body }).to.deep.equal(answer);
    }
    const reads = [`/v1/parties/${holder.id}`, `/v1/rights/${right.id}`, `/v1/rights/${right.id}/line`];
    const lists = [`/v1/security-interests?right=${right.id}&limit=100`, '/v1/notices?limit=100'];
    const read = () => Promise.all([...reads, ...lists].map((path) => registry.as('bankB').read(path)));
    const before = await read();
    expect((await system.stop()).code).to.equal(0);
    registry = await start();
    expect(withoutCursors(await read())).to.deep.equal(withoutCursors(before));
  });

  it('a second service on the same data directory is refused in words', async () => {
    const second = new LudengProcess(join(folder, 'data'));
    const { code } = await second.ended;
    expect(code).to.equal(1);
    expect(second.output).to.contain('is in use by process');
    const answer = await new Registry(await system.ready, system.credentials)
      .as('bankA')
      .get<ProblemBody>('/v1/right-types');
    expect(answer.status).to.equal(200);
  });
});

/** Cursors are sealed with a key of the running process. */
const withoutCursors = (answers: unknown[]): unknown[] =>
  answers.map((each) => ({ ...(each as object), nextCursor: undefined }));
