import { expect } from 'chai';
import { AbiCoder, id, keccak256 } from 'ethers';
import { interestIdOf, partyIdOf, rightIdOf } from '../../../domain/encoding/ids.ts';

describe('ids', () => {
  it('of a party: the first identifier', () => {
    expect(partyIdOf({ scheme: 'USCC', value: '91440300' })).to.equal(id('USCC:91440300'));
  });

  it('of a right: the authority and the certificate number', () => {
    const encoded = AbiCoder.defaultAbiCoder().encode(['uint32', 'bytes32'], [7, id('粤-1')]);
    expect(rightIdOf(7, '粤-1')).to.equal(keccak256(encoded));
  });

  it('of an interest: the sequence of its registration', () => {
    expect(BigInt(interestIdOf(258))).to.equal(258n);
    expect(interestIdOf(258)).to.have.length(66);
  });
});
