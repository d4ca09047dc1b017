import type { Approvable, Approval } from '../chain/calls.ts';
import type { Services } from './services.ts';

/** How long a second person's signature is good for: long enough for a few retries on a stale state. */
const SIGNATURE_SECONDS = 600;

export type Sign = (key: string, it: Approvable) => Promise<Approval>;

/** Signs with a key of the second person what the registry wants to see, on the state as it is now. */
export function signerOf({ calls, keys, now }: Pick<Services, 'calls' | 'keys' | 'now'>): Sign {
  return async (key, it) => {
    const deadline = now() + SIGNATURE_SECONDS;
    return { deadline, signature: await keys.signTypedData(key, calls.approval(it, deadline)) };
  };
}
