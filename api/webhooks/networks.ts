import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Parses `10.1.0.0/16`, `fd00::/8` or a single address. @returns undefined if it is neither */
export function parseNetwork(text: string): { address: string; bits: number } | undefined {
  const [address = '', bitsText, ...rest] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  const bits = bitsText === undefined ? most : /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : undefined;
  return most === undefined || bits === undefined || bits > most || rest.length > 0
    ? undefined
    : { address, bits };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of networks) {
    const network = parseNetwork(text);
    if (!network) throw new RangeError(`${text} is not a network`);
    list.addSubnet(network.address, network.bits, isIPv4(network.address) ? 'ipv4' : 'ipv6');
  }
  return list;
}

// The special-purpose registries of IANA (RFC 6890 and its successors), as far as they are not the public internet.
const NOT_PUBLIC_4 = listOf([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]);
/** All that is assigned to the public; within it what leads elsewhere, such as into an IPv4 network. */
const PUBLIC_6 = listOf(['2000::/3']);
const NOT_PUBLIC_6 = listOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
const LOOPBACK = listOf(['127.0.0.0/8', '::1']);

const holds = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

export const isLoopback = (address: string): boolean => holds(LOOPBACK, address);

/** Tells whether a webhook may go to an address. */
export type Reachable = (address: string) => boolean;

/** The public internet, and the networks that the operator names: a webhook is no way into the rooms behind the service. */
export function reachable(networks: readonly string[]): Reachable {
  const allowed = listOf(networks);
  return (address) => {
    if (holds(allowed, address)) return true;
    if (isIPv4(address)) return !holds(NOT_PUBLIC_4, address);
    return holds(PUBLIC_6, address) && !holds(NOT_PUBLIC_6, address);
  };
}
