import { expect } from 'chai';
import { decode, encode, parseFields, tupleWith } from '../../../domain/encoding/abi.ts';
import type { Fields, StructOf } from '../../../domain/encoding/abi-types.ts';
import { toHex } from '../../../domain/encoding/hash.ts';

const INTERVAL = '(uint128 from, uint128 to)';
const LINES =
  `bytes32 indexed right, uint8 kind, uint40 time, uint64 ref, uint256[] added, address by, bool last,
  string[] names, ${INTERVAL} units, (bytes8 code, ${INTERVAL}[] intervals)[] taken` as const;

const interval: StructOf<typeof INTERVAL> = { from: 1n, to: 2n };

describe('the types of a parameter list', () => {
  it('are those of the values that it is decoded to', () => {
    const values: Fields<typeof LINES> = {
      ...{ right: `0x${'11'.repeat(32)}`, kind: 3, time: 9, ref: 4n, added: [5n], last: true },
      ...{ by: `0x${'22'.repeat(20)}`, names: ['a', 'b'], units: interval },
      taken: [{ code: `0x${'33'.repeat(8)}`, intervals: [interval, interval] }],
    };
    const fields = parseFields(LINES);
    expect(decode(tupleWith(fields), toHex(encode(fields, values)))).to.deep.equal(values);
  });

  it('refuse another', () => {
    const wrong: Fields<'uint40 small, uint64 large'> = {
      // @ts-expect-error -- up to 48 bits are numbers
      small: 1n,
      // @ts-expect-error -- more are not
      large: 1,
    };
    // @ts-expect-error -- a struct needs all its fields
    const half: StructOf<typeof INTERVAL> = { from: 1n };
    expect([wrong, half]).to.have.length(2);
  });
});
