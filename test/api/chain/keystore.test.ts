import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { Transaction, verifyTypedData, Wallet } from 'ethers';
import { Keystore } from '../../../api/chain/keystore.ts';
import { removeDirectory, temporaryDirectory } from './support.ts';

const KEY = `0x${'5a'.repeat(32)}`;
const PASSPHRASE = 'a passphrase of the bank';

describe('keystore', function () {
  this.timeout(20_000);
  let directory: string;

  beforeEach(() => (directory = temporaryDirectory()));
  afterEach(() => removeDirectory(directory));

  const open = (passphrase?: string): Promise<Keystore> =>
    Keystore.open({ directory, chainId: 7, passphrase });
  const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'no error',
      (error: unknown) => (error as { code: unknown }).code,
    );

  it('keeps its keys through a restart, encrypted and readable by the owner alone', async () => {
    const keys = await open(PASSPHRASE);
    const address = await keys.import('bankA/maker', KEY);
    expect(await keys.ensure('bankA/maker')).to.equal(address);
    const made = await keys.ensure('bankA/checker');
    const again = await open(PASSPHRASE);
    expect(again.labels()).to.deep.equal(['bankA/checker', 'bankA/maker']);
    expect(again.address('bankA/maker')).to.equal(new Wallet(KEY).address);
    expect(again.address('bankA/checker')).to.equal(made);
    for (const name of readdirSync(directory)) {
      expect(statSync(join(directory, name)).mode & 0o777, name).to.equal(0o600);
      expect(readFileSync(join(directory, name), 'utf8')).not.to.contain(KEY.slice(2));
    }
  });

  it('writes what any wallet reads', async () => {
    await (await open()).import('maker', KEY);
    const secret = readFileSync(join(directory, 'passphrase'), 'utf8');
    const wallet = await Wallet.fromEncryptedJson(
      readFileSync(join(directory, 'maker.json'), 'utf8'),
      secret,
    );
    expect(wallet.privateKey).to.equal(KEY);
  });

  it('makes a secret of its own for pilots', async () => {
    const keys = await open();
    const [address, same] = await Promise.all([keys.ensure('maker'), keys.ensure('maker')]);
    expect(same).to.equal(address);
    expect((await open()).address('maker')).to.equal(address);
    expect(statSync(join(directory, 'passphrase')).mode & 0o777).to.equal(0o600);
  });

  it('refuses a wrong or a missing passphrase, exposed files, unknown and taken labels, and bad keys', async () => {
    const keys = await open(PASSPHRASE);
    await keys.import('maker', KEY);
    expect(await codeOf(open('another passphrase'))).to.equal('KEYSTORE_PASSPHRASE_WRONG');
    expect(await codeOf(open())).to.equal('KEYSTORE_PASSPHRASE_MISSING');
    expect(await codeOf(keys.import('maker', `0x${'5b'.repeat(32)}`))).to.equal('KEYSTORE_LABEL_TAKEN');
    expect(await codeOf(keys.import('other', `${KEY}00`))).to.equal('KEYSTORE_KEY_INVALID');
    expect(() => keys.address('nobody')).to.throw('There is no key nobody');
    chmodSync(join(directory, 'maker.json'), 0o644);
    expect(await codeOf(open(PASSPHRASE))).to.equal('KEYSTORE_EXPOSED');
  });

  it('signs transactions at price zero for its chain, and typed data', async () => {
    const keys = await open();
    const from = await keys.import('maker', KEY);
    const parsed = Transaction.from(
      await keys.signTransaction('maker', { nonce: 3, data: '0x12', gasLimit: 9 }),
    );
    expect(parsed).to.include({
      from,
      nonce: 3,
      type: 2,
      to: null,
      data: '0x12',
      chainId: 7n,
      maxFeePerGas: 0n,
    });
    const legacy = await Keystore.open({ directory, chainId: 7, transactionType: 0 });
    const old = Transaction.from(
      await legacy.signTransaction('maker', { nonce: 0, to: from, data: '0x', gasLimit: 9 }),
    );
    expect(old).to.include({ from, type: 0, gasPrice: 0n, chainId: 7n, to: from });
    const types = { Consent: [{ name: 'right', type: 'bytes32' }] };
    const value = { right: `0x${'01'.repeat(32)}` };
    const signature = await keys.signTypedData('maker', { chainId: 7 }, types, value);
    expect(verifyTypedData({ chainId: 7 }, types, value, signature)).to.equal(from);
  });

  it('does not show a key when it is printed', async () => {
    const keys = await open();
    await keys.import('maker', KEY);
    const error: unknown = await keys.import('other', `${KEY}zz`).catch((caught: unknown) => caught);
    for (const shown of [
      inspect(keys, { depth: 9, showHidden: true }),
      JSON.stringify(keys),
      inspect(error),
    ]) {
      expect(shown).not.to.contain(KEY.slice(2));
    }
  });

  it('opens 20 keys under a chosen passphrase', async () => {
    const keys = await open(PASSPHRASE);
    await Promise.all(Array.from({ length: 20 }, (_, i) => keys.ensure(`bank${i}/maker`)));
    expect((await open(PASSPHRASE)).labels()).to.have.length(20);
  });
});
