import type { Capacity } from '../../domain/encoding/codes.ts';
import { Problem } from '../errors/problem.ts';
import { verifyApiKey, type ApiKeyStore } from './api-keys.ts';
import { asList, type Principal } from '../kit/principal.ts';
import { isWrite, type Route } from './route.ts';

/** What the chain says now about an institution; asked on every request, so that a suspension works at once. */
export interface InstitutionDirectory {
  institution(id: `0x${string}`): InstitutionStanding | undefined | Promise<InstitutionStanding | undefined>;
}

export interface InstitutionStanding {
  readonly capacities: readonly Capacity[];
  readonly suspended: boolean;
}

/** Finds out who is asking: undefined without credentials. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal | undefined>;

const unauthenticated = (detail: string, error?: string): Problem =>
  new Problem('UNAUTHENTICATED', {
    detail,
    headers: {
      'www-authenticate': `Bearer realm="ludeng"${error === undefined ? '' : `, error="${error}"`}`,
    },
  });

/** Wrong credentials are refused even where none are needed: they are a mistake that the caller should learn of. */
export function createAuthenticate(store: ApiKeyStore, directory: InstitutionDirectory): Authenticate {
  return async (authorization) => {
    if (authorization === undefined) return undefined;
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (token === undefined) {
      throw unauthenticated('The Authorization header is not of the form "Bearer <api key>".');
    }
    const record = await verifyApiKey(store, token);
    if (record === undefined) {
      throw unauthenticated('The API key is unknown, expired or revoked.', 'invalid_token');
    }
    const standing = await directory.institution(record.institution);
    if (standing === undefined) {
      throw unauthenticated('The institution of this API key is not admitted.', 'invalid_token');
    }
    return { institution: record.institution, duty: record.duty, keyId: record.id, ...standing };
  };
}

/** @throws Problem UNAUTHENTICATED, INSTITUTION_SUSPENDED, FORBIDDEN_CAPACITY or FORBIDDEN_DUTY */
export function authorize(route: Route, principal: Principal | undefined): void {
  const { auth } = route;
  if (auth === 'public') return;
  if (principal === undefined) throw unauthenticated('This route needs an API key.');
  if (principal.suspended && isWrite(route)) throw new Problem('INSTITUTION_SUSPENDED');
  if (auth === 'account') return;
  const capacities = asList(auth.capacity);
  if (capacities.length > 0 && !capacities.some((capacity) => principal.capacities.includes(capacity))) {
    throw new Problem('FORBIDDEN_CAPACITY', {
      detail: `This needs the capacity ${capacities.join(' or ')}.`,
    });
  }
  const duties = asList(auth.duty);
  if (duties.length > 0 && !duties.includes(principal.duty)) {
    throw new Problem('FORBIDDEN_DUTY', {
      detail: `This needs a key with the duty ${duties.join(' or ')}; this key is of a ${principal.duty}.`,
    });
  }
}
