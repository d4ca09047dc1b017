import { expect } from 'chai';
import { parseConfig } from '../../../api/settings/config.ts';
import { reachable } from '../../../api/webhooks/networks.ts';
import { sender } from '../../../api/webhooks/send.ts';
import { flawOfTarget } from '../../../api/webhooks/target.ts';
import { Receiver } from '../../support/receiver.ts';

const publicOnly = reachable([]);
const here = reachable(['127.0.0.0/8', '10.1.0.0/16']);

describe('the URL of a webhook', () => {
  it('is https, without credentials or fragment', () => {
    expect(flawOfTarget('https://bank.example/hook?x=1', publicOnly)).to.equal(undefined);
    expect(flawOfTarget('http://bank.example/hook', publicOnly)).to.equal('is not https');
    expect(flawOfTarget('ftp://bank.example/', publicOnly)).to.equal('is not https');
    expect(flawOfTarget('https://me:secret@bank.example/', publicOnly)).to.contain('credentials');
    expect(flawOfTarget('https://bank.example/#x', publicOnly)).to.contain('fragment');
    expect(flawOfTarget('bank.example', publicOnly)).to.equal('is not a URL');
    expect(flawOfTarget(`https://bank.example/${'x'.repeat(2048)}`, publicOnly)).to.contain('longer');
  });

  it('leads to the public internet only, in whatever way the address is written', () => {
    const inside = [
      ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0.0.0.0', '10.0.0.1', '169.254.169.254'],
      ...['172.16.0.1', '192.168.1.1', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
      ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:8.8.8.8]', '[fe80::1]', '[fd00::1]', '[ff02::1]'],
      ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[2001:db8::1]', '[2001::1]', 'localhost'],
    ];
    for (const host of inside) {
      expect(flawOfTarget(`https://${host}/`, publicOnly), host).to.contain('may not go to');
    }
    for (const host of ['8.8.8.8', '172.32.0.1', '[2606:4700::1111]']) {
      expect(flawOfTarget(`https://${host}/`, publicOnly), host).to.equal(undefined);
    }
  });

  it('leads also to networks that the operator names, without TLS only on this machine', () => {
    expect(flawOfTarget('https://10.1.2.3/', here)).to.equal(undefined);
    expect(flawOfTarget('https://10.2.2.3/', here)).to.contain('may not go to');
    expect(flawOfTarget('http://10.1.2.3/', here)).to.equal('is not https');
    expect(flawOfTarget('http://127.0.0.1:8000/', here)).to.equal(undefined);
    expect(flawOfTarget('http://localhost:8000/', here)).to.equal(undefined);
  });

  it('is held against the networks of a setting that is checked at the start', () => {
    const { webhookNetworks } = parseConfig({ LUDENG_WEBHOOK_NETWORKS: '10.1.0.0/16, fd00::/8' });
    expect(webhookNetworks).to.deep.equal(['10.1.0.0/16', 'fd00::/8']);
    expect(parseConfig({}).webhookNetworks).to.deep.equal([]);
    for (const wrong of ['10.1.0.0/33', 'fd00::/129', 'bank', '10.1.0.0/1/2']) {
      expect(() => parseConfig({ LUDENG_WEBHOOK_NETWORKS: wrong }), wrong).to.throw(
        'LUDENG_WEBHOOK_NETWORKS',
      );
    }
  });
});

describe('an attempt', () => {
  let receiver: Receiver;
  beforeEach(async () => (receiver = await Receiver.start()));
  afterEach(() => receiver.close());
  const signal = () => new AbortController().signal;
  const outgoing = (url: string) => ({ url, headers: { 'webhook-id': 'msg_1' }, body: '{}' });

  it('asks where a name leads every time, and goes nowhere if any address is inside', async () => {
    let addresses = ['8.8.8.8', '10.0.0.1'];
    const send = sender(publicOnly, { resolve: async () => addresses });
    const refused = { failure: 'the name leads to an address that webhooks may not go to' };
    expect(await send(outgoing('https://bank.example/'), signal())).to.deep.equal(refused);
    addresses = ['127.0.0.1'];
    expect(
      await send(outgoing(`https://bank.example:${new URL(receiver.url).port}/`), signal()),
    ).to.deep.equal(refused);
    expect(receiver.received).to.deep.equal([]);
  });

  it('goes to the very address that was checked, whatever the name leads to a moment later', async () => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return asked.length === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    };
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    expect(await sender(here, { resolve })(outgoing(url), signal())).to.deep.equal({ status: 204 });
    expect(asked).to.deep.equal(['localhost']);
  });

  it('is refused once the operator has withdrawn the network', async () => {
    const outcome = await sender(publicOnly)(outgoing(receiver.url), signal());
    expect(outcome).to.have.property('failure').that.contains('may not go to');
    expect(receiver.received).to.deep.equal([]);
  });

  it('follows no redirect', async () => {
    const other = await Receiver.start();
    receiver.answers.push({ status: 307, headers: { location: other.url } });
    const outcome = await sender(here)(outgoing(receiver.url), signal());
    await other.close();
    expect(outcome).to.deep.equal({ status: 307 });
    expect(other.received).to.deep.equal([]);
  });

  it('ends when the receiver takes too long, and says so', async () => {
    receiver.answers.push({ status: 200, afterMs: 2_000 });
    const outcome = await sender(here, { timeoutMs: 100 })(outgoing(receiver.url), signal());
    expect(outcome).to.deep.equal({ failure: 'no answer in 0.1 seconds' });
  });

  it('names the fault of a connection without repeating the URL, whose query may be secret', async () => {
    const { url } = receiver;
    await receiver.close();
    const outcome = await sender(here)(outgoing(url), signal());
    receiver = await Receiver.start();
    expect(outcome).to.deep.equal({ failure: 'ECONNREFUSED' });
  });

  it('heeds how long the receiver asks to wait', async () => {
    receiver.answers.push({ status: 503, headers: { 'retry-after': '7' } });
    expect(await sender(here)(outgoing(receiver.url), signal())).to.deep.equal({
      status: 503,
      retryAfterMs: 7_000,
    });
  });
});
