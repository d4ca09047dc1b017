import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import type { Log } from '../../domain/journal/entry.ts';
import { decodeLog } from '../../domain/registrations/events.ts';
import { networkHelpers, request, type Call } from '../support/chain.ts';
import { BANK_A, BANK_B, newStory, Story } from '../support/story.ts';

interface Receipt {
  status: Hex;
  blockNumber: Hex;
  logs: Log[];
}

/** Includes the transactions in one block, in this order. */
async function inOneBlock(time: number, ...calls: Call[]): Promise<Receipt[]> {
  await request('evm_setAutomine', false);
  try {
    const hashes: Hex[] = [];
    for (const tx of calls) {
      await request('hardhat_impersonateAccount', tx.from);
      hashes.push(await request<Hex>('eth_sendTransaction', { ...tx, gas: '0x1000000', gasPrice: '0x0' }));
    }
    await networkHelpers.time.setNextBlockTimestamp(time);
    await request('evm_mine');
    return await Promise.all(hashes.map((hash) => request<Receipt>('eth_getTransactionReceipt', hash)));
  } finally {
    await request('evm_setAutomine', true);
  }
}

const sequences = (logs: readonly Log[]) =>
  logs.flatMap((log) => {
    const event = decodeLog(log);
    return event?.name === 'InterestRegistered' ? [Number(event.args.sequence)] : [];
  });

/* The registry sequence orders everything; time and block never do (effective when searchable, no ties). */
describe('8. Same block, same second', () => {
  let story: Story;
  let right: Hex;
  let second: number;

  beforeEach(async () => {
    story = await newStory();
    right = await story.right(100);
    second = (await networkHelpers.time.latest()) + 60;
  });

  const pledge = (bank: string, of = story) =>
    of.pledges(bank, { [right]: [[0, 100]] }, { acknowledgeJunior: true });

  it('in two blocks of one second: the sequence decides', async () => {
    const take = async (bank: string) => {
      await story.at(second);
      return story.pledge(bank, { [right]: [[0, 100]] }, { acknowledgeJunior: true });
    };
    const [b, a] = [await take(BANK_B), await take(BANK_A)];
    const reader = await story.read();
    expect([a, b].map((it) => reader.interest(it).time)).to.deep.equal([second, second]);
    expect(reader.ranks(right, b)).to.deep.equal(['0-100 rank 1']);
    expect(reader.ranks(right, a)).to.deep.equal(['0-100 rank 2']);
  });

  describe('in one block', () => {
    /** What bank B would send if it knew already what bank A’s registration in that second leads to. */
    const foreseen = async (): Promise<Call> => {
      const snapshot = await networkHelpers.takeSnapshot();
      const copy = new Story(story.registry.copy());
      await copy.at(second);
      await copy.registry.act(pledge(BANK_A, copy));
      const tx = pledge(BANK_B, copy);
      await snapshot.restore();
      return tx;
    };

    it('the sequence decides, and every node that reads the block comes to the same ranks', async () => {
      const txs = [pledge(BANK_A), await foreseen()] as const;
      const receipts = await inOneBlock(second, ...txs);
      expect(receipts.map(({ status }) => status)).to.deep.equal(['0x1', '0x1']);
      expect(new Set(receipts.map(({ blockNumber }) => blockNumber)).size).to.equal(1);
      const logs = receipts.flatMap((receipt) => receipt.logs);
      const [a = 0, b = 0] = sequences(logs);
      expect(b).to.equal(a + 1);
      story.registry.logs.push(...logs);
      for (const reader of [1, 2].map(() => story.readAsOf({ time: second }, second))) {
        expect(reader.places(right, a)).to.deep.equal(['0-100 rank 1']);
        expect(reader.places(right, b)).to.deep.equal(['0-100 rank 2']);
      }
      const before = story.readAsOf({ sequence: a }, second);
      expect(before.rows.all('interest'), 'a number of the sequence parts the block').to.have.lengthOf(1);
    });

    it('whoever was overtaken is not re-ranked but refused, and has to register knowing the state as it is', async () => {
      const receipts = await inOneBlock(second, pledge(BANK_A), pledge(BANK_B));
      expect(receipts.map(({ status }) => status)).to.deep.equal(['0x1', '0x0']);
      story.registry.logs.push(...receipts.flatMap(({ logs }) => logs));
      const reader = story.readAsOf({ time: second }, second);
      expect(reader.rows.all('interest')).to.have.lengthOf(1);
      expect(reader.holding(right)).to.deep.include({ pledged: 100n, free: 0n });
    });
  });
});
