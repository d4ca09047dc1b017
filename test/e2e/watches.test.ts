import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { partyBody, rightBody } from '../support/bodies.ts';
import { Registry, type Page, type Party, type ProblemBody, type Right } from '../support/client.ts';
import { LudengProcess } from '../support/ludeng-process.ts';
import { Receiver } from '../support/receiver.ts';
import { unique } from './shared.ts';

interface Watch {
  id: string;
  secret: string | null;
  status: string;
  attempts: number;
  delivery: 'stream' | { webhook: string };
}
interface WatchEvent {
  type: string;
  data: { number: string; rights: string[] };
}

// A system of its own, since it is killed, and since webhooks may go to this machine.
describe('watches', function () {
  this.timeout(90_000);
  let folder: string;
  let system: LudengProcess;
  let registry: Registry;
  let receiver: Receiver;

  const start = async () => {
    system = new LudengProcess(join(folder, 'data'), { LUDENG_WEBHOOK_NETWORKS: '127.0.0.1' });
    registry = new Registry(await system.ready, system.credentials);
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ludeng-watches-'));
    await start();
  });
  after(async () => {
    await system.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => (receiver = await Receiver.start()));
  afterEach(() => receiver.close());

  const newParty = () => registry.as('authority').made<Party>('/v1/parties', partyBody(unique('示例公司')));
  const newRight = (holder: string) =>
    registry.as('authority').made<Right>('/v1/rights', rightBody(holder, unique('证')));
  const watch = (subject: object, more: object = {}) =>
    registry
      .as('bankA')
      .made<Watch>('/v1/watches', { subject, delivery: { webhook: receiver.url }, ...more });
  const read = (id: string) => registry.as('bankA').read<Watch>(`/v1/watches/${id}`);
  const eventOf = (body: string) => JSON.parse(body) as WatchEvent;

  it('tell by signed webhook what is registered about a party from then on', async () => {
    const party = await newParty();
    const { secret, status } = await watch({ party: party.id });
    expect(status).to.equal('active');
    await newRight((await newParty()).id);
    const right = await newRight(party.id);
    const [{ body, headers } = { body: '', headers: {} }] = await receiver.has(1);
    const event = new Webhook(secret!).verify(body, headers as Record<string, string>) as WatchEvent;
    expect(event.type).to.equal('notice.right-registration');
    expect(event.data).to.deep.include({ number: right.number, rights: [right.id] });
    expect(receiver.received).to.have.length(1);
  });

  it('are made once per Idempotency-Key, with one secret that is never shown again', async () => {
    const { id: party } = await newParty();
    const body = { subject: { party }, delivery: { webhook: receiver.url } };
    const key = unique('watch-');
    const first = await registry.as('bankA').post<Watch>('/v1/watches', body, { key });
    const again = await registry.as('bankA').post<Watch>('/v1/watches', body, { key });
    expect(first.status).to.equal(201);
    expect(first.headers.get('location')).to.equal(`/v1/watches/${first.body.id}`);
    expect(first.body.secret).to.match(/^whsec_/);
    expect(again.body).to.deep.equal(first.body);
    const { items } = await registry.as('bankA').read<Page<Watch>>('/v1/watches');
    expect(items.filter(({ id }) => id === first.body.id)).to.have.length(1);
    expect(JSON.stringify([items, await read(first.body.id)])).not.to.contain('whsec_');
    const other = await registry
      .as('bankA')
      .post<ProblemBody>('/v1/watches', { ...body, delivery: 'stream' }, { key });
    expect([other.status, other.body.code]).to.deep.equal([409, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('are listed page by page, newest first, even if one of them is deleted meanwhile', async () => {
    const { id: party } = await newParty();
    const made: string[] = [];
    for (let i = 0; i < 3; i++) {
      const body = { subject: { party }, delivery: 'stream' };
      made.push((await registry.as('bankB').made<Watch>('/v1/watches', body)).id);
    }
    const pageOf = (cursor?: string) => {
      const more = cursor === undefined ? '' : `&cursor=${cursor}`;
      return registry.as('bankB').read<Page<Watch>>(`/v1/watches?limit=2${more}`);
    };
    const first = await pageOf();
    expect(first.items).to.have.length(2);
    await registry.as('bankB').delete(`/v1/watches/${first.items[1]!.id}`);
    const second = await pageOf(first.nextCursor);
    expect(second).not.to.have.property('nextCursor');
    const seen = [...first.items, ...second.items].map(({ id }) => id);
    expect(seen).to.have.members(made).and.have.length(3);
  });

  it('of another institution are not there', async () => {
    const { id } = await watch({ party: (await newParty()).id });
    const bankB = registry.as('bankB');
    const answers = [
      await bankB.get<ProblemBody>(`/v1/watches/${id}`),
      await bankB.get<ProblemBody>(`/v1/watches/${id}/events`),
      await bankB.post<ProblemBody>(`/v1/watches/${id}/secret`),
      await bankB.post<ProblemBody>(`/v1/watches/${id}/resume`),
      await bankB.delete<ProblemBody>(`/v1/watches/${id}`),
    ];
    for (const { status, body } of answers) expect([status, body.code]).to.deep.equal([404, 'NOT_FOUND']);
    const { items } = await bankB.read<Page<Watch>>('/v1/watches?limit=100');
    expect(items.map((each) => each.id)).not.to.include(id);
    expect((await read(id)).id).to.equal(id);
  });

  it('are refused for subjects that are not there and for URLs that lead elsewhere', async () => {
    const { id: party } = await newParty();
    const refusal = async (body: object) => {
      const answer = await registry.as('bankA').post<ProblemBody>('/v1/watches', body);
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.field];
    };
    const to = (webhook: string) => ({ subject: { party }, delivery: { webhook } });
    expect(await refusal(to('https://169.254.169.254/'))).to.deep.equal([
      400,
      'INVALID_WEBHOOK',
      '/delivery/webhook',
    ]);
    expect(await refusal(to('http://bank.example/'))).to.deep.equal([
      400,
      'INVALID_WEBHOOK',
      '/delivery/webhook',
    ]);
    expect(await refusal({ subject: { right: `0x${'ab'.repeat(32)}` }, delivery: 'stream' })).to.deep.equal([
      ...[404, 'NOT_FOUND', '/subject/right'],
    ]);
    expect(await refusal({ subject: {}, delivery: 'stream' })).to.deep.equal([
      400,
      'INVALID_REQUEST',
      '/subject',
    ]);
    const kinds = { subject: { party }, delivery: 'stream', events: ['cancelation'] };
    expect(await refusal(kinds)).to.deep.equal([400, 'INVALID_REQUEST', '/events/0']);
  });

  it('take a new secret beside the former one, and end when they are deleted', async () => {
    const party = await newParty();
    const made = await watch({ party: party.id });
    const renewed = await registry.as('bankA').made<Watch>(`/v1/watches/${made.id}/secret`, {});
    expect(renewed.secret)
      .to.match(/^whsec_/)
      .and.not.equal(made.secret);
    await newRight(party.id);
    const [{ body, headers } = { body: '', headers: {} }] = await receiver.has(1);
    for (const { secret } of [made, renewed]) {
      expect(new Webhook(secret!).verify(body, headers as Record<string, string>)).to.have.property('type');
    }
    expect((await registry.as('bankA').delete(`/v1/watches/${made.id}`)).status).to.equal(204);
    expect((await registry.as('bankA').get(`/v1/watches/${made.id}`)).status).to.equal(404);
  });

  it('can be read as a stream, from their beginning and from where a client left', async () => {
    const party = await newParty();
    const { id, secret } = await watch({ party: party.id }, { delivery: 'stream' });
    expect(secret).to.equal(null);
    const rights = [await newRight(party.id), await newRight(party.id)];
    const all = await stream(`/v1/watches/${id}/events`, 2);
    expect(all.map(({ event }) => event.data.number)).to.deep.equal(rights.map(({ number }) => number));
    const reading = stream(`/v1/watches/${id}/events`, 2, all[0]!.id);
    const live = await newRight(party.id);
    expect((await reading).map(({ event }) => event.data.number)).to.deep.equal([
      rights[1]!.number,
      live.number,
    ]);
  });

  it('survive kill -9: what was not taken comes again under its id, and what is new after it', async () => {
    const party = await newParty();
    const { id } = await watch({ party: party.id });
    receiver.answers.push(500);
    const first = await newRight(party.id);
    await receiver.has(1);
    while ((await read(id)).status !== 'retrying') await sleep(20);
    const second = await newRight(party.id);
    await system.kill();
    await start();
    const received = await receiver.has(3);
    expect(received.map(({ body }) => eventOf(body).data.number)).to.deep.equal([
      ...[first.number, first.number, second.number],
    ]);
    expect(receiver.ids[1]).to.equal(receiver.ids[0]);
    expect((await system.stop()).code, system.output).to.equal(0);
    expect(system.output).not.to.contain('token=abc');
  });

  /** Reads a stream until it has so many events, then leaves. */
  async function stream(
    path: string,
    count: number,
    lastEventId?: string,
  ): Promise<{ id: string; event: WatchEvent }[]> {
    const leave = new AbortController();
    const response = await fetch(registry.url + path, {
      headers: {
        authorization: `Bearer ${registry.credentials['bankA']!.maker}`,
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: leave.signal,
    });
    expect(response.status).to.equal(200);
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.split('\n\n').filter((block) => block.startsWith('id:')).length >= count) break;
    }
    leave.abort();
    return [...text.matchAll(/^id: (.*)\nevent: (.*)\ndata: (.*)$/gm)].map(([, id, type, data]) => {
      const event = eventOf(data!);
      expect(type).to.equal(event.type);
      return { id: id!, event };
    });
  }
});
