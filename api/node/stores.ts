import type { ApiKeyRecord, ApiKeyStore } from '../http/api-keys.ts';
import type { IdempotencyRecord, IdempotencyStore } from '../http/idempotency.ts';
import type { SearchStore, StoredSearch } from '../modules/searches/search.ts';
import { isSettled, type Operation, type OperationStore } from '../outbox/operation.ts';
import { Locks } from '../outbox/locks.ts';
import type { Proposal, ProposalStore } from '../proposals/proposal.ts';
import type { AlertStore, FoundAlert } from '../webhooks/alerts.ts';
import type { Progress, Watch, WatchStore } from '../webhooks/watch.ts';
import type { DurableStore } from '../store/durable-store.ts';
import type { TermsOf } from '../store/durable-table.ts';

// The tables of the store of operations, one for each part.

export function operationStore(store: DurableStore): OperationStore {
  const table = store.table<Operation, TermsOf<Operation>>('operation', {
    open: (operation) => (isSettled(operation) ? [] : [{ term: 'yes' }]),
  });
  return {
    put: (operation) => table.put(operation.id, operation),
    get: (id) => table.get(id),
    open: async () => values(table.listBy('open', 'yes')),
  };
}

export function proposalStore(store: DurableStore): ProposalStore {
  const table = store.table<Proposal, TermsOf<Proposal>>('proposal', {
    concerns: ({ institution, signers, createdAt }) =>
      [...new Set([institution, ...signers.map((signer) => signer.institution)])].map((term) => ({
        term,
        order: String(createdAt).padStart(16, '0'),
      })),
  });
  return {
    put: (proposal) => table.put(proposal.id, proposal),
    get: (id) => table.get(id),
    of: (institution, limit) => values(table.listBy('concerns', institution, { limit, reverse: true })),
  };
}

export function searchStore(store: DurableStore): SearchStore {
  const table = store.table<StoredSearch, TermsOf<StoredSearch>>('search', {
    scope: ({ scope }) => [{ term: scope }],
  });
  const numbering = new Locks();
  let last: number | undefined;
  return {
    async add(search) {
      const release = await numbering.take(['number']);
      try {
        const sequence = (last ?? Number((await table.lastId()) ?? 0)) + 1;
        const numbered = { ...search, sequence };
        await table.put(searchId(sequence), numbered);
        last = sequence;
        return numbered;
      } finally {
        release();
      }
    },
    get: (sequence) => table.get(searchId(sequence)),
    byScope: async (scope) => (await values(table.listBy('scope', scope, { limit: 1 })))[0],
  };
}

export function apiKeyStore(store: DurableStore): ApiKeyStore {
  const table = store.table<ApiKeyRecord, TermsOf<ApiKeyRecord>>('api-key', {
    institution: (key) => [{ term: key.institution }],
  });
  return {
    get: (id) => table.get(id),
    put: (record) => table.put(record.id, record),
    list: (institution) => values(table.listBy('institution', institution)),
  };
}

export function idempotencyStore(store: DurableStore): IdempotencyStore {
  const table = store.table<IdempotencyRecord>('idempotency');
  return {
    get: (scope) => table.get(scope),
    put: (scope, record) => table.put(scope, record),
    delete: (scope) => table.delete(scope),
  };
}

export function watchStore(store: DurableStore): WatchStore {
  const watches = store.table<Watch, TermsOf<Watch>>('watch', {
    institution: ({ institution, createdAt }) => [
      { term: institution, order: String(createdAt).padStart(16, '0') },
    ],
  });
  const progress = store.table<Progress>('watch-progress');
  const alerts = alertTable(store);
  return {
    put: (watch) => watches.put(watch.id, watch),
    get: (id) => watches.get(id),
    async delete(id) {
      const told = await values(alertsOf(alerts, id));
      await store.atomically(() => {
        for (const { place } of told) void alerts.delete(alertId(id, place));
        void progress.delete(id);
        void watches.delete(id);
      });
    },
    of: (institution) => values(watches.listBy('institution', institution, { reverse: true })),
    async *all() {
      for await (const [, watch] of watches.list()) yield watch;
    },
    putProgress: (id, value) => progress.put(id, value),
    progress: (id) => progress.get(id),
  };
}

/** One poll at a time adds to it, so that it sees on the disk what it has added. */
export function alertStore(store: DurableStore): AlertStore {
  const table = alertTable(store);
  const after: AlertStore['after'] = (watch, place, limit) =>
    values(alertsOf(table, watch, { place, limit }));
  return {
    after,
    async add(watch, alert, at) {
      const [known] = await values(table.listBy('alert', `${watch}/${alert.id}`, { limit: 1 }));
      if (known) return false;
      const [last] = await values(table.listBy('watch', watch, { limit: 1, reverse: true }));
      const place = (last?.place ?? 0) + 1;
      await table.put(alertId(watch, place), { watch, place, at, alert });
      return true;
    },
  };
}

type StoredAlert = FoundAlert & { readonly watch: string };

const alertTable = (store: DurableStore) =>
  store.table<StoredAlert, TermsOf<StoredAlert>>('watch-alert', {
    alert: ({ watch, alert }) => [{ term: `${watch}/${alert.id}` }],
    watch: ({ watch, place }) => [{ term: watch, order: String(place).padStart(10, '0') }],
  });

const alertId = (watch: string, place: number): string => `${watch}/${String(place).padStart(10, '0')}`;

async function* alertsOf(
  table: ReturnType<typeof alertTable>,
  watch: string,
  { place = 0, limit }: { place?: number; limit?: number } = {},
): AsyncGenerator<[string, StoredAlert]> {
  for await (const entry of table.list({ after: alertId(watch, place), limit })) {
    if (entry[1].watch !== watch) return;
    yield entry;
  }
}

const searchId = (sequence: number): string => String(sequence).padStart(10, '0');

async function values<V>(entries: AsyncIterable<[string, V]>): Promise<V[]> {
  const all: V[] = [];
  for await (const [, value] of entries) all.push(value);
  return all;
}
