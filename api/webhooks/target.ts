import { isIP } from 'node:net';
import { isLoopback, type Reachable } from './networks.ts';

const LONGEST_URL = 2_048;

/** The host as the resolver takes it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * What is wrong with the address of a webhook, as the end of a sentence; undefined if nothing is. A name is not resolved here: it may
 * lead elsewhere tomorrow, so that is asked at every delivery.
 */
export function flawOfTarget(text: string, mayReach: Reachable): string | undefined {
  if (text.length > LONGEST_URL) return `is longer than ${LONGEST_URL} characters`;
  const url = URL.parse(text);
  if (!url) return 'is not a URL';
  if (url.username !== '' || url.password !== '') {
    return 'has credentials in it; the signature says who we are';
  }
  if (url.hash !== '') return 'has a fragment, which is never sent';
  const host = hostOf(url);
  const address = isIP(host) !== 0 ? host : host === 'localhost' ? '127.0.0.1' : undefined;
  if (address !== undefined && !mayReach(address)) return 'is an address that webhooks may not go to';
  const plain = url.protocol === 'http:' && address !== undefined && isLoopback(address);
  return url.protocol === 'https:' || plain ? undefined : 'is not https';
}
