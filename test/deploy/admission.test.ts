import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCall, interfaceOf } from '../../api/chain/contracts.ts';
import { EmbeddedChain } from '../../api/chain/embedded.ts';
import { Keystore } from '../../api/chain/keystore.ts';
import type { Hex } from '../../api/chain/types.ts';
import {
  executeDue,
  pendingAdmissions,
  removeKey,
  scheduleKey,
  type Governor,
} from '../../deploy/admission.ts';
import { ensureDeployment } from '../../deploy/record.ts';
import { trustedKeyActiveAt } from '../../domain/time/clocks.ts';

const BANK = {
  ...{ label: 'bank', legalName: '示例银行', jurisdiction: 'CN', address: '' },
  identifiers: [{ scheme: 'LEI' as const, value: '5493001KJTIIGC8Y1R12' }],
  ...{ capacities: ['secured-party' as const], duties: ['maker' as const], competentFor: [] },
};
const delays = { admission: 2, policy: 1, succession: 1, administration: 1, key: 0 };
const clock = () => Math.floor(Date.now() / 1000);

describe('a key for a registry that runs', function () {
  this.timeout(60_000);
  let directory: string;
  let chain: EmbeddedChain;
  let governor: Governor;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'ludeng-admission-'));
    chain = await EmbeddedChain.open({ directory: join(directory, 'chain') });
    const keystore = await Keystore.open({ directory: join(directory, 'keys'), chainId: chain.chainId });
    const plan = () => Promise.resolve({ genesis: { delays, institutions: [BANK] }, policies: [] });
    const deployment = await ensureDeployment(directory, chain, keystore, plan);
    governor = { directory, chain, keystore, deployment };
  });
  after(async () => {
    await chain.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function keyAt(address: Hex): Promise<number[]> {
    const data = encodeCall('Institutions', 'key', [address]);
    const answer = await chain.call({ to: governor.deployment.addresses.Institutions, data });
    const [key] = interfaceOf('Institutions').decodeFunctionResult('key', answer) as unknown as [bigint[]];
    return [...key].map(Number);
  }

  it('is scheduled once, added when its delay is over, acts from noon of the fourth working day, and is removed at once', async () => {
    const now = clock();
    const made = await scheduleKey(governor, { institution: 'bank', duty: 'maker' }, now);
    expect(made.label).to.equal('bank/maker.2');
    expect(made.activeFrom).to.equal(trustedKeyActiveAt(now).at);
    expect(made.executableAt).to.be.within(now + 2, now + 10);
    expect(await scheduleKey(governor, { institution: 'bank', duty: 'maker' }, now + 1)).to.deep.equal(made);
    expect(pendingAdmissions(directory)).to.deep.equal([made]);

    expect(await executeDue(governor, made.executableAt - 1)).to.deep.equal([]);
    expect(await keyAt(made.address)).to.deep.equal([0, 0, 0, 0]);
    await sleep(Math.max(0, made.executableAt + 1 - clock()) * 1000);
    expect(await executeDue(governor, clock())).to.deep.equal([made]);
    expect(await keyAt(made.address)).to.deep.equal([1, 1, made.activeFrom, 0]);
    expect(pendingAdmissions(directory)).to.deep.equal([]);

    await removeKey(governor, made.address);
    const [, , , removedAt] = await keyAt(made.address);
    expect(removedAt).to.be.within(now, clock());
  });

  it('is not added sooner than governance is slow, whatever the note beside it says', async () => {
    const made = await scheduleKey(governor, { institution: 'bank', duty: 'checker' }, clock());
    expect(made.label).to.equal('bank/checker');
    const early = await executeDue(governor, made.executableAt).then(
      () => 'executed',
      (error: unknown) => (error as Error).message,
    );
    expect(early).not.to.equal('executed');
    expect(pendingAdmissions(directory)).to.deep.equal([made]);
  });

  it('is for an institution of the registry only', async () => {
    const refused = await scheduleKey(governor, { institution: 'stranger', duty: 'maker' }, clock()).then(
      () => 'scheduled',
      (error: unknown) => (error as Error).message,
    );
    expect(refused).to.equal('There is no institution stranger; this registry has: bank.');
    expect(governor.keystore.has('stranger/maker')).to.equal(false);
  });
});
