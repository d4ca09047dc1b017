import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { CONTRACT_NAMES } from '../../api/chain/contracts.ts';

/** Of the 24,576 bytes that Ethereum allows (EIP-170): room for what a law may bring before a contract has to be split. */
const MOST = 22_000;

describe('the code of a contract', () => {
  for (const name of CONTRACT_NAMES.filter((it) => it !== 'AccessManager')) {
    it(`of ${name} is at most ${MOST} bytes`, () => {
      const room = name === 'Ledger' ? 'ledger' : 'registries';
      const path = new URL(`../../artifacts/contracts/${room}/${name}.sol/${name}.json`, import.meta.url);
      const { deployedBytecode } = JSON.parse(readFileSync(path, 'utf8')) as { deployedBytecode: string };
      expect((deployedBytecode.length - 2) / 2).to.be.at.most(MOST);
    });
  }
});
