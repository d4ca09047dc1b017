import { fromHex, keccak256, type Hex } from '../encoding/hash.ts';

/** A log as the chain gives it; what a journal is made of. */
export interface Log {
  address: Hex;
  topics: readonly Hex[];
  data: Hex;
}

/** keccak256(emitter ‖ topics ‖ data), the emitter left-padded to 32 bytes. Twin: contracts/libraries/Journal.sol. */
export function entryOf(log: Log): Hex {
  const emitter = new Uint8Array(32);
  emitter.set(fromHex(log.address), 12);
  return keccak256(emitter, ...log.topics, log.data);
}

/** The journal after one more entry. */
export function fold(journal: Hex, entry: Hex): Hex {
  return keccak256(journal, entry);
}

/** The word that the ledger stores for a right or an interest. A party's word is its journal. */
export function wordOf(stateHash: Hex, journal: Hex): Hex {
  return keccak256(stateHash, journal);
}
