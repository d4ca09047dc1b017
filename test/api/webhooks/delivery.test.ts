import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { DurableStore } from '../../../api/store/durable-store.ts';
import type { Alert, AlertSource } from '../../../api/webhooks/alerts.ts';
import { delayAfter, RETRY_DELAYS } from '../../../api/webhooks/schedule.ts';
import { newSecret } from '../../../api/webhooks/signature.ts';
import type { Watch } from '../../../api/webhooks/watch.ts';
import { temporaryFolder } from '../../support/indexes.ts';
import { Receiver } from '../../support/receiver.ts';
import { BANK, Notices, OTHER, RIGHT, watching, watchOf, type Wishes } from '../../support/watching.ts';

describe('the deliveries of a watch', () => {
  const folder = temporaryFolder();
  let durable: DurableStore;
  let receiver: Receiver;
  let notices: Notices;
  let running: ReturnType<typeof watching>;

  beforeEach(async () => {
    durable = await DurableStore.open(join(folder(), 'journal'));
    receiver = await Receiver.start();
    notices = new Notices();
  });
  afterEach(async () => {
    await running.dispatcher.close(0);
    await receiver.close();
    await durable.close();
    expect(running.errors).to.deep.equal([]);
  });

  async function start(wishes?: Wishes): Promise<void> {
    running = watching(durable, notices, wishes);
    await running.dispatcher.start();
  }
  async function restart(wishes?: Wishes): Promise<void> {
    await running.dispatcher.close(0);
    await durable.close();
    durable = await DurableStore.open(join(folder(), 'journal'));
    await start(wishes);
  }
  async function watch(more: Partial<Watch> = {}): Promise<Watch> {
    const made = watchOf(receiver.url, more);
    await running.store.put(made);
    running.dispatcher.add(made);
    return made;
  }
  const sequences = () =>
    receiver.received.map(({ body }) => (JSON.parse(body) as { data: { sequence: string } }).data.sequence);
  const until = async (condition: () => boolean) => {
    for (let waited = 0; waited < 5_000 && !condition(); waited += 10) await sleep(10);
    expect(condition(), String(condition)).to.equal(true);
  };

  it('are what concerns its subject, signed so that the reference library takes them', async () => {
    await start();
    const { secret } = await watch();
    notices.happens(OTHER);
    notices.happens(RIGHT);
    const [{ body, headers } = { body: '', headers: {} }] = await receiver.has(1);
    const event = new Webhook(secret!).verify(body, headers as Record<string, string>);
    expect(event).to.deep.include({ type: 'notice.right-registration', timestamp: '2023-11-14T22:13:22Z' });
    expect(event).to.have.property('data').that.includes({ sequence: '2', kind: 'right-registration' });
    expect(headers['content-type']).to.equal('application/json');
    expect(receiver.received).to.have.length(1);
  });

  it('are only of the kinds that it wants', async () => {
    await start();
    await watch({ events: ['cancellation'] });
    notices.happens(RIGHT);
    notices.happens(RIGHT, 'cancellation');
    notices.happens(RIGHT);
    await receiver.has(1);
    await sleep(50);
    expect(sequences()).to.deep.equal(['2']);
  });

  it('are repeated under the same id until they are taken, and in order', async () => {
    await start();
    receiver.answers.push(500, 302);
    const { id } = await watch();
    notices.happens(RIGHT);
    notices.happens(RIGHT);
    await receiver.has(4);
    expect(sequences()).to.deep.equal(['1', '1', '1', '2']);
    expect(new Set(receiver.ids.slice(0, 3)).size).to.equal(1);
    expect(receiver.ids[3]).not.to.equal(receiver.ids[0]);
    await until(() => running.attempts.length === 4);
    expect(running.attempts.map(({ ok, result }) => [ok, result])).to.deep.equal([
      [false, 'HTTP 500'],
      [false, 'HTTP 302'],
      [true, 'HTTP 204'],
      [true, 'HTTP 204'],
    ]);
    expect(running.store.progress(id)).to.deep.include({ attempts: 0, position: { sequence: 2, alerts: 0 } });
    expect(running.dispatcher.awaiting).to.equal(0);
  });

  it('never tell what is not final, nor what was taken back', async () => {
    await start();
    await watch();
    notices.enter(RIGHT, 'cancellation');
    await sleep(50);
    expect(receiver.received).to.deep.equal([]);
    notices.takeBack();
    notices.enter(RIGHT, 'initial-registration');
    notices.finalize();
    const [first] = await receiver.has(1);
    expect(JSON.parse(first!.body)).to.include({ type: 'notice.initial-registration' });
  });

  it('tell what was in the index already when it becomes final after the start', async () => {
    running = watching(durable, notices);
    await running.store.put(watchOf(receiver.url));
    notices.enter(RIGHT);
    await running.dispatcher.start();
    await sleep(50);
    expect(receiver.received).to.deep.equal([]);
    notices.finalize();
    await receiver.has(1);
  });

  it('go on after a restart where they were: nothing is lost, and a repetition keeps its id', async () => {
    await start({ delays: [200] });
    receiver.answers.push(204, 500);
    await watch();
    notices.happens(RIGHT);
    notices.happens(RIGHT);
    await until(() => running.attempts.length === 2);
    await running.dispatcher.close(0);
    notices.happens(RIGHT);
    await restart({ delays: [200] });
    await receiver.has(4);
    expect(sequences()).to.deep.equal(['1', '2', '2', '3']);
    expect(receiver.ids[2]).to.equal(receiver.ids[1]);
  });

  it('are sent again if the service ended before it knew that they were taken', async () => {
    await start();
    receiver.answers.push({ status: 200, afterMs: 300 });
    const { id } = await watch();
    notices.happens(RIGHT);
    await receiver.has(1);
    await restart();
    await receiver.has(2);
    expect(receiver.ids[1]).to.equal(receiver.ids[0]);
    await until(() => running.store.progress(id)?.position.sequence === 1);
  });

  it('under way are waited for at the end of the service', async () => {
    await start();
    receiver.answers.push({ status: 200, afterMs: 200 });
    const { id } = await watch();
    notices.happens(RIGHT);
    await receiver.has(1);
    await running.dispatcher.close(5_000);
    expect(running.store.progress(id)?.position.sequence).to.equal(1);
  });

  it('stop at 410 Gone until it is resumed, also after a restart, and then lose nothing', async () => {
    await start();
    receiver.answers.push(410);
    const made = await watch();
    notices.happens(RIGHT);
    await until(() => running.store.progress(made.id)?.stopped === 'gone');
    notices.happens(RIGHT);
    await restart();
    await sleep(50);
    expect(receiver.received).to.have.length(1);
    await running.dispatcher.resume(made);
    await receiver.has(3);
    expect(sequences()).to.deep.equal(['1', '1', '2']);
  });

  it('stop when the schedule is over', async () => {
    await start({ delays: [10, 10] });
    receiver.answers.push(500, 500, 500);
    const { id } = await watch();
    notices.happens(RIGHT);
    await until(() => running.store.progress(id)?.stopped === 'exhausted');
    expect(receiver.received).to.have.length(3);
  });

  it('of a slow receiver hold up no other institution', async () => {
    await start();
    receiver.answers.push(...Array.from({ length: 4 }, () => ({ status: 200, afterMs: 400 })));
    for (let i = 0; i < 6; i++) await watch();
    notices.happens(RIGHT);
    await receiver.has(4);
    await sleep(50);
    expect(receiver.received).to.have.length(4);
    const prompt = await Receiver.start();
    const other = watchOf(prompt.url, { institution: OTHER });
    await running.store.put(other);
    running.dispatcher.add(other);
    await prompt.has(1);
    await prompt.close();
    expect(receiver.received).to.have.length(4);
    await receiver.has(6);
  });

  it('of a slow receiver are given up in time and repeated', async () => {
    await start({ timeoutMs: 50 });
    receiver.answers.push({ status: 200, afterMs: 1_000 });
    await watch();
    notices.happens(RIGHT);
    await receiver.has(2);
    await until(() => running.attempts.length === 2);
    expect(running.attempts.map(({ ok }) => ok)).to.deep.equal([false, true]);
  });

  it('are signed with the former secret too, as long as it counts', async () => {
    await start();
    const former = newSecret();
    const inAnHour = Math.floor(Date.now() / 1_000) + 3_600;
    await watch({ formerSecret: { secret: former, until: inAnHour } });
    await watch({ formerSecret: { secret: former, until: inAnHour - 7_200 } });
    notices.happens(RIGHT);
    const received = await receiver.has(2);
    const signatures = received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length);
    expect(signatures.sort()).to.deep.equal([1, 2]);
  });

  it('end with the watch, of which nothing is left', async () => {
    await start();
    receiver.answers.push(500);
    const made = await watch();
    notices.happens(RIGHT);
    await until(() => running.store.progress(made.id)?.attempts === 1);
    await running.dispatcher.remove(made);
    const seen = receiver.received.length;
    notices.happens(RIGHT);
    await sleep(50);
    expect(receiver.received).to.have.length(seen);
    expect(running.store.get(made.id)).to.equal(undefined);
    expect(running.store.progress(made.id)).to.equal(undefined);
    expect(await running.store.of(BANK)).to.deep.equal([]);
  });

  describe('and alerts', () => {
    const lapsed = (right: Alert['rights'][number], id = `lapsed/${right}`): Alert => ({
      ...{ id, kind: 'lapsed', rights: [right], parties: [], interest: undefined, dueAt: 1_700_000_000 },
    });
    let standing: Alert[];
    const source: AlertSource = { alertsAt: () => standing };
    beforeEach(() => (standing = []));

    it('are told once, however often they are derived, also after a restart', async () => {
      standing = [lapsed(RIGHT), lapsed(OTHER)];
      await start({ sources: [source] });
      const { id } = await watch();
      const [first] = await receiver.has(1);
      const event = JSON.parse(first!.body) as { type: string; data: object };
      expect(event.type).to.equal('alert.lapsed');
      expect(event.data).to.deep.include({
        id: `lapsed/${RIGHT}`,
        dueAt: '2023-11-14T22:13:20Z',
        interest: null,
      });
      await until(() => running.store.progress(id)?.position.alerts === 1);
      await restart({ sources: [source] });
      await sleep(100);
      expect(receiver.received).to.have.length(1);
      standing.push(lapsed(RIGHT, 'lapsed/again'));
      await receiver.has(2);
      expect(new Set(receiver.ids).size).to.equal(2);
    });

    it('that no longer stand are still told, if they were found, once the receiver is back', async () => {
      standing = [lapsed(RIGHT)];
      receiver.answers.push(503);
      await start({ sources: [source], delays: [100] });
      await watch();
      await receiver.has(1);
      standing = [];
      await restart({ sources: [source], delays: [100] });
      await receiver.has(2);
      expect(receiver.ids[1]).to.equal(receiver.ids[0]);
    });

    it('of kinds that a watch does not want are neither told nor kept', async () => {
      standing = [lapsed(RIGHT)];
      await start({ sources: [source] });
      const { id } = await watch({ events: ['cancellation'] });
      await sleep(100);
      expect(receiver.received).to.deep.equal([]);
      expect(await running.alerts.after(id, 0, 10)).to.deep.equal([]);
    });
  });
});

describe('the schedule of repetitions', () => {
  it('is the published one, later by a fifth at most, then over', () => {
    RETRY_DELAYS.forEach((delay, i) => {
      expect(delayAfter(i + 1)).to.be.within(delay, delay * 1.2);
    });
    expect(delayAfter(RETRY_DELAYS.length + 1)).to.equal(undefined);
    const hours = RETRY_DELAYS.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
    expect(hours).to.be.within(75, 76);
  });

  it('waits as long as the receiver asks, a day at most', () => {
    expect(delayAfter(1, 60_000)).to.equal(60_000);
    expect(delayAfter(1, 1e12)).to.equal(86_400_000);
  });
});
