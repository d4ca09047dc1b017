import { expect } from 'chai';
import { id, keccak256 as keccakOfEthers } from 'ethers';
import fc from 'fast-check';
import { fromHex, keccak256, keccakText, toHex } from '../../../domain/encoding/hash.ts';

describe('hash', () => {
  it('is keccak-256 of all parts in a row, as bytes or as hexadecimal', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), (parts) => {
        const whole = keccakOfEthers(toHex(Uint8Array.from(parts.flatMap((part) => [...part]))));
        expect(keccak256(...parts)).to.equal(whole);
        expect(keccak256(...parts.map(toHex))).to.equal(whole);
      }),
    );
  });

  it('of text is that of its UTF-8', () => {
    for (const text of ['', 'USCC:91', '绿登']) expect(keccakText(text)).to.equal(id(text));
  });

  it('reads and writes hexadecimal', () => {
    expect(toHex(Uint8Array.of(0, 255))).to.equal('0x00ff');
    expect([...fromHex('0x00ff')]).to.deep.equal([0, 255]);
  });
});
