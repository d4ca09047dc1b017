import { encode, parseFields, type AbiValue } from '../../../domain/encoding/abi.ts';
import {
  EVENT_SIGNATURES,
  TOPICS,
  type EventArgs,
  type EventName,
} from '../../../domain/registrations/events.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';

export interface EncodedEvent {
  topics: Hex[];
  data: Hex;
}

const FIELDS = Object.fromEntries(
  (Object.keys(EVENT_SIGNATURES) as EventName[]).map((name) => {
    const fields = parseFields(EVENT_SIGNATURES[name]);
    const parts = { indexed: fields.filter((it) => it.indexed), rest: fields.filter((it) => !it.indexed) };
    return [name, parts];
  }),
) as Record<EventName, Record<'indexed' | 'rest', ReturnType<typeof parseFields>>>;

/** The log that a registry would emit. */
export function encodeEvent<N extends EventName>(name: N, args: EventArgs[N]): EncodedEvent {
  const { indexed, rest } = FIELDS[name];
  const values = args as unknown as Record<string, AbiValue>;
  return {
    topics: [TOPICS[name], ...indexed.map((field) => flatHex(encode([field], values)))],
    data: flatHex(encode(rest, values)),
  };
}

/** As a node's answer has it: one flat string. What toHex joins byte by byte would be measured as work of the indexer. */
const flatHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`;
