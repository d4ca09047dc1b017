import { encode, parseFields, type AbiValue } from '../../../domain/abi.ts';
import { EVENT_SIGNATURES, TOPICS, type EventArgs, type EventName } from '../../../domain/events.ts';
import { toHex, type Hex } from '../../../domain/hash.ts';

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
    topics: [TOPICS[name], ...indexed.map((field) => toHex(encode([field], values)))],
    data: toHex(encode(rest, values)),
  };
}
