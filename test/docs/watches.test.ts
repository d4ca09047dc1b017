import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { newSecret, signatureOf } from '../../api/webhooks/signature.ts';

type IsGenuine = (secret: string, headers: Record<string, string>, body: string) => boolean;

const text = readFileSync(new URL('../../docs/watches.md', import.meta.url), 'utf8');
const [, code = ''] = /```js\n(.*?)```/s.exec(text) ?? [];

describe('the check of a signature in docs/watches.md', () => {
  let isGenuine: IsGenuine;
  before(async () => {
    const published = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      isGenuine: IsGenuine;
    };
    isGenuine = (secret, headers, body) => published.isGenuine(secret, headers, body);
  });

  const secret = newSecret();
  const body = '{"name":"云溪取水权"}';
  const headersAt = (seconds: number, secrets = [secret]) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatureOf(secrets, 'msg_1', seconds, body),
  });
  const now = Math.floor(Date.now() / 1_000);

  it('accepts what we sign, also with two secrets', () => {
    expect(isGenuine(secret, headersAt(now), body)).to.equal(true);
    expect(isGenuine(secret, headersAt(now, [newSecret(), secret]), body)).to.equal(true);
  });

  it('refuses another body, another secret, another id, and what is old', () => {
    expect(isGenuine(secret, headersAt(now), `${body} `)).to.equal(false);
    expect(isGenuine(newSecret(), headersAt(now), body)).to.equal(false);
    expect(isGenuine(secret, { ...headersAt(now), 'webhook-id': 'msg_2' }, body)).to.equal(false);
    expect(isGenuine(secret, headersAt(now - 301), body)).to.equal(false);
    expect(isGenuine(secret, { ...headersAt(now), 'webhook-timestamp': 'now' }, body)).to.equal(false);
  });
});
