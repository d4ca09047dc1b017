import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { toHex, type Hex } from './hash.ts';

/**
 * The part of the Solidity ABI that our events and states use, in both directions. Ours rather than a library's because the
 * certificate verifier runs it in a browser and because decoding decides how fast an index is rebuilt.
 *
 * Integers up to 48 bits are numbers, larger ones bigints; bytesN, address and bytes are {@link Hex}; tuples are objects.
 */
export type AbiValue = number | bigint | boolean | string | AbiValue[] | { [name: string]: AbiValue };

export type AbiType =
  | { kind: 'uint'; bits: number }
  | { kind: 'fixed'; size: number }
  | { kind: 'address' }
  | { kind: 'bool' }
  | { kind: 'bytes' }
  | { kind: 'string' }
  | { kind: 'array'; of: AbiType }
  | { kind: 'tuple'; fields: AbiField[]; dynamic: boolean; words: number };

export interface AbiField {
  name: string;
  type: AbiType;
  indexed: boolean;
}

export class AbiError extends Error {}

/* PARSING: "uint64 sequence, bytes32 indexed right, (bytes8 scheme, string value)[] identifiers" */

export function parseFields(text: string): AbiField[] {
  return splitTopLevel(text).map((part) => {
    const [head, tail] = part.startsWith('(') ? splitTuple(part) : splitWord(part);
    const words = tail.split(' ').filter(Boolean);
    return { name: words.at(-1) ?? '', type: parseType(head), indexed: words[0] === 'indexed' };
  });
}

export type AbiTuple = AbiType & { kind: 'tuple' };

export function tupleOf(text: string): AbiTuple {
  return tupleWith(parseFields(text));
}

export function tupleWith(fields: AbiField[]): AbiTuple {
  const dynamic = fields.some((field) => isDynamic(field.type));
  return {
    kind: 'tuple',
    fields,
    dynamic,
    words: fields.reduce((sum, field) => sum + headWords(field.type), 0),
  };
}

function parseType(text: string): AbiType {
  if (text.endsWith('[]')) return { kind: 'array', of: parseType(text.slice(0, -2)) };
  if (text.startsWith('(')) return tupleOf(text.slice(1, -1));
  if (text.startsWith('uint')) return { kind: 'uint', bits: Number(text.slice(4)) };
  if (/^bytes\d+$/.test(text)) return { kind: 'fixed', size: Number(text.slice(5)) };
  if (text === 'address' || text === 'bool' || text === 'bytes' || text === 'string') return { kind: text };
  throw new AbiError(`unknown type ${text}`);
}

/** The canonical name, as it stands in an event's signature. */
export function typeName(type: AbiType): string {
  switch (type.kind) {
    case 'uint':
      return `uint${type.bits}`;
    case 'fixed':
      return `bytes${type.size}`;
    case 'array':
      return `${typeName(type.of)}[]`;
    case 'tuple':
      return `(${type.fields.map((field) => typeName(field.type)).join(',')})`;
    default:
      return type.kind;
  }
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (i === text.length || (char === ',' && depth === 0)) {
      const part = text.slice(start, i).trim().replace(/\s+/g, ' ');
      if (part) parts.push(part);
      start = i + 1;
    }
  }
  return parts;
}

function splitTuple(part: string): [string, string] {
  const close = part.lastIndexOf(')');
  const end = part.startsWith('[]', close + 1) ? close + 3 : close + 1;
  return [part.slice(0, end), part.slice(end)];
}

function splitWord(part: string): [string, string] {
  const space = part.indexOf(' ');
  return space < 0 ? [part, ''] : [part.slice(0, space), part.slice(space + 1)];
}

function isDynamic(type: AbiType): boolean {
  if (type.kind === 'tuple') return type.dynamic;
  return type.kind === 'array' || type.kind === 'bytes' || type.kind === 'string';
}

function headWords(type: AbiType): number {
  return type.kind === 'tuple' && !type.dynamic ? type.words : 1;
}

/* DECODING */

const UTF8 = new TextDecoder();

/** Decodes the ABI encoding of the tuple `type` from `data`. @throws AbiError if `data` is too short for it */
export function decode(type: AbiTuple, data: Hex): Record<string, AbiValue> {
  return new Decoder(hexToBytes(data.slice(2))).tuple(type, 0);
}

/** A value type from one 32-byte topic. */
export function decodeWord(type: AbiType, word: Hex): AbiValue {
  return new Decoder(hexToBytes(word.slice(2))).value(type, 0, 0);
}

class Decoder {
  readonly bytes: Uint8Array;
  readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  tuple(type: AbiTuple, base: number): Record<string, AbiValue> {
    const result: Record<string, AbiValue> = {};
    let at = base;
    for (const field of type.fields) {
      result[field.name] = this.value(field.type, at, base);
      at += 32 * headWords(field.type);
    }
    return result;
  }

