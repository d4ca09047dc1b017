import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../errors/problem.ts';
import type { Principal } from '../kit/principal.ts';
import { isWrite, type Route } from './route.ts';

export interface RateLimits {
  /** Points per minute and API key. */
  readonly perKey: number;
  /** Points per minute and address, for requests without a valid key. */
  readonly perAddress: number;
}

/** Charges a request and tells the headers that say what is left. @throws Problem RATE_LIMITED */
export type Charge = (
  route: Route,
  principal: Principal | undefined,
  address: string,
) => Promise<Record<string, string>>;

const WINDOW_SECONDS = 60;
const READ_COST = 1;
const WRITE_COST = 5;

export const costOf = (route: Route): number => route.cost ?? (isWrite(route) ? WRITE_COST : READ_COST);

// One household or office has a whole /64 of IPv6.
const networkOf = (address: string): string =>
  isIPv6(address) && !address.startsWith('::ffff:') ? expand(address).slice(0, 4).join(':') : address;

function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right];
}

export function createCharge(limits: RateLimits): Charge {
  const keys = new RateLimiterMemory({ points: limits.perKey, duration: WINDOW_SECONDS });
  const addresses = new RateLimiterMemory({ points: limits.perAddress, duration: WINDOW_SECONDS });

  return async (route, principal, address) => {
    const cost = costOf(route);
    if (cost === 0) return {};
    const [limiter, name, key] =
      principal === undefined
        ? ([addresses, 'address', networkOf(address)] as const)
        : ([keys, 'key', principal.keyId] as const);
    try {
      return headers(name, limiter.points, await limiter.consume(key, cost));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const shown = headers(name, limiter.points, error);
      throw new Problem('RATE_LIMITED', {
        detail: `The allowance of ${limiter.points} points a minute for this ${name} is used up.`,
        headers: { ...shown, 'retry-after': String(seconds(error)) },
      });
    }
  };
}

const seconds = (state: RateLimiterRes): number => Math.max(1, Math.ceil(state.msBeforeNext / 1000));

/** In the form of draft-ietf-httpapi-ratelimit-headers. */
const headers = (name: string, points: number, state: RateLimiterRes): Record<string, string> => ({
  'ratelimit-policy': `"${name}";q=${points};w=${WINDOW_SECONDS}`,
  ratelimit: `"${name}";r=${state.remainingPoints};t=${seconds(state)}`,
});
