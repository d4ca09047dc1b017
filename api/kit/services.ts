import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duty } from '../../domain/encoding/codes.ts';
import { registrationOf, type RegistryEvent } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import type { RegistryCalls, TypedData } from '../chain/calls.ts';
import type { AsOf } from './as-of.ts';
import { canonicalJson } from '../../domain/encoding/canonical-json.ts';
import type { Cursors } from './pagination.ts';
import type { Prefer } from './prefer.ts';
import type { Principal } from './principal.ts';
import { Problem } from '../errors/problem.ts';
import { problemOfFailure } from '../outbox/failure.ts';
import { isSettled, type Operation } from '../outbox/operation.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Reader } from '../read/reader.ts';

/** The chain keys of the institutions that this service acts for. */
export interface KeyRing {
  /** Label of the institution's key of that duty. @throws Problem KEY_NOT_HELD if this service does not hold it */
  keyOf(institution: Hex, duty: Duty): string;
  signTypedData(key: string, data: TypedData): Promise<Hex>;
}

/** What modules work with; made once, where the service is put together. */
export interface Services {
  /** The registry now, or as it stood. @throws Problem if the point is not in the index */
  read(asOf?: AsOf): Reader;
  outbox: Outbox;
  calls: RegistryCalls;
  keys: KeyRing;
  cursors: Cursors;
  /** The events of the transaction with which an operation became final. */
  eventsOf(operation: Operation): Promise<RegistryEvent[]>;
  /** Unix seconds. */
  now(): number;
}

/** The parts of a request's context that a write needs. */
export interface WriteContext {
  principal: Principal;
  idempotencyKey: string;
  prefer: Prefer;
}

export interface WriteRequest {
  kind: string;
  intent: unknown;
  duty?: Duty;
}

export const fingerprintOf = (content: unknown): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex');

export const scopeOf = ({ principal, idempotencyKey }: WriteContext): string =>
  `${principal.institution}/${idempotencyKey}`;

/**
 * Hands a write to the outbox and waits as long as the client prefers.
 * @returns the operation; unless it is final, the answer is 202 with its address
 * @throws Problem with the reason if it was refused or failed
 */
export async function submit(
  services: Services,
  context: WriteContext,
  request: WriteRequest,
): Promise<Operation> {
  const { principal } = context;
  const accepted = await services.outbox.accept({
    kind: request.kind,
    institution: principal.institution,
    key: services.keys.keyOf(principal.institution, request.duty ?? 'maker'),
    scope: scopeOf(context),
    fingerprint: fingerprintOf({ kind: request.kind, intent: request.intent }),
    intent: request.intent,
  });
  return await awaited(services, accepted, context.prefer);
}

export async function awaited(services: Services, accepted: Operation, prefer: Prefer): Promise<Operation> {
  if (isSettled(accepted)) return orThrow(accepted);
  if (prefer.respondAsync || prefer.waitSeconds === 0) return accepted;
  const timeout = new AbortController();
  const late = sleep(prefer.waitSeconds * 1000, accepted, { signal: timeout.signal }).catch(() => accepted);
  const operation = await Promise.race([services.outbox.settled(accepted.id), late]);
  timeout.abort();
  return orThrow(operation);
}

function orThrow(operation: Operation): Operation {
  if (operation.failure) throw problemOfFailure(operation.failure);
  return operation;
}

/** The number under which the contracts know the institution that asks. */
export function institutionNumber(services: Pick<Services, 'read'>, { institution }: Principal): number {
  const number = services.read().institutionOf(institution);
  if (number === undefined) {
    throw new Problem('UNAUTHENTICATED', { detail: 'The institution is not admitted.' });
  }
  return number;
}

/** The event that a final operation was for. @throws Error if its transaction has none such */
export async function eventOf<E extends RegistryEvent>(
  services: Pick<Services, 'eventsOf'>,
  operation: Operation,
  isMeant: (event: RegistryEvent) => event is E,
): Promise<E> {
  const found = (await services.eventsOf(operation)).find(isMeant);
  if (!found) throw new Error(`operation ${operation.id} registered nothing that its kind promises`);
  return found;
}

/** Where the result of a final operation can be read: what the first of its events made or changed that is a resource. */
export async function resourceOf(services: Services, operation: Operation): Promise<string | undefined> {
  if (operation.status !== 'final') return undefined;
  for (const event of await services.eventsOf(operation)) {
    const address = registrationOf(event).resource?.(event.args);
    if (address !== undefined) return `/v1${address}`;
  }
  return undefined;
}
