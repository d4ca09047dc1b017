import { expect } from 'chai';
import { keccak256 as keccakOfEthers, solidityPackedKeccak256 } from 'ethers';
import { entryOf, fold, wordOf, type Log } from '../../../domain/journal/entry.ts';
import { EMITTER, idOf } from '../history.ts';

const LOG: Log = { address: EMITTER, topics: [idOf('t0'), idOf('t1'), idOf('t2')], data: '0x1234' };

describe('journal', () => {
  it('hashes emitter, topics and data of a log', () => {
    const types = ['uint256', 'bytes32', 'bytes32', 'bytes32', 'bytes'];
    expect(entryOf(LOG)).to.equal(solidityPackedKeccak256(types, [EMITTER, ...LOG.topics, LOG.data]));
    expect(entryOf({ ...LOG, topics: [], data: '0x' })).to.equal(
      keccakOfEthers(`0x${'00'.repeat(12)}${EMITTER.slice(2)}`),
    );
  });

  it('is another if any of them is', () => {
    const others = [
      { ...LOG, address: `0x${'ef'.repeat(20)}` as const },
      { ...LOG, topics: LOG.topics.slice(0, 2) },
      { ...LOG, topics: [...LOG.topics].reverse() },
      { ...LOG, data: '0x123400' as const },
    ];
    expect(new Set([LOG, ...others].map(entryOf)).size).to.equal(5);
  });

  it('folds one after the other', () => {
    const [a, b] = [entryOf(LOG), entryOf({ ...LOG, data: '0x' })];
    expect(fold(a, b)).to.equal(solidityPackedKeccak256(['bytes32', 'bytes32'], [a, b]));
    expect(wordOf(a, b)).to.equal(fold(a, b));
  });
});
