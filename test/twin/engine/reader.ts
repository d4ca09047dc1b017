import { decode, tupleOf } from '../../../domain/encoding/abi.ts';
import { keccakText, toHex, type Hex } from '../../../domain/encoding/hash.ts';
import { PROMPT_GOVERNANCE } from '../../support/governance.ts';
import type { Chain } from './chain.ts';
import { encodedAs } from './codec.ts';
import type { Genesis } from './genesis.ts';

const SELECTOR = keccakText('read(address,uint8[],bytes32[])').slice(0, 10);
const ASKED = encodedAs('address ledger, uint8[] kinds, bytes32[] subjects');
const ANSWER = tupleOf('uint64 sequence, bytes32[] words');

/** The registry sequence and the words of some subjects, in one call. */
export async function wordsIn(
  chain: Chain,
  { at, reader }: Genesis,
  kinds: number[],
  subjects: Hex[],
  time: number,
): Promise<{ sequence: number; words: Hex[] }> {
  const data: Hex = `${SELECTOR as Hex}${toHex(ASKED(at.Ledger, kinds, subjects)).slice(2)}`;
  const answer = await chain.call({ from: PROMPT_GOVERNANCE, to: reader, data }, time);
  if (typeof answer !== 'string') throw new Error(`the ledger cannot be read: ${answer.error}`);
  const { sequence, words } = decode(ANSWER, answer);
  return { sequence: Number(sequence), words: words as Hex[] };
}