  /** @param at where the value's head stands @param base what its offset counts from, if it is dynamic */
  value(type: AbiType, at: number, base: number): AbiValue {
    switch (type.kind) {
      case 'uint':
        return type.bits <= 48 ? this.small(at) : this.big(at);
      case 'fixed':
        return this.hex(at, type.size);
      case 'address':
        return this.hex(at + 12, 20);
      case 'bool':
        return this.small(at) !== 0;
      case 'tuple':
        return type.dynamic ? this.tuple(type, base + this.small(at)) : this.tuple(type, at);
      case 'bytes': {
        const start = base + this.small(at);
        return this.hex(start + 32, this.small(start));
      }
      case 'string': {
        const start = base + this.small(at);
        return UTF8.decode(this.slice(start + 32, this.small(start)));
      }
      case 'array':
        return this.array(type.of, base + this.small(at));
    }
  }

  private array(of: AbiType, start: number): AbiValue[] {
    const count = this.small(start);
    const stride = 32 * headWords(of);
    if (count * stride > this.bytes.length) throw new AbiError('array longer than the data');
    return Array.from({ length: count }, (_, i) => this.value(of, start + 32 + i * stride, start + 32));
  }

  private small(at: number): number {
    this.require(at, 32);
    return this.view.getUint16(at + 26) * 0x1_0000_0000 + this.view.getUint32(at + 28);
  }

  private big(at: number): bigint {
    this.require(at, 32);
    const high = this.view.getBigUint64(at);
    const upper = this.view.getBigUint64(at + 8);
    const lower = (this.view.getBigUint64(at + 16) << 64n) | this.view.getBigUint64(at + 24);
    return high === 0n && upper === 0n ? lower : (high << 192n) | (upper << 128n) | lower;
  }

  private hex(at: number, size: number): Hex {
    return `0x${bytesToHex(this.slice(at, size))}`;
  }

  private slice(at: number, size: number): Uint8Array {
    this.require(at, size);
    return this.bytes.subarray(at, at + size);
  }

  private require(at: number, size: number): void {
    if (at + size > this.bytes.length) throw new AbiError('data ends too early');
  }
}

/* ENCODING */

/** abi.encode of one tuple as Solidity encodes a struct argument: behind an offset if it is dynamic. */
export function encodeStruct(type: AbiTuple, value: Record<string, AbiValue>): Uint8Array {
  return concat(encodeFields([{ name: 'it', type, indexed: false }], { it: value }));
}

/** abi.encode of several arguments. */
export function encode(fields: AbiField[], values: Record<string, AbiValue>): Uint8Array {
  return concat(encodeFields(fields, values));
}

function encodeFields(fields: AbiField[], values: Record<string, AbiValue>): Uint8Array[] {
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  let offset = 32 * fields.reduce((sum, field) => sum + headWords(field.type), 0);
  for (const { name, type } of fields) {
    const value = values[name];
    if (value === undefined) throw new AbiError(`missing value ${name}`);
    const encoded = concat(encodeValue(type, value));
    if (isDynamic(type)) {
      heads.push(wordOf(BigInt(offset)));
      tails.push(encoded);
      offset += encoded.length;
    } else {
      heads.push(encoded);
    }
  }
  return [...heads, ...tails];
}

function encodeValue(type: AbiType, value: AbiValue): Uint8Array[] {
  switch (type.kind) {
    case 'uint':
      return [wordOf(BigInt(value as number | bigint))];
    case 'bool':
      return [wordOf(value ? 1n : 0n)];
    case 'fixed':
      return [padded(hexToBytes((value as string).slice(2)), 'right')];
    case 'address':
      return [padded(hexToBytes((value as string).slice(2)), 'left')];
    case 'bytes':
      return encodeBytes(hexToBytes((value as string).slice(2)));
    case 'string':
      return encodeBytes(new TextEncoder().encode(value as string));
    case 'array': {
      const items = value as AbiValue[];
      const fields = items.map((_, i) => ({ name: String(i), type: type.of, indexed: false }));
      const values = Object.fromEntries(items.map((item, i) => [String(i), item]));
      return [wordOf(BigInt(items.length)), ...encodeFields(fields, values)];
    }
    case 'tuple':
      return encodeFields(type.fields, value as Record<string, AbiValue>);
  }
}

function encodeBytes(bytes: Uint8Array): Uint8Array[] {
  const whole = new Uint8Array(Math.ceil(bytes.length / 32) * 32);
  whole.set(bytes);
  return [wordOf(BigInt(bytes.length)), whole];
}

function padded(bytes: Uint8Array, side: 'left' | 'right'): Uint8Array {
  const whole = new Uint8Array(32);
  whole.set(bytes, side === 'left' ? 32 - bytes.length : 0);
  return whole;
}

function wordOf(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(64, '0'));
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Text of at most `size` bytes as a right-padded bytesN, as codes and currencies are. */
export function textToFixed(text: string, size: number): Hex {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > size) throw new AbiError(`"${text}" is longer than ${size} bytes`);
  const whole = new Uint8Array(size);
  whole.set(bytes);
  return toHex(whole);
}

/** The text of a right-padded bytesN. */
export function fixedToText(hex: string): string {
  return UTF8.decode(hexToBytes(hex.slice(2))).replace(/\0+$/, '');
}
