import type { Catalogue } from './entry.ts';

/** The service cannot answer now; repeating the same request later, with the same Idempotency-Key, is safe. */
export const systemErrors = {
  INTERNAL: {
    status: 500,
    title: 'Internal error',
    why: 'A fault of the service. It has been logged under the `requestId` of this answer.',
    remedy:
      'Repeat the request unchanged (a write with the same Idempotency-Key); report the `requestId` if it persists.',
  },
  CHAIN_UNAVAILABLE: {
    status: 503,
    title: 'The chain cannot be reached',
    why: 'The node of this service does not answer, so nothing can be registered at the moment. Reads continue.',
    remedy: 'Repeat the request unchanged after the seconds in `Retry-After`.',
  },
  INDEX_BEHIND: {
    status: 503,
    title: 'The index is behind the chain',
    why: 'The index has not yet reached the block that was asked for.',
    remedy: 'Repeat the request after the seconds in `Retry-After`, or leave out `asOf`.',
  },
  REGISTRY_NOT_APPOINTED: {
    status: 503,
    title: 'No contract may register this now',
    why: 'Governance has dismissed the contract that makes registrations of this kind, and has appointed no other yet. Reads continue.',
    remedy:
      'Repeat the request with a new Idempotency-Key when governance has appointed a successor; the operator of this service knows when that is.',
  },
  NOT_READY: {
    status: 503,
    title: 'The service is not ready',
    why: 'One of the readiness checks in `checks` fails.',
    remedy: 'Wait, or run `ludeng doctor` where the service runs.',
  },
  SHUTTING_DOWN: {
    status: 503,
    title: 'The service is shutting down',
    why: 'The service is stopping and takes no new requests.',
    remedy: 'Repeat the request unchanged after the restart.',
  },
  NOT_A_DEMONSTRATION: {
    status: 409,
    title: 'This data directory is not a demonstration',
    why: 'A registry keeps the institutions that it was started with; the demonstration needs its own.',
    remedy: 'Name another directory with --data, or start without --demo.',
  },
} as const satisfies Catalogue;
