import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { newSecret, signatureOf } from '../../../api/webhooks/signature.ts';

describe('the signature of a webhook', () => {
  it('is that of the example that the libraries of Standard Webhooks test with', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = '{"test": 2432232314}';
    expect(signatureOf([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).to.equal(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('is accepted by the reference library under each of the secrets, and under no other', () => {
    const [present, former] = [newSecret(), newSecret()];
    const now = Math.floor(Date.now() / 1000);
    const payload = JSON.stringify({ name: '云溪取水权' });
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(now),
      'webhook-signature': signatureOf([present, former], 'msg_1', now, payload),
    };
    for (const secret of [present, former]) {
      expect(new Webhook(secret).verify(payload, headers)).to.deep.equal({ name: '云溪取水权' });
    }
    expect(() => new Webhook(newSecret()).verify(payload, headers)).to.throw('No matching signature');
    expect(() => new Webhook(present).verify(`${payload} `, headers)).to.throw('No matching signature');
  });

  it('is made with 256 random bits in the published form', () => {
    const secret = newSecret();
    expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSecret()).not.to.equal(secret);
  });
});
