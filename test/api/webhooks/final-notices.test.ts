import { expect } from 'chai';
import type { Block, Hex } from '../../../api/chain/types.ts';
import { finalNotices } from '../../../api/node/watches.ts';
import type { IndexStore } from '../../../api/store/index-store.ts';
import type { Notice } from '../../../api/store/notice-table.ts';
import { RIGHT } from '../../support/watching.ts';

const hash = (branch: string, block: number): Hex => `0x${branch}${block.toString(16).padStart(63, '0')}`;

/** An index and a chain that each follow a branch; the index has a notice in every block. */
function state(branches: { index: string; chain: string }, head: number, final: number) {
  const notice = (block: number): Notice => ({
    ...{ sequence: block, kind: 'right-registration', time: 0, block, logIndex: 0 },
    ...{ parties: [], rights: [RIGHT], interest: undefined, interests: [] },
  });
  const index = {
    head: { number: head },
    block: (number: number) => (number <= head ? { number, hash: hash(branches.index, number) } : undefined),
    notices: async ({
      after = 0,
      block = 0,
      reverse,
    }: {
      after?: number;
      block?: number;
      reverse?: boolean;
    }) => {
      const all = Array.from({ length: block }, (_, i) => notice(i + 1)).filter(
        ({ sequence }) => sequence > after,
      );
      return reverse === true ? all.reverse().slice(0, 1) : all;
    },
  } as unknown as IndexStore;
  const chain = {
    finalized: async () => final,
    block: async (number: number) => ({ hash: hash(branches.chain, number) }) as Block,
  };
  return finalNotices(index, chain);
}

describe('final notices', () => {
  const query = { right: RIGHT, after: 1, limit: 10 };
  const sequences = async (of: ReturnType<typeof state>) =>
    (await of.read(query)).map(({ sequence }) => sequence);

  it('end at the last final block, or at the end of the index if that comes first', async () => {
    expect(await sequences(state({ index: 'a', chain: 'a' }, 5, 3))).to.deep.equal([2, 3]);
    expect(await sequences(state({ index: 'a', chain: 'a' }, 2, 9))).to.deep.equal([2]);
    expect(await state({ index: 'a', chain: 'a' }, 5, 3).latest()).to.equal(3);
  });

  it('are none while the index still follows a branch that the chain has left', async () => {
    const behind = state({ index: 'a', chain: 'b' }, 5, 3);
    expect(await sequences(behind)).to.deep.equal([]);
    const refusal = await behind.latest().catch((error: unknown) => error);
    expect(refusal).to.have.property('code', 'INDEX_BEHIND');
  });
});
