import { expect } from 'chai';
import { Interface, Transaction, Wallet } from 'ethers';
import { ChainError } from '../../../api/chain/errors.ts';
import type { Signer } from '../../../api/chain/signer.ts';
import type { Hex } from '../../../api/chain/types.ts';
import { Problem } from '../../../api/errors/problem.ts';
import {
  isSettled,
  type Operation,
  type OperationKind,
  type OperationRequest,
  type OperationStore,
} from '../../../api/outbox/operation.ts';
import { Outbox } from '../../../api/outbox/outbox.ts';
import { FakeChain } from '../../support/fake-chain.ts';

const STALE = new Interface(['error StaleState(uint8,bytes32,bytes32,bytes32)']).encodeErrorResult(
  'StaleState',
  [1, ...Array.from({ length: 3 }, () => `0x${'00'.repeat(32)}`)],
) as Hex;
const ENDED = new Interface(['error NotEffective(bytes32,uint8)']).encodeErrorResult('NotEffective', [
  `0x${'00'.repeat(32)}`,
  2,
]) as Hex;

const DISMISSED = new Interface(['error NotAppointed(address,uint8)']).encodeErrorResult('NotAppointed', [
  `0x${'22'.repeat(20)}`,
  1,
]) as Hex;

const wallet = new Wallet(`0x${'11'.repeat(32)}`);
const signer: Signer = {
  address: () => wallet.address as Hex,
  has: () => true,
  signTransaction: async (_, { nonce, to, data, gasLimit }) => {
    const fields = { type: 2, chainId: 7, nonce, data, gasLimit, maxFeePerGas: 0, maxPriorityFeePerGas: 0 };
    const transaction = Transaction.from({ ...fields, ...(to ? { to } : {}) });
    transaction.signature = wallet.signingKey.sign(transaction.unsignedHash);
    return transaction.serialized as Hex;
  },
  signTypedData: async () => '0x',
};

/** Operations in memory; what was put survives a restart of the outbox. */
class MemoryOperations implements OperationStore {
  readonly kept = new Map<Hex, Operation>();

  async put(operation: Operation): Promise<void> {
    this.kept.set(operation.id, operation);
  }

  get(id: Hex): Operation | undefined {
    return this.kept.get(id);
  }

  async open(): Promise<Operation[]> {
    return [...this.kept.values()].filter((operation) => !isSettled(operation));
  }
}

