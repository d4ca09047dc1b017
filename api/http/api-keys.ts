import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Duty } from '../../domain/encoding/codes.ts';

/** What is kept of an API key. The secret itself is shown once, when it is minted, and kept nowhere. */
export interface ApiKeyRecord {
  /** Public part: 16 characters of [0-9a-z]. */
  readonly id: string;
  /** SHA-256 of the secret, in hexadecimal. */
  readonly hash: string;
  readonly institution: `0x${string}`;
  readonly duty: Duty;
  /** Whose it is, for people. */
  readonly label: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly revokedAt?: number;
}

/** Durable: a `put` has reached the disk when it resolves. */
export interface ApiKeyStore {
  get(id: string): ApiKeyRecord | undefined | Promise<ApiKeyRecord | undefined>;
  put(record: ApiKeyRecord): void | Promise<void>;
  list(institution: `0x${string}`): ApiKeyRecord[] | Promise<ApiKeyRecord[]>;
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuv';
const FORMAT = /^ldg_([0-9a-z]{16})_([0-9A-Za-z_-]{43})$/;

// A plain hash is enough here: the secret has 256 random bits, so there is nothing that a slow hash would keep from being
// guessed, and each request pays for it. A password would need scrypt.
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret, 'ascii').digest();

const NO_HASH = Buffer.alloc(32);

/** Makes a key and stores its record. @returns the token to hand over: `ldg_<id>_<secret>`, and the record */
export async function mintApiKey(
  store: ApiKeyStore,
  owner: Pick<ApiKeyRecord, 'institution' | 'duty' | 'label' | 'expiresAt'>,
  now = Date.now(),
): Promise<{ token: string; record: ApiKeyRecord }> {
  const id = Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join('');
  const secret = randomBytes(32).toString('base64url');
  const record: ApiKeyRecord = { ...owner, id, hash: hashOf(secret).toString('hex'), createdAt: now };
  await store.put(record);
  return { token: `ldg_${id}_${secret}`, record };
}

/** The key stops working at once. @returns false if there is no such key; revoking twice keeps the first time */
export async function revokeApiKey(store: ApiKeyStore, id: string, now = Date.now()): Promise<boolean> {
  const record = await store.get(id);
  if (record === undefined) return false;
  if (record.revokedAt === undefined) await store.put({ ...record, revokedAt: now });
  return true;
}

/** The record of a token that is well-formed, known, current and right; else undefined, without saying which it was not. */
export async function verifyApiKey(
  store: ApiKeyStore,
  token: string,
  now = Date.now(),
): Promise<ApiKeyRecord | undefined> {
  const [, id, secret] = FORMAT.exec(token) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const record = await store.get(id);
  // The comparison is made for an unknown id too, so that its time tells nothing.
  const same = timingSafeEqual(
    hashOf(secret),
    record === undefined ? NO_HASH : Buffer.from(record.hash, 'hex'),
  );
  if (!same || record === undefined || record.revokedAt !== undefined) return undefined;
  return record.expiresAt !== undefined && record.expiresAt <= now ? undefined : record;
}
