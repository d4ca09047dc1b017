import type { ApiKeyRecord, ApiKeyStore } from '../http/api-keys.ts';
import type { IdempotencyRecord, IdempotencyStore } from '../http/idempotency.ts';
import type { SearchStore, StoredSearch } from '../modules/searches/search.ts';
import { isSettled, type Operation, type OperationStore } from '../outbox/operation.ts';
import { Locks } from '../outbox/locks.ts';
import type { Proposal, ProposalStore } from '../proposals/proposal.ts';
import type { DurableStore } from '../store/durable-store.ts';
import type { TermsOf } from '../store/durable-table.ts';

// What each part needs kept, as a table of the journal.

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
    concerns: ({ institution, awaitingInstitution, createdAt }) =>
      [...new Set([institution, awaitingInstitution])].map((term) => ({
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

const searchId = (sequence: number): string => String(sequence).padStart(10, '0');

async function values<V>(entries: AsyncIterable<[string, V]>): Promise<V[]> {
  const all: V[] = [];
  for await (const [, value] of entries) all.push(value);
  return all;
}
