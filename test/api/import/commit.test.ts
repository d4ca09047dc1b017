import { expect } from 'chai';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpClient, ServiceStopped } from '../../../api/import/client.ts';
import { runImport, type ImportOptions } from '../../../api/import/run.ts';
import { UnreadableFile } from '../../../api/import/rows.ts';
import { csvOf, fakeService, folders, recorder, type FakeService, type Recorded } from './support.ts';

const folder = folders();
const right = (i: number) => ({ certificateNumber: `WTR-${i}` });
const rights = (count: number) => Array.from({ length: count }, (_, i) => right(i + 1));

describe('import --commit', () => {
  let service: FakeService;
  beforeEach(async () => {
    service = await fakeService();
  });
  afterEach(() => service.close());

  const fileOf = (content: string) => {
    const path = join(folder(), 'rows.csv');
    writeFileSync(path, content);
    return path;
  };

  const importing = async (file: string, more: Partial<ImportOptions> = {}) => {
    const output = recorder();
    const client = httpClient({ url: service.url, key: 'secret-key', patience: 1, attempts: 3 });
    const summary = await runImport({ file, url: service.url, commit: true, client, ...more }, output);
    return { summary, output };
  };

  async function stopped(promise: Promise<unknown>): Promise<ServiceStopped> {
    try {
      await promise;
    } catch (error) {
      if (error instanceof ServiceStopped) return error;
      throw error;
    }
    throw new Error('the import went through');
  }

  const certificates = (requests: Iterable<Recorded>) =>
    [...requests].map(({ body }) => String(body.certificateNumber)).sort();

  it('posts every row once, with the account and a key of its own', async () => {
    const file = fileOf(csvOf('rights', rights(30)));
    const { summary, output } = await importing(file);
    expect(summary).to.deep.equal({
      ready: 30,
      examples: 0,
      faulty: 0,
      registered: 30,
      pending: 0,
      refused: 0,
    });
    expect(certificates(service.requests)).to.deep.equal(certificates(service.registered.values()));
    expect(service.registered.size).to.equal(30);
    expect(service.requests[0]).to.include({ path: '/v1/rights', authorization: 'Bearer secret-key' });
    expect([output.total, output.steps]).to.deep.equal([30, 30]);
    expect(existsSync(`${file}.rejected.csv`)).to.equal(false);
  });

  it('posts nothing in a dry run, but shows the errors first and writes rejected rows if asked', async () => {
    const file = fileOf(csvOf('rights', [right(1), { ...right(2), quantity: '1.5' }, right(1)]));
    const rejected = join(folder(), 'rejected.csv');
    const { summary, output } = await importing(file, { commit: false, rejected });
    expect(summary).to.include({ ready: 1, faulty: 2, registered: 0 });
    expect(service.requests).to.deep.equal([]);
    expect(output.text()).to.match(/3 +quantity +.*"1.5" is not a whole number.*\n4 +certificateNumber/);
    expect(output.text()).to.match(
      /1 rows can be registered, 2 have errors.*\n.*\n?.*Nothing was registered/,
    );
    expect(readFileSync(rejected, 'utf8').trim().split('\r\n')).to.have.length(3);
  });

  it('never has more than eight requests under way', async () => {
    let open = 0;
    let most = 0;
    service.answer = async () => {
      most = Math.max(most, ++open);
      await sleep(3);
      open -= 1;
      return { status: 201, body: { number: 'x' } };
    };
    await importing(fileOf(csvOf('rights', rights(60))));
    expect(most).to.be.within(4, 8);
  });

  it('posts pledges of one right in the order of the file, whatever the delays', async () => {
    const pledge = (i: number) => ({
      'contract.number': `LOAN-${i}`,
      'collateral.right': `0x${String(i % 3).repeat(64)}`,
    });
    service.answer = async (_, count) => {
      await sleep((count * 7) % 5);
      return { status: 201, body: { number: 'LD-S' } };
    };
    await importing(
      fileOf(
        csvOf(
          'interests',
          Array.from({ length: 40 }, (_, i) => pledge(i + 10)),
        ),
      ),
    );
    expect(service.requests).to.have.length(40);
    for (const rightOf of [0, 1, 2]) {
      const numbers = service.requests
        .map(({ body }) => Number((body.contract as { number: string }).number.slice(5)))
        .filter((i) => i % 3 === rightOf);
      expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
    }
  });

  it('writes refused rows with the reasons of the service, and takes the corrected file as it is', async () => {
    service.answer = ({ body, key }) =>
      body.certificateNumber === 'WTR-2'
        ? {
            status: 400,
            body: {
              code: 'INVALID_REQUEST',
              detail: 'no',
              remedy: 'Correct it.',
              errors: [{ field: '/referencePrice/asOf', message: 'is in the future' }],
            },
          }
        : { status: 201, body: { number: key } };
    const file = fileOf(csvOf('rights', [right(1), right(2), { ...right(3), region: '=cmd()' }]));
    const { summary, output } = await importing(file);
    expect(summary).to.include({ registered: 1, refused: 1, faulty: 1 });
    expect(output.text()).to.match(/referencePrice\.asOf +INVALID_REQUEST: is in the future +Correct it\./);
    const rejected = readFileSync(`${file}.rejected.csv`, 'utf8');
    expect(rejected).to.match(/rejectedRow,rejectedField,rejectedMessage,rejectedRemedy/);
    expect(rejected)
      .to.contain(`'=cmd()`)
      .and.not.to.match(/(^|,)=/m);

    const corrected = fileOf(rejected.replace(`'=cmd()`, 'CN-42').replaceAll('WTR-2', 'WTR-4'));
    const again = await importing(corrected);
    expect(again.summary).to.include({ ready: 2, faulty: 0, registered: 2 });
  });

  it('tries a refused row again under another key, since the first one keeps its answer', async () => {
    const file = fileOf(csvOf('rights', rights(1)));
    const refused = { status: 404, body: { code: 'UNKNOWN_PARTY' } };
    const answers = new Map<string, typeof refused>();
    service.answer = ({ key }) => {
      if (answers.size < 2) answers.set(key, answers.get(key) ?? refused);
      return answers.get(key) ?? { status: 201, body: { number: 'x' } };
    };
    for (const [at, count] of ['refused', 'refused', 'registered', 'registered'].entries()) {
      expect((await importing(file, { rejected: `${file}.${at}` })).summary, String(at)).to.include({
        [count]: 1,
      });
    }
    expect(new Set(service.requests.map(({ key }) => key)).size).to.equal(3);
    expect(service.requests).to.have.length(3);
  });

  it('does not write over a file of rejected rows', async () => {
    const file = fileOf(csvOf('rights', [right(1)]));
    writeFileSync(`${file}.rejected.csv`, 'precious');
    const error = await importing(file).catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(UnreadableFile)
      .with.property('message')
      .that.matches(/exists already/);
    expect(service.requests).to.deep.equal([]);
  });

  it('goes on where it stopped, and registers nothing twice', async () => {
    const file = fileOf(csvOf('rights', rights(40)));
    service.answer = (_, count) => (count <= 15 ? { status: 201, body: { number: 'x' } } : { status: 503 });
    const error = await stopped(importing(file));
    expect(error.message).to.match(/does not answer: it answers 503/);
    const before = service.requests.length;
    service.answer = () => ({ status: 201, body: { number: 'y' } });
    const { summary } = await importing(file);
    expect(summary).to.include({ registered: 40 });
    expect(service.requests.length - before).to.equal(25);
    expect(service.registered.size).to.equal(40);
  });

  it('sends a row whose answer was lost with the same key, also after others were corrected', async () => {
    const rows = [right(1), right(2), { ...right(3), quantity: '1.5' }];
    const file = fileOf(csvOf('rights', rows));
    service.answer = (request) => {
      service.registered.set(request.key, request);
      return undefined;
    };
    // Patient enough that both rows are on their way before the first is given up.
    const client = httpClient({ url: service.url, patience: 200, attempts: 2 });
    await stopped(importing(file, { client }));
    const keys = new Set(service.requests.map(({ key }) => key));
    expect(keys.size).to.equal(2);
    // A kill in the middle of a write leaves half a line.
    appendFileSync(`${file}.import-journal`, '{"url":"');
    writeFileSync(file, csvOf('rights', [{ ...right(3), quantity: '15' }, right(2), right(1)]));
    service.answer = () => ({ status: 201, body: { number: 'x' } });
    const { summary } = await importing(file, { rejected: `${file}.again` });
    expect(summary).to.include({ registered: 3 });
    expect(service.registered.size).to.equal(3);
    expect((await importing(file, { rejected: `${file}.third` })).summary).to.include({ registered: 3 });
    expect(service.registered.size).to.equal(3);
  });

  it('does not take what one service knows for known to another', async () => {
    const file = fileOf(csvOf('rights', rights(3)));
    await importing(file);
    await importing(file, { url: 'http://127.0.0.1:1' });
    expect(service.requests).to.have.length(6);
  });

  it('counts what waits for somebody, and asks again', async () => {
    const file = fileOf(csvOf('rights', rights(2)));
    service.answer = (_, count) => ({
      status: 202,
      body: count === 1 ? { id: '1', awaiting: ['grantor'] } : {},
    });
    const { summary, output } = await importing(file);
    expect(summary).to.include({ registered: 0, pending: 2 });
    expect(output.text()).to.match(/Run the same command again/);
    service.answer = () => ({ status: 201, body: { id: '0x1' } });
    expect((await importing(file)).summary).to.include({ registered: 2, pending: 0 });
    expect(new Set(service.requests.map(({ key }) => key)).size).to.equal(2);
  });

  const becomes: [string, string, Record<string, unknown>, string, RegExp][] = [
    ['final', 'operations', { status: 'final', resource: '/v1/rights/0xab' }, 'registered', /1 registered/],
    [
      'failed',
      'operations',
      { status: 'failed', error: { code: 'DUPLICATE_RIGHT', detail: 'twice' } },
      'refused',
      /DUPLICATE_RIGHT: twice/,
    ],
    ['still under way', 'operations', { status: 'submitted' }, 'pending', /1 pending/],
    ['approved', 'proposals', { id: 'p1', status: 'approved' }, 'registered', /1 registered/],
    ['rejected', 'proposals', { status: 'rejected', reason: 'not ours' }, 'refused', /not ours/],
    [
      'awaiting the grantor',
      'proposals',
      { status: 'awaiting', awaiting: ['grantor'] },
      'pending',
      /1 pending/,
    ],
  ];
  for (const [name, kind, document, count, said] of becomes) {
    it(`follows what was accepted: ${name}`, async () => {
      service.answer = ({ path }) =>
        path === '/v1/rights'
          ? { status: 202, body: {}, headers: { location: `/v1/${kind}/p1` } }
          : { status: 200, body: document };
      const { summary, output } = await importing(fileOf(csvOf('rights', rights(1))));
      expect(summary).to.include({ [count]: 1 });
      expect(output.text()).to.match(said);
    });
  }

  it('does not follow an address elsewhere, nor one that is gone', async () => {
    service.answer = () => ({
      status: 202,
      body: {},
      headers: { location: 'http://example.invalid/v1/operations/1' },
    });
    expect((await importing(fileOf(csvOf('rights', rights(1))))).summary).to.include({ pending: 1 });
    service.answer = ({ path }) =>
      path === '/v1/rights' ? { status: 202, headers: { location: '/v1/operations/1' } } : { status: 404 };
    expect((await importing(fileOf(csvOf('rights', rights(1))))).summary).to.include({ pending: 1 });
  });

  it('tries again after 429, 5xx and broken connections', async () => {
    const seen = new Map<string, number>();
    service.answer = ({ key }) => {
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      if (count === 1) return { status: 429, headers: { 'retry-after': '0' } };
      return count === 2 ? undefined : { status: 201, body: { number: 'x' } };
    };
    expect((await importing(fileOf(csvOf('rights', rights(5))))).summary).to.include({ registered: 5 });
  });

  it('stops at once when the account is refused', async () => {
    service.answer = () => ({ status: 403, body: { detail: 'This key is a checker.' } });
    const error = await stopped(importing(fileOf(csvOf('rights', rights(50)))));
    expect(error.message).to.match(/refuses this account: This key is a checker/);
    expect(error.remedy).to.match(/--key or LUDENG_KEY/);
    expect(service.requests.length).to.be.at.most(9);
  });

  it('says so when there is no service, and when an answer is no JSON', async () => {
    const client = httpClient({ url: 'http://127.0.0.1:1', patience: 1, attempts: 2 });
    const error = await stopped(importing(fileOf(csvOf('rights', rights(1))), { client }));
    expect(error.message).to.match(/http:\/\/127\.0\.0\.1:1 does not answer/);
    service.answer = () => ({ status: 422 });
    const { summary, output } = await importing(fileOf(csvOf('rights', rights(1))));
    expect(summary).to.include({ refused: 1 });
    expect(output.text()).to.match(/HTTP 422: refused/);
  });

  it('refuses a file without rows, and one that is not there', async () => {
    for (const file of [fileOf(csvOf('rights', [])), '/nowhere.csv']) {
      expect(await importing(file).catch((reason: unknown) => reason)).to.be.instanceOf(UnreadableFile);
    }
  });

  it('shows the first fifty errors and counts the rest', async () => {
    const rows = rights(80).map((row) => ({ ...row, quantity: '\u001b[31m' }));
    const { output } = await importing(fileOf(csvOf('rights', rows)), { commit: false });
    expect(output.text()).to.match(/… and 30 more/);
    expect(output.text()).not.to.contain('\u001b');
  });
});
