import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** 32 random bytes in the form of Standard Webhooks, which asks for 24 to 64. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64');

/**
 * The header `webhook-signature` of Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.payload`, one for each secret.
 * @param id without full stops. @param timestamp unix seconds of this attempt
 */
export function signatureOf(
  secrets: readonly string[],
  id: string,
  timestamp: number,
  payload: string,
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`);
      return `v1,${mac.digest('base64')}`;
    })
    .join(' ');
}
