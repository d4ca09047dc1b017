import { expect } from 'chai';
import fc from 'fast-check';
import { decode, encode } from '../../../api/store/codec.ts';
import { decodeBefore, encodeBefore } from '../../../api/store/undo-codec.ts';
import { decodeLogBytes, encodeLog } from '../../../api/store/log-codec.ts';
import { SyntheticChain } from '../../support/synthetic-chain.ts';

const name = fc.string({ minLength: 1 }).filter((it) => it !== '__proto__');
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.bigInt(),
    fc.constantFrom('~', '~~', '~1', '', undefined, null, true),
    fc.integer(),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(name, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any;

describe('the codec of values', () => {
  it('gives back exactly what it got, bigint, undefined and tildes included', () =>
    fc.assert(fc.property(value, (it) => void expect(decode(encode(it))).to.deep.equal(it))));

  it('gives the same bytes again after a round trip', () =>
    fc.assert(fc.property(value, (it) => encode(decode(encode(it))).equals(encode(it)))));

  it('keeps a field that is undefined, so that a row has the same fields in the same order', () => {
    expect(Object.keys(decode<object>(encode({ ended: undefined, id: 1 })))).to.deep.equal(['ended', 'id']);
  });
});

describe('the codec of logs', () => {
  it('gives back exactly what it got', () => {
    const chain = new SyntheticChain();
    chain.mine(5, 10);
    for (const log of chain.blocks.flatMap(({ logs }) => logs)) {
      const { blockNumber, blockHash, logIndex } = log;
      expect(decodeLogBytes(encodeLog(log), { blockNumber, blockHash, logIndex })).to.deep.equal(log);
    }
  });

  it('refuses what is not hexadecimal or has another length', () => {
    const chain = new SyntheticChain();
    chain.mine(1, 0);
    const [log] = chain.tip.logs;
    for (const address of ['0x12', `0x${'zz'.repeat(20)}`, `0x${'11'.repeat(21)}`] as const) {
      expect(() => encodeLog({ ...log!, address })).to.throw(RangeError);
    }
  });
});

describe('the codec of before-images', () => {
  it('keeps the difference between an empty value and none', () => {
    const before = new Map([
      ['absent', undefined],
      ['empty', Buffer.alloc(0)],
      ['键', Buffer.from('值')],
    ]);
    expect(new Map(decodeBefore(encodeBefore(before)))).to.deep.equal(before);
  });
});
