import { fixedToText } from './abi.ts';
import {
  ACQUISITIONS,
  CANCELLATION_REASONS,
  CAPACITIES,
  DUTIES,
  INTEREST_KINDS,
  nameAt,
  namesIn,
  POLICY_FLAGS,
  type Duty,
} from './codes.ts';
import type { EventArgs, EventName, RegistryEvent } from './events.ts';
import { ZERO_WORD, type Hex } from './hash.ts';
import { entryOf, fold, type Log } from './journal.ts';
import { unpackOverlay } from './overlay.ts';
import type {
  InterestRow,
  PartyRow,
  RightRow,
  RightTypeRow,
  RowChange,
  RowKind,
  Rows,
  RowTypes,
  Subject,
} from './rows.ts';
import { interestStateHash, rightStateHash, type InterestState, type RightState } from './state.ts';

/** The chain says something that does not follow from what it said before: the index, or this code, is wrong. */
export class DivergenceError extends Error {}

export interface Reduction {
  changes: RowChange[];
  /** The subjects whose journals this log belongs to. */
  subjects: Subject[];
}

/**
 * State is fold(reduce, journal). Given one event and the state before it, the rows that it changes. Events that carry the hash of
 * the state after them are checked against it, so an index that differs from the chain knows it at that very event.
 * @param log the raw log that `event` was decoded from
 * @throws DivergenceError
 */
export function reduce(event: RegistryEvent, log: Log, rows: Rows): Reduction {
  const reducer = REDUCERS[event.name] as (args: unknown, entry: () => Hex, rows: Rows) => Reduction;
  // Hashed at most once, although two journals may take it: hashing is most of what a rebuild does.
  let entry: Hex | undefined;
  return reducer(event.args, () => (entry ??= entryOf(log)), rows);
}

type Reducer<N extends EventName> = (args: EventArgs[N], entry: () => Hex, rows: Rows) => Reduction;

