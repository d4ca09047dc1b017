/** What a client asked for with `Prefer` (RFC 7240). */
export interface Prefer {
  /** Answer 202 at once. */
  readonly respondAsync: boolean;
  /** How long to wait for finality before answering 202, in seconds; a default if the client did not say. */
  readonly waitSeconds: number;
}

const MAX_WAIT_SECONDS = 60;

/** Preferences that are unknown or not understood are ignored, as RFC 7240 §2 demands; the first of two equal names counts. */
export function parsePrefer(header: string | undefined, defaultWaitSeconds: number): Prefer {
  const given = new Map<string, string>();
  for (const part of (header ?? '').split(',')) {
    const [name = '', value = ''] = (part.split(';')[0] ?? '').split('=').map((text) => text.trim());
    const key = name.toLowerCase();
    if (!given.has(key)) given.set(key, value.replace(/^"(.*)"$/, '$1'));
  }
  const wait = given.get('wait') ?? '';
  return {
    respondAsync: given.has('respond-async'),
    waitSeconds: /^\d{1,9}$/.test(wait) ? Math.min(Number(wait), MAX_WAIT_SECONDS) : defaultWaitSeconds,
  };
}
