import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockDirectory } from '../../../api/chain/directory-lock.ts';
import { ChainError } from '../../../api/chain/errors.ts';
import { Keystore } from '../../../api/chain/keystore.ts';
import { explain } from '../../../api/cli/explain.ts';
import { StoreLockedError } from '../../../api/store/errors.ts';

describe('an error at the command line', () => {
  let directory: string;

  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'ludeng-explain-'))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  async function said(work: () => unknown): Promise<string> {
    try {
      await work();
    } catch (error) {
      return explain(error);
    }
    return 'no error';
  }

  it('says who holds the data directory and how to go on, without a stack', async () => {
    const lock = lockDirectory(directory);
    const words = await said(() => lockDirectory(directory));
    lock.release();
    expect(words)
      .to.contain('[CHAIN_DATA_LOCKED]')
      .and.contain(`${directory} is in use by process ${process.pid}`)
      .and.contain(`kill ${process.pid}`)
      .and.contain('--data')
      .and.not.match(/^\s+at /m);
    if (process.platform === 'linux') expect(words).to.contain('mocha');
  });

  it('says which passphrase is wrong', async () => {
    const passphrase = 'correct horse battery';
    await (await Keystore.open({ directory, chainId: 1, passphrase })).ensure('bank');
    const words = await said(() =>
      Keystore.open({ directory, chainId: 1, passphrase: 'wrong horse battery' }),
    );
    expect(words).to.contain('[KEYSTORE_PASSPHRASE_WRONG]').and.contain('LUDENG_KEYSTORE_PASSPHRASE');
    expect(words).not.to.match(/^\s+at |horse/m);
  });

  it('gives the cause of an error of the chain or a database, and the stack of one that nobody foresaw', () => {
    const full = new Error('ENOSPC: no space left on device');
    expect(explain(new ChainError('CHAIN_STORAGE_FAILED', 'The disk failed.', { cause: full })))
      .to.contain('The disk failed. [CHAIN_STORAGE_FAILED]\n  ENOSPC: no space left on device')
      .and.contain('docs/operations.md');
    expect(explain(new StoreLockedError('/data/index', full))).to.contain('[STORE_LOCKED]');
    expect(explain(new TypeError('unforeseen'))).to.match(/^\s+at /m);
  });
});
