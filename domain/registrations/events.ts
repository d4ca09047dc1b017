import type { Fields } from '../encoding/abi-types.ts';
import {
  decode,
  decodeWord,
  parseFields,
  tupleWith,
  typeName,
  type AbiField,
  type AbiTuple,
  type AbiValue,
} from '../encoding/abi.ts';
import { keccakText, type Hex } from '../encoding/hash.ts';
import type { Log } from '../journal/entry.ts';
import { AMENDMENTS } from './amendments.ts';
import { ANNOTATIONS } from './annotations.ts';
import { ENDINGS } from './endings.ts';
import { ENFORCEMENT } from './enforcement.ts';
import { INSTITUTIONS } from './institutions.ts';
import { INTERESTS } from './interests.ts';
import { PARTIES } from './parties.ts';
import { POSITIONS } from './positions.ts';
import { QUOTAS } from './quotas.ts';
import { REGISTRIES } from './registries.ts';
import type { Registration } from './registration.ts';
import { RESTRICTIONS } from './restrictions.ts';
import { RIGHT_TYPES } from './right-types.ts';
import { RIGHTS } from './rights.ts';
import { TITLES } from './titles.ts';

export type * from './parts.ts';

/** Every event of the registries. The order is that in which the kinds of notice are listed. */
export const REGISTRATIONS = {
  ...REGISTRIES,
  ...INSTITUTIONS,
  ...RIGHT_TYPES,
  ...PARTIES,
  ...RIGHTS,
  ...TITLES,
  ...QUOTAS,
  ...RESTRICTIONS,
  ...INTERESTS,
  ...AMENDMENTS,
  ...POSITIONS,
  ...ENDINGS,
  ...ANNOTATIONS,
  ...ENFORCEMENT,
};

export type EventName = keyof typeof REGISTRATIONS;
export const EVENT_NAMES = Object.keys(REGISTRATIONS) as EventName[];

/** What the decoder returns for each event. bytesN stay hexadecimal; the reducer gives them names. */
export type EventArgs = { [N in EventName]: Fields<(typeof REGISTRATIONS)[N]['signature']> };

export type RegistryEvent = { [N in EventName]: { name: N; args: EventArgs[N] } }[EventName];

/** What is known of the type of an event; its functions take the event's own arguments. */
export const registrationOf = ({ name }: Pick<RegistryEvent, 'name'>): Registration => REGISTRATIONS[name];

export const EVENT_SIGNATURES = Object.fromEntries(
  EVENT_NAMES.map((name) => [name, REGISTRATIONS[name].signature]),
) as Record<EventName, string>;

interface EventCodec {
  name: EventName;
  indexed: AbiField[];
  body: AbiTuple;
}

function codecOf(name: EventName): [Hex, EventCodec] {
  const fields = parseFields(EVENT_SIGNATURES[name]);
  const topic = keccakText(`${name}(${fields.map((field) => typeName(field.type)).join(',')})`);
  const indexed = fields.filter((field) => field.indexed);
  const body = tupleWith(fields.filter((field) => !field.indexed));
  return [topic, { name, indexed, body }];
}

const CODECS = new Map(EVENT_NAMES.map(codecOf));

/** Topic 0 of each event. */
export const TOPICS = Object.fromEntries([...CODECS].map(([topic, { name }]) => [name, topic])) as Record<
  EventName,
  Hex
>;

/** The event that a log is; undefined if it is none of ours. @throws AbiError if the data is not what the topic promises */
export function decodeLog(log: Log): RegistryEvent | undefined {
  const codec = CODECS.get(log.topics[0]!);
  if (!codec) return undefined;
  const args: Record<string, AbiValue> = decode(codec.body, log.data);
  codec.indexed.forEach((field, i) => {
    args[field.name] = decodeWord(field.type, log.topics[i + 1]!);
  });
  return { name: codec.name, args } as unknown as RegistryEvent;
}