const REDUCERS: { [N in EventName]: Reducer<N> } = {
  InstitutionAdmitted: ({ number, party, capacities, time, name }) =>
    one('institution', String(number), {
      number,
      party,
      name,
      capacities: namesIn(CAPACITIES, capacities),
      suspended: false,
      admittedAt: time,
    }),

  CapacitiesChanged: ({ number, capacities }, _, rows) =>
    one('institution', String(number), {
      ...existing(rows, 'institution', String(number)),
      capacities: namesIn(CAPACITIES, capacities),
    }),

  InstitutionSuspended: ({ number }, _, rows) =>
    one('institution', String(number), {
      ...existing(rows, 'institution', String(number)),
      suspended: true,
    }),

  InstitutionReinstated: ({ number }, _, rows) =>
    one('institution', String(number), {
      ...existing(rows, 'institution', String(number)),
      suspended: false,
    }),

  KeyAdded: ({ number, key, duty, activeFrom }) =>
    one('key', key, {
      address: key,
      institution: number,
      duty: nameAt<Duty>(DUTIES, Math.log2(duty)),
      activeFrom,
      removedAt: undefined,
    }),

  KeyRemoved: ({ key, time }, _, rows) => one('key', key, { ...existing(rows, 'key', key), removedAt: time }),

  PolicySet: ({ code, policy, description, time }, _, rows) => {
    const type = rightType(rows, code);
    const version = { ...policy, flags: namesIn(POLICY_FLAGS, policy.flags), description, setAt: time };
    return one('rightType', type.code, { ...type, versions: [...type.versions, version] });
  },

  CompetenceSet: ({ code, institution, competent }, _, rows) => {
    const type = rightType(rows, code);
    const others = type.competent.filter((number) => number !== Number(institution));
    return one('rightType', type.code, {
      ...type,
      competent: competent ? [...others, Number(institution)].sort((a, b) => a - b) : others,
    });
  },

  PartyRegistered: ({ party, registrant, sequence, time, record }, entry) =>
    touching([{ kind: 'party', id: party }], {
      kind: 'party',
      id: party,
      row: {
        id: party,
        registrant: Number(registrant),
        sequence: Number(sequence),
        time,
        legalName: record.legalName,
        formerNames: [],
        jurisdiction: record.jurisdiction,
        registeredAddress: record.registeredAddress,
        identifiers: record.identifiers.map(({ scheme, value }) => ({ scheme: fixedToText(scheme), value })),
        journal: fold(ZERO_WORD, entry()),
      },
    }),

  PartyRenamed: ({ party, sequence, time, legalName, evidence }, entry, rows) => {
    const row = existing(rows, 'party', party);
    const former = { legalName: row.legalName, until: { sequence: Number(sequence), time }, evidence };
    return touching(
      [{ kind: 'party', id: party }],
      partyChange({ ...row, legalName, formerNames: [...row.formerNames, former] }, entry()),
    );
  },

  RightRegistered: ({ right, holder, sequence, time, authority, stateHash, registration }, entry, rows) => {
    const { typeCode, acquisition, ...rest } = registration;
    const state: RightState = {
      holder,
      typeCode: fixedToText(typeCode),
      authority,
      status: 'confirmed',
      acquisition: nameAt(ACQUISITIONS, acquisition),
      validFrom: rest.validFrom,
      validTo: rest.validTo,
      quantity: rest.quantity,
      overlays: [],
    };
    const row: RightRow = {
      id: right,
      sequence: Number(sequence),
      time,
      state,
      journal: ZERO_WORD,
      registration: rest,
    };
    return touching(
      [
        { kind: 'right', id: right },
        { kind: 'party', id: holder },
      ],
      rightChange(row, state, stateHash, entry()),
      partyChange(existing(rows, 'party', holder), entry()),
    );
  },

  RightEncumbered: ({ right, stateHash, added }, entry, rows) => {
    const row = existing(rows, 'right', right);
    const state = { ...row.state, overlays: [...row.state.overlays, ...added.map(unpackOverlay)] };
    return touching([{ kind: 'right', id: right }], rightChange(row, state, stateHash, entry()));
  },

  RightDischarged: ({ right, ref, stateHash }, entry, rows) => {
    const row = existing(rows, 'right', right);
    const overlays = row.state.overlays.filter((it) => it.kind !== 'interest' || it.ref !== Number(ref));
    return touching(
      [{ kind: 'right', id: right }],
      rightChange(row, { ...row.state, overlays }, stateHash, entry()),
    );
  },

  InterestRegistered: (args, entry, rows) => {
    const { interest, grantor, sequence, time, agent, stateHash, terms, collateral } = args;
    const { kind, currency, ...rest } = terms;
    const state: InterestState = {
      grantor,
      debtor: terms.debtor,
      kind: nameAt(INTEREST_KINDS, kind),
      status: 'effective',
      agent,
      securedParties: terms.securedParties,
      securedAmount: terms.securedAmount,
      currency: fixedToText(currency),
      termFrom: terms.termFrom,
      termTo: terms.termTo,
      contractDigest: terms.contractDigest,
      rights: collateral.map(({ right }) => right),
    };
    const row: InterestRow = {
      id: interest,
      sequence: Number(sequence),
      time,
      state,
      journal: ZERO_WORD,
      terms: rest,
      collateral,
      ended: undefined,
    };
    return touching(
      [
        { kind: 'interest', id: interest },
        { kind: 'party', id: grantor },
      ],
      interestChange(row, state, stateHash, entry()),
      partyChange(existing(rows, 'party', grantor), entry()),
    );
  },

  InterestCancelled: ({ interest, grantor, sequence, time, stateHash, reason, approver }, entry, rows) => {
    const row = existing(rows, 'interest', interest);
    const ended = {
      sequence: Number(sequence),
      time,
      reason: nameAt(CANCELLATION_REASONS, reason),
      approver,
    };
    return touching(
      [
        { kind: 'interest', id: interest },
        { kind: 'party', id: grantor },
      ],
      interestChange({ ...row, ended }, { ...row.state, status: 'cancelled' }, stateHash, entry()),
      partyChange(existing(rows, 'party', grantor), entry()),
    );
  },
};

function one<K extends RowKind>(kind: K, id: string, row: RowTypes[K]): Reduction {
  return { changes: [{ kind, id, row } as RowChange], subjects: [] };
}

function touching(subjects: Subject[], ...changes: RowChange[]): Reduction {
  return { changes, subjects };
}

function existing<K extends RowKind>(rows: Rows, kind: K, id: string): RowTypes[K] {
  const row = rows.get(kind, id);
  if (!row) throw new DivergenceError(`an event names ${kind} ${id}, which was never registered`);
  return row;
}

function rightType(rows: Rows, code: Hex): RightTypeRow {
  const name = fixedToText(code);
  return rows.get('rightType', name) ?? { code: name, versions: [], competent: [] };
}

function partyChange(row: PartyRow, entry: Hex): RowChange {
  return { kind: 'party', id: row.id, row: { ...row, journal: fold(row.journal, entry) } };
}

function rightChange(row: RightRow, state: RightState, stateHash: Hex, entry: Hex): RowChange {
  requireSame(rightStateHash(state), stateHash, `right ${row.id}`);
  return { kind: 'right', id: row.id, row: { ...row, state, journal: fold(row.journal, entry) } };
}

function interestChange(row: InterestRow, state: InterestState, stateHash: Hex, entry: Hex): RowChange {
  requireSame(interestStateHash(state), stateHash, `interest ${row.id}`);
  return { kind: 'interest', id: row.id, row: { ...row, state, journal: fold(row.journal, entry) } };
}

function requireSame(computed: Hex, stated: Hex, what: string): void {
  if (computed !== stated) {
    throw new DivergenceError(`${what}: the chain states ${stated}, the reducer computes ${computed}`);
  }
}
