import { decode, tupleOf } from '../../../domain/encoding/abi.ts';
import { keccakText, toHex, type Hex } from '../../../domain/encoding/hash.ts';
import { FACT_KINDS, type Fact } from '../../../domain/state/facts.ts';
import { PROMPT_GOVERNANCE } from '../../support/governance.ts';
import type { Chain } from './chain.ts';
import { encodedAs } from './codec.ts';
import type { Genesis } from './genesis.ts';

const SELECTOR = keccakText('read(address,uint8[],bytes32[],uint8[],bytes32[])').slice(0, 10);
const ASKED = encodedAs(
  'address ledger, uint8[] kinds, bytes32[] subjects, uint8[] factKinds, bytes32[] refs',
);
const ANSWER = tupleOf('uint64 sequence, bytes32[] words, bytes32[] facts');

/** The registry sequence, the words of some subjects and some facts, in one call. */
export async function wordsIn(
  chain: Chain,
  { at, reader }: Genesis,
  kinds: number[],
  subjects: Hex[],
  facts: readonly Fact[],
  time: number,
): Promise<{ sequence: number; words: Hex[]; values: Hex[] }> {
  const factKinds = facts.map(({ kind }) => FACT_KINDS[kind]);
  const refs = facts.map(({ ref }) => ref);
  const data: Hex = `${SELECTOR as Hex}${toHex(ASKED(at.Ledger, kinds, subjects, factKinds, refs)).slice(2)}`;
  const answer = await chain.call({ from: PROMPT_GOVERNANCE, to: reader, data }, time);
  if (typeof answer !== 'string') throw new Error(`the ledger cannot be read: ${answer.error}`);
  const { sequence, words, facts: values } = decode(ANSWER, answer);
  return { sequence: Number(sequence), words: words as Hex[], values: values as Hex[] };
}
