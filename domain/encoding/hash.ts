import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Lower-case hexadecimal with the prefix 0x. */
export type Hex = `0x${string}`;

export const ZERO_WORD: Hex = `0x${'00'.repeat(32)}`;

export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

export function fromHex(hex: Hex): Uint8Array {
  return hexToBytes(hex.slice(2));
}

export function keccak256(...parts: (Hex | Uint8Array)[]): Hex {
  const bytes = parts.map((part) => (typeof part === 'string' ? fromHex(part) : part));
  return toHex(keccak_256(bytes.length === 1 && bytes[0] ? bytes[0] : concatBytes(...bytes)));
}

/** keccak256 of the UTF-8 bytes of `text`. */
export function keccakText(text: string): Hex {
  return toHex(keccak_256(utf8ToBytes(text)));
}
