import { expect } from 'chai';
import { AbiCoder } from 'ethers';
import { keccak256, type Hex } from '../../../domain/encoding/hash.ts';
import {
  encodeInterestState,
  encodeRightState,
  interestStateFields,
  interestStateHash,
  rightStateFields,
  rightStateHash,
  rightStateOf,
  unpackIncrease,
} from '../../../domain/state/state.ts';
import { idOf, interestState, overlayOf, rightState } from '../history.ts';

const RIGHT =
  'tuple(bytes32 holder, bytes8 typeCode, uint32 authority, uint8 status, uint8 acquisition, uint32 validFrom, uint32 validTo, uint128 quantity, uint256[] overlays)';
const INTEREST =
  'tuple(bytes32 grantor, bytes32 debtor, uint8 kind, uint8 status, uint32 agent, uint32[] securedParties, uint128 securedAmount, bytes3 currency, uint32 termFrom, uint32 termTo, bytes32 contractDigest, bytes32[] rights, uint256[] increases)';
/** In version 1. */
const encoded = (type: string, fields: object): Hex =>
  AbiCoder.defaultAbiCoder().encode(['uint8', type], [1, fields]) as Hex;

describe('state', () => {
  const right = rightState(idOf('P'), [overlayOf(6, 0, 10), overlayOf(7, 5, 20)]);
  const interest = {
    ...interestState(idOf('P'), [idOf('A'), idOf('B')]),
    increases: [{ since: 9, amount: 5n }],
  };

  it('is what the contract hashes: abi.encode of the version and the struct', () => {
    expect(encodeRightState(right)).to.equal(encoded(RIGHT, rightStateFields(right)));
    expect(rightStateHash(right)).to.equal(keccak256(encodeRightState(right)));
    expect(encodeInterestState(interest)).to.equal(encoded(INTEREST, interestStateFields(interest)));
    expect(interestStateHash(interest)).to.equal(keccak256(encodeInterestState(interest)));
  });

  it('has behind it what a successor added', () => {
    const extension = idOf('more');
    for (const [extended, plain] of [
      [encodeRightState({ ...right, extension }), encodeRightState(right)],
      [encodeInterestState({ ...interest, extension }), encodeInterestState(interest)],
    ] as const) {
      expect(extended).to.equal(`${plain}${extension.slice(2)}`);
    }
  });

  it('is read from its fields as it was, with what a successor added or without', () => {
    const fields = rightStateFields(right);
    expect(rightStateOf(fields, '0x')).to.deep.equal(right);
    expect(rightStateOf(fields, '0x12')).to.deep.equal({ ...right, extension: '0x12' });
    expect(interestStateFields(interest).increases.map(unpackIncrease)).to.deep.equal(interest.increases);
  });

  it('is given to contracts in their numbers', () => {
    expect(rightStateFields(right)).to.deep.include({
      typeCode: '0x4744454100000000',
      status: 1,
      acquisition: 2,
    });
    expect(interestStateFields(interest)).to.deep.include({
      kind: 1,
      status: 1,
      currency: '0x434e59',
      increases: [(9n << 128n) | 5n],
    });
  });

  it('has another hash if anything in it is another', () => {
    const rights = [
      { holder: idOf('Q') },
      { typeCode: 'GDEB' },
      { authority: 2 },
      { status: 'none' as const },
      { acquisition: 'free' as const },
      { validFrom: 1 },
      { validTo: 1 },
      { quantity: 101n },
      { overlays: [overlayOf(6, 0, 10)] },
      { overlays: [...right.overlays].reverse() },
      { extension: '0x00' as const },
    ].map((change) => rightStateHash({ ...right, ...change }));
    const interests = [
      { grantor: idOf('Q') },
      { debtor: idOf('Q') },
      { kind: 'mortgage' as const },
      { status: 'cancelled' as const },
      { agent: 3 },
      { securedParties: [2] },
      { securedAmount: 1n },
      { currency: 'HKD' },
      { termFrom: 1 },
      { termTo: 1 },
      { contractDigest: idOf('other') },
      { rights: [idOf('B'), idOf('A')] },
      { increases: [{ since: 8, amount: 5n }] },
      { increases: [] },
      { extension: '0x00' as const },
    ].map((change) => interestStateHash({ ...interest, ...change }));
    const all = [...rights, ...interests, rightStateHash(right), interestStateHash(interest)];
    expect(new Set(all).size).to.equal(all.length);
  });
});
