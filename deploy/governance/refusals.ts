import { decodeRefusal } from '../../api/chain/contracts.ts';
import type { RevertError } from '../../api/chain/errors.ts';
import { Refused } from './errors.ts';
import { instant } from './wording.ts';

type Args = Readonly<Record<string, unknown>>;

const LIST = 'See ./ludeng governance list.';

/** What contracts say to governance, and what to do. These have no code in the API: governance has no route there. */
const MEANINGS: Readonly<Record<string, (args: Args) => [message: string, remedy: string]>> = {
  AccessManagerUnauthorizedCall: ({ caller }) => [
    `The key ${text(caller)} has no role that may do this`,
    'Use the data directory whose keystore has the governance key of this registry.',
  ],
  AccessManagerNotReady: () => ['It is not due yet', LIST],
  AccessManagerNotScheduled: () => ['It is not scheduled', LIST],
  AccessManagerExpired: () => ['Its schedule has expired', 'Schedule it anew with the same command.'],
  AccessManagerAlreadyScheduled: () => ['It is scheduled already', LIST],
  AlreadyAdmitted: ({ number }) => [`The party is institution ${text(number)} already`, LIST],
  UnknownInstitution: ({ number }) => [`There is no institution ${text(number)}`, LIST],
  KeyAlreadyBound: ({ key, institution }) => [
    `The key ${text(key)} belongs to institution ${text(institution)} for ever`,
    'Cancel this operation and schedule another key.',
  ],
  UnknownKey: ({ key }) => [
    `No institution has the key ${text(key)}`,
    'Give the address of a key that was added.',
  ],
  NotARegistry: ({ registry }) => [
    `There is no contract at ${text(registry)} that says which registry it is`,
    'Deploy the registry first.',
  ],
  NotAfter: ({ previous }) => [
    `The version before takes effect at ${instant(Number(previous))}, and this one must do so later`,
    'Cancel this operation and give the policy a later effectiveFrom.',
  ],
  Backdated: ({ effectiveFrom }) => [
    `Only the first version of a type may take effect in the past, and ${instant(Number(effectiveFrom))} is over`,
    'Cancel this operation and give the policy a later effectiveFrom.',
  ],
};

export function refusalOf(error: RevertError): Refused {
  const refusal = decodeRefusal(error.data);
  const meaning = refusal && MEANINGS[refusal.error]?.(refusal.args);
  if (meaning) return new Refused(`${meaning[0]}.`, meaning[1]);
  const values = Object.entries(refusal?.args ?? {}).map(([name, value]) => `${name}: ${text(value)}`);
  const shown = refusal ? `${refusal.error}(${values.join(', ')})` : error.message;
  return new Refused(`The registry refuses it: ${shown}.`, LIST);
}

const text = (value: unknown): string => String(value);
