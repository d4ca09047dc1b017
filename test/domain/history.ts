import { encode, parseFields, textToFixed, type AbiValue } from '../../domain/encoding/abi.ts';
import {
  EVENT_SIGNATURES,
  TOPICS,
  type EventArgs,
  type EventName,
  type ParticularsFields,
} from '../../domain/registrations/events.ts';
import { keccakText, toHex, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import { entryOf, fold, type Log } from '../../domain/journal/entry.ts';
import { packOverlay, type Overlay } from '../../domain/line/overlay.ts';
import {
  interestStateHash,
  rightStateHash,
  type InterestState,
  type RightState,
} from '../../domain/state/state.ts';

/* Logs as the contracts would emit them, made without a chain. */

export const EMITTER: Hex = `0x${'ee'.repeat(20)}`;

/** The journal of a complete list of logs. */
export const foldAll = (logs: readonly Log[]): Hex =>
  logs.reduce((journal, log) => fold(journal, entryOf(log)), ZERO_WORD);

export function logOf<N extends EventName>(name: N, args: EventArgs[N]): Log {
  const values = args as unknown as Record<string, AbiValue>;
  const fields = parseFields(EVENT_SIGNATURES[name]);
  const topics = fields
    .filter((field) => field.indexed)
    .map((field) => toHex(encode([field], { [field.name]: values[field.name] ?? 0 })));
  const rest = fields.filter((field) => !field.indexed);
  return { address: EMITTER, topics: [TOPICS[name], ...topics], data: toHex(encode(rest, values)) };
}

export const idOf = (text: string): Hex => keccakText(text);

/** Time passes with the sequence. */
export const dated = (sequence: number) => ({ sequence: BigInt(sequence), time: 1_700_000_000 + sequence });

export function partyRegistered(sequence: number, party: Hex, legalName = 'A'): Log {
  const record = {
    legalName,
    jurisdiction: 'CN',
    registeredAddress: '广州',
    identifiers: [{ scheme: textToFixed('USCC', 8), value: '91' }],
  };
  return logOf('PartyRegistered', { ...dated(sequence), party, registrant: 1n, record });
}

export function partyRenamed(sequence: number, party: Hex, legalName: string): Log {
  return logOf('PartyRenamed', {
    ...dated(sequence),
    party,
    registrant: 1n,
    legalName,
    evidence: idOf(legalName),
  });
}

export function rightState(holder: Hex, overlays: Overlay[] = []): RightState {
  return {
    holder,
    typeCode: 'GDEA',
    authority: 1,
    status: 'confirmed',
    acquisition: 'paid',
    validFrom: 20_000,
    validTo: 0,
    quantity: 100n,
    overlays,
  };
}

/** Of a right that is divided off; `serials` are its first and last unit. */
export const particularsOf = (
  certificateNumber: string,
  ...serials: [number, number][]
): ParticularsFields => ({
  ...{ certificateNumber, vintage: 2025, region: 'CN-44' },
  referencePrice: { value: 1n, decimals: 2, currency: textToFixed('CNY', 3), day: 20_000, source: 's' },
  serialBlocks: serials.map(([first, last]) => ({ prefix: 'G', first: BigInt(first), last: BigInt(last) })),
  evidence: [{ kind: textToFixed('deed', 16), digest: idOf('deed') }],
});

export function rightRegistered(sequence: number, right: Hex, holder: Hex): Log {
  const state = rightState(holder);
  return logOf('RightRegistered', {
    ...dated(sequence),
    right,
    holder,
    authority: 1,
    stateHash: rightStateHash(state),
    registration: {
      holder,
      typeCode: textToFixed('GDEA', 8),
      acquisition: 2,
      validFrom: state.validFrom,
      validTo: state.validTo,
      quantity: state.quantity,
      ...particularsOf('c', [1, 100]),
    },
  });
}

export const overlayOf = (ref: number, from: number, to: number): Overlay => ({
  kind: 'interest',
  ref,
  priority: ref,
  from: BigInt(from),
  to: BigInt(to),
});

/** @param after the state that the right has then */
export function rightEncumbered(sequence: number, right: Hex, added: Overlay[], after: RightState): Log {
  return logOf('RightEncumbered', {
    ...dated(sequence),
    right,
    ref: BigInt(sequence),
    stateHash: rightStateHash(after),
    added: added.map(packOverlay),
  });
}

export function rightDischarged(sequence: number, right: Hex, ref: number, after: RightState): Log {
  return logOf('RightDischarged', {
    ...dated(sequence),
    right,
    ref: BigInt(ref),
    stateHash: rightStateHash(after),
  });
}

export function interestState(grantor: Hex, rights: Hex[]): InterestState {
  return {
    grantor,
    debtor: grantor,
    kind: 'pledge',
    status: 'effective',
    agent: 2,
    securedParties: [2, 3],
    securedAmount: 1_000_000n,
    currency: 'CNY',
    termFrom: 20_000,
    termTo: 21_000,
    contractDigest: idOf('contract'),
    rights,
    increases: [],
  };
}

export function interestRegistered(
  sequence: number,
  grantor: Hex,
  rights: Hex[],
  { advance = false } = {},
): Log {
  const state: InterestState = {
    ...interestState(grantor, rights),
    status: advance ? 'advance' : 'effective',
  };
  return logOf('InterestRegistered', {
    ...dated(sequence),
    interest: interestIdOf(sequence),
    grantor,
    agent: state.agent,
    stateHash: interestStateHash(state),
    terms: {
      kind: 1,
      debtor: state.debtor,
      securedParties: state.securedParties,
      securedAmount: state.securedAmount,
      currency: textToFixed('CNY', 3),
      termFrom: state.termFrom,
      termTo: state.termTo,
      contractNumber: 'n',
      contractDigest: state.contractDigest,
      acknowledgeJunior: false,
      negativePledge: false,
      advance,
      determinationDay: 0,
    },
    collateral: rights.map((right) => ({ right, intervals: [{ from: 0n, to: 10n }] })),
  });
}

export function interestCancelled(sequence: number, of: number, grantor: Hex, rights: Hex[]): Log {
  return logOf('InterestCancelled', {
    ...dated(sequence),
    interest: interestIdOf(of),
    grantor,
    agent: 2,
    stateHash: interestStateHash({ ...interestState(grantor, rights), status: 'cancelled' }),
    reason: 1,
    approver: EMITTER,
  });
}
