import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handOutLater, type Credentials } from '../../../api/node/credentials.ts';
import type { ApiKeyRecord, ApiKeyStore } from '../../../api/http/api-keys.ts';
import { BANK, OTHER_BANK } from '../../support/governed.ts';

describe('the API keys of institutions that were admitted later', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'ludeng-credentials-'))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('are made once, in a file for each', async () => {
    const kept = new Map<string, ApiKeyRecord>();
    const keys: ApiKeyStore = {
      get: (id) => kept.get(id),
      put: (record) => void kept.set(record.id, record),
      list: (institution) => [...kept.values()].filter((it) => it.institution === institution),
    };
    const [bank, ...others] = await handOutLater(directory, [BANK], keys);
    expect(others).to.deep.equal([]);
    const credentials = JSON.parse(readFileSync(bank!, 'utf8')) as Credentials;
    expect(Object.keys(credentials)).to.deep.equal(['bank']);
    expect(credentials['bank']?.maker).to.match(/^ldg_/);
    expect(kept.size).to.equal(2);

    rmSync(bank!);
    expect(await handOutLater(directory, [BANK, OTHER_BANK], keys)).to.deep.equal([
      join(directory, 'credentials-other-bank.json'),
    ]);
  });
});