describe('the outbox', () => {
  let chain: FakeChain;
  let store: MemoryOperations;
  let built: number;
  let outbox: Outbox;

  const kind: OperationKind<{ value: number; subject?: string }> = {
    subjects: ({ subject }) => (subject === undefined ? [] : [subject]),
    prepare({ value }) {
      built += 1;
      return {
        to: `0x${'22'.repeat(20)}`,
        data: `0x${value.toString(16).padStart(4, '0')}`,
        gasLimit: 100_000,
      };
    },
  };
  const start = () =>
    new Outbox({
      chain,
      signer,
      store,
      inclusion: { waitFor: async () => undefined },
      kinds: new Map([['write', kind]]),
      onError: () => undefined,
    });
  const request = (value: number, more: Partial<OperationRequest> = {}): OperationRequest => ({
    kind: 'write',
    institution: '0x01',
    key: 'bank/maker',
    scope: `bank/${value}`,
    fingerprint: `f${value}`,
    intent: { value },
    ...more,
  });
  const effects = () =>
    chain.sealed.filter(({ receipt }) => receipt.status === 1).map((it) => Number(it.transaction.data));
  const done = async (operation: Operation) => outbox.settled(operation.id);
  const refusal = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Problem);
    return (error as Problem).code;
  };

  beforeEach(() => {
    chain = new FakeChain();
    store = new MemoryOperations();
    built = 0;
    outbox = start();
  });
  afterEach(async () => outbox.close(0));

  it('makes an accepted write final, with its block', async () => {
    const operation = await done(await outbox.accept(request(1)));
    expect(operation.status).to.equal('final');
    expect(operation.block?.number).to.equal(chain.sealed[0]?.receipt.blockNumber);
    expect(effects()).to.deep.equal([1]);
  });

  it('keeps a write before its first byte goes to the chain', async () => {
    chain.sendFaults.push('lost request');
    const { id } = await outbox.accept(request(1));
    expect(store.get(id)).to.include({ status: 'accepted' });
    expect(store.get(id)?.attempts).to.have.length(1);
    expect(chain.sealed).to.have.length(0);
  });

  it('keeps nothing that the simulation refuses, and takes no nonce for it', async () => {
    chain.refusal = () => ENDED;
    expect(await refusal(outbox.accept(request(1)))).to.equal('INTEREST_ENDED');
    expect(store.kept.size).to.equal(0);
    chain.refusal = () => undefined;
    await done(await outbox.accept(request(2)));
    expect(chain.sealed[0]?.transaction.nonce).to.equal(0);
  });

  it('gives nonces without gaps to many at once', async () => {
    const accepted = await Promise.all(Array.from({ length: 50 }, (_, i) => outbox.accept(request(i))));
    await Promise.all(accepted.map(done));
    expect(chain.sealed.map(({ transaction }) => transaction.nonce)).to.deep.equal([...Array(50).keys()]);
    expect(effects().sort((a, b) => a - b)).to.deep.equal([...Array(50).keys()]);
  });

  it('does once what is asked twice, at once or later', async () => {
    const [a, b] = await Promise.all([outbox.accept(request(1)), outbox.accept(request(1))]);
    await done(a);
    const c = await outbox.accept(request(1));
    expect([b.id, c.id]).to.deep.equal([a.id, a.id]);
    expect(c.status).to.equal('final');
    expect(effects()).to.deep.equal([1]);
  });

  it('refuses a scope that was used for another request', async () => {
    await done(await outbox.accept(request(1)));
    expect(await refusal(outbox.accept(request(1, { fingerprint: 'other' })))).to.equal(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('lets operations on a common subject wait for one another', async () => {
    chain.automatic = false;
    const first = await outbox.accept(request(1, { intent: { value: 1, subject: 'right/1' } }));
    const second = outbox.accept(request(2, { intent: { value: 2, subject: 'right/1' } }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(built).to.equal(1);
    chain.seal();
    await done(first);
    const { id } = await second;
    expect(built).to.equal(2);
    chain.seal();
    expect((await outbox.settled(id)).status).to.equal('final');
  });

  it('builds anew when the state was stale in simulation', async () => {
    let stale = 3;
    chain.refusal = () => (stale-- > 0 ? STALE : undefined);
    await done(await outbox.accept(request(1)));
    expect(built).to.equal(4);
    expect(effects()).to.deep.equal([1]);
  });

  it('builds anew when the registry was dismissed, since it may have a successor by then', async () => {
    chain.refusal = () => (built === 1 ? DISMISSED : undefined);
    await done(await outbox.accept(request(1)));
    expect(built).to.equal(2);
    chain.refusal = () => DISMISSED;
    expect(await refusal(outbox.accept(request(2)))).to.equal('REGISTRY_NOT_APPOINTED');
  });

  it('gives up on a state that is always stale', async () => {
    chain.refusal = () => STALE;
    expect(await refusal(outbox.accept(request(1)))).to.equal('STALE_STATE');
  });

  it('makes another attempt when the transaction reverts in its block', async () => {
    let overtaken = true;
    chain.reverts = () => overtaken && !(overtaken = false);
    const operation = await done(await outbox.accept(request(1)));
    expect(operation.status).to.equal('final');
    expect(operation.attempts.map(({ nonce }) => nonce)).to.deep.equal([0, 1]);
    expect(effects()).to.deep.equal([1]);
  });

  it('fails with the decoded reason when the new state does not allow it any more', async () => {
    chain.reverts = () => {
      chain.refusal = () => ENDED;
      return true;
    };
    const operation = await done(await outbox.accept(request(1)));
    expect(operation.status).to.equal('failed');
    expect(operation.failure?.code).to.equal('INTEREST_ENDED');
    expect(effects()).to.deep.equal([]);
  });

  it('finds its transaction when only the answer was lost', async () => {
    chain.sendFaults.push('lost answer');
    const operation = await done(await outbox.accept(request(1)));
    expect(operation).to.include({ status: 'final' });
    expect(operation.attempts).to.have.length(1);
    expect(effects()).to.deep.equal([1]);
  });

  it('makes another attempt of a transaction that the node refuses, without a gap', async () => {
    chain.sendFaults.push('refused', 'refused');
    const first = await outbox.accept(request(1));
    const operation = await done(first);
    expect(operation.status).to.equal('final');
    const next = await done(await outbox.accept(request(2)));
    expect(next.status).to.equal('final');
    expect(effects().sort()).to.deep.equal([1, 2]);
    expect(chain.sealed.map(({ transaction }) => transaction.nonce)).to.deep.equal([0, 1]);
  });

  it('goes on asking while the chain cannot be reached', async () => {
    chain.automatic = false;
    const operation = await outbox.accept(request(1));
    chain.outage = 3;
    chain.seal();
    expect((await done(operation)).status).to.equal('final');
  });

  it('says that the chain cannot be reached, and keeps nothing', async () => {
    chain.call = () => Promise.reject(new ChainError('CHAIN_UNAVAILABLE', 'down', { retryable: true }));
    expect(await refusal(outbox.accept(request(1)))).to.equal('CHAIN_UNAVAILABLE');
    expect(store.kept.size).to.equal(0);
  });

  describe('after a crash', () => {
    const crash = async () => {
      const before = outbox;
      outbox = start();
      await before.close(0);
    };

    it('sends again what was kept and never sent', async () => {
      chain.sendFaults.push('lost request');
      const { id } = await outbox.accept(request(1));
      await crash();
      expect(await outbox.recover()).to.equal(1);
      expect((await outbox.settled(id)).status).to.equal('final');
      expect(effects()).to.deep.equal([1]);
    });

    it('sends again what was pending in a block that never reached the disk, in the order of the nonces', async () => {
      chain.automatic = false;
      const accepted = await Promise.all([1, 2, 3].map((value) => outbox.accept(request(value))));
      chain.dropPool();
      await crash();
      chain.automatic = true;
      await outbox.recover();
      for (const { id } of accepted) expect((await outbox.settled(id)).status).to.equal('final');
      expect(effects()).to.deep.equal([1, 2, 3]);
    });

    it('recognises what had been included', async () => {
      chain.automatic = false;
      const { id } = await outbox.accept(request(1));
      await crash();
      chain.seal();
      await outbox.recover();
      expect((await outbox.settled(id)).attempts).to.have.length(1);
      expect(effects()).to.deep.equal([1]);
    });

    it('gives a repetition the operation that was kept', async () => {
      chain.sendFaults.push('lost request');
      const { id } = await outbox.accept(request(1));
      await crash();
      await outbox.recover();
      const again = await outbox.accept(request(1));
      expect(again.id).to.equal(id);
      await done(again);
      expect(effects()).to.deep.equal([1]);
    });

    it('goes on after what is final, though an older operation is still open', async () => {
      chain.automatic = false;
      const first = await outbox.accept(request(1));
      const second = await outbox.accept(request(2));
      chain.seal();
      await done(second);
      await done(first);
      // As if the crash had come before the first was noted as final.
      await store.put({ ...first, status: 'accepted' });
      await crash();
      await outbox.recover();
      const third = await outbox.accept(request(3));
      expect(third.attempts[0]?.nonce).to.equal(2);
    });

    it('never takes a nonce of an operation that is still open', async () => {
      chain.automatic = false;
      chain.sendFaults.push('lost request');
      await outbox.accept(request(1));
      await crash();
      chain.sendFaults.push('lost request');
      await outbox.recover();
      const second = await outbox.accept(request(2));
      expect(second.attempts[0]?.nonce).to.equal(1);
    });
  });

  it('takes nothing more once it closes, and finishes what is under way', async () => {
    chain.automatic = false;
    const { id } = await outbox.accept(request(1));
    const closing = outbox.close(5_000);
    expect(await refusal(outbox.accept(request(2)))).to.equal('SHUTTING_DOWN');
    chain.seal();
    await closing;
    expect(store.get(id)?.status).to.equal('final');
  });
});
