import { expect } from 'chai';
import { TypedDataEncoder, type ParamType } from 'ethers';
import { CONTRACT_NAMES, interfaceOf } from '../../../api/chain/contracts.ts';
import type { AbiValue } from '../../../domain/encoding/abi.ts';
import { keccakText, type Hex } from '../../../domain/encoding/hash.ts';
import { CHAIN_ID } from './chain.ts';
import { calldataOf, refusalOf } from './codec.ts';
import { digestOf } from './signatures.ts';

/** Some value of the type, another at each depth. */
function sampleOf(type: ParamType, depth = 1): AbiValue {
  if (type.arrayChildren) return [1, 2].map((i) => sampleOf(type.arrayChildren!, depth + i));
  if (type.components) {
    return Object.fromEntries(type.components.map((it, i) => [it.name, sampleOf(it, depth + i)]));
  }
  if (type.type === 'bool') return depth % 2 === 0;
  if (type.type === 'string') return '文'.repeat(depth * 5);
  if (type.type === 'address') return `0x${String(depth % 10).repeat(40)}`;
  if (type.type === 'bytes') return `0x${'ab'.repeat(depth * 9)}`;
  if (type.type.startsWith('bytes')) return `0x${'c1'.repeat(Number(type.type.slice(5)))}`;
  if (!/^u?int/.test(type.type)) throw new Error(`no sample of ${type.type}`);
  return Number(/\d+/.exec(type.type)?.[0]) <= 48 ? depth : (1n << 63n) + BigInt(depth);
}

describe('the codec of the twin', () => {
  for (const contract of CONTRACT_NAMES.filter((name) => name !== 'AccessManager')) {
    it(`encodes every function and reads every error of ${contract} as ethers does`, () => {
      const abi = interfaceOf(contract);
      let functions = 0;
      abi.forEachFunction(({ name, inputs }) => {
        const args = inputs.map((it) => sampleOf(it));
        expect(calldataOf(contract, name, args), name).to.equal(abi.encodeFunctionData(name, args));
        functions++;
      });
      expect(functions).to.be.greaterThan(0);
      abi.forEachError((error) => {
        const args = error.inputs.map((it) => sampleOf(it));
        const { error: name, args: read } = refusalOf(abi.encodeErrorResult(error, args) as Hex);
        expect(name).to.equal(error.name);
        expect(Object.values(read).map(String)).to.deep.equal(args.map(String));
      });
    });
  }

  it('knows data that is no error of ours by nothing but itself', () => {
    expect(refusalOf('0xdeadbeef')).to.deep.equal({ error: '0xdeadbeef', args: {} });
  });

  it('hashes what a second person signs as ethers does', () => {
    const contract: Hex = `0x${'12'.repeat(20)}`;
    const [subject, word, details] = [keccakText('a'), keccakText('b'), keccakText('c')];
    const domain = { name: 'Ludeng', version: '1', chainId: CHAIN_ID, verifyingContract: contract };
    const types = {
      Approval: [
        { name: 'act', type: 'string' },
        { name: 'subject', type: 'bytes32' },
        { name: 'word', type: 'bytes32' },
        { name: 'details', type: 'bytes32' },
        { name: 'deadline', type: 'uint40' },
      ],
    };
    const signed = { act: 'Disposal', subject, word, details, deadline: 5 };
    expect(digestOf({ contract, ...signed })).to.equal(TypedDataEncoder.hash(domain, types, signed));
  });
});
