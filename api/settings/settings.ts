import { z } from 'zod';
import { parseNetwork } from '../webhooks/networks.ts';

const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((n) => n >= min && n <= max, `is not between ${min} and ${max}`);

const flag = z
  .enum(['true', 'false', '1', '0'], 'is neither true nor false')
  .transform((text) => text === 'true' || text === '1');

const text = z.string().trim().min(1, 'is empty');

const list = z
  .string()
  .regex(/^[0-9a-fA-F.:/, a-z]*$/, 'is not a list of addresses')
  .transform((items) => items.split(',').map((item) => item.trim()))
  .transform((items) => items.filter((item) => item !== ''));

/** One setting. `remedy` ends the sentence that a user reads when the value is wrong. */
export interface Setting {
  readonly variable: `LUDENG_${string}`;
  readonly schema: z.ZodType;
  /** As text, as if it had been given; without it the setting is optional. */
  readonly fallback?: string;
  readonly help: string;
  readonly remedy: string;
  /** Never printed or logged. */
  readonly secret?: boolean;
}

/** Every setting of the service. A flag of the command line has the name of the key and wins over the variable. */
export const settings = {
  data: {
    variable: 'LUDENG_DATA',
    schema: text,
    fallback: './data',
    help: 'directory of the chain, the index, the outbox and the keys',
    remedy: 'Give a directory that this user may write to.',
  },
  host: {
    variable: 'LUDENG_HOST',
    schema: text.regex(/^[0-9A-Za-z.:_-]+$/, 'is not a host name or an address'),
    fallback: '127.0.0.1',
    help: 'address that the API listens on',
    remedy: 'Give an address of this machine, for example 127.0.0.1.',
  },
  port: {
    variable: 'LUDENG_PORT',
    schema: number(0, 65535),
    fallback: '8080',
    help: 'port of the API; 0 takes a free one',
    remedy: 'Give a port number, for example 8080.',
  },
  network: {
    variable: 'LUDENG_NETWORK',
    schema: text.regex(/^[a-z0-9-]+$/, 'is not a network name'),
    fallback: 'embedded',
    help: 'network to run on: embedded, besu, or one described under deploy/networks',
    remedy: 'Give the name of a network, for example embedded.',
  },
  demo: {
    variable: 'LUDENG_DEMO',
    schema: flag,
    fallback: 'false',
    help: 'load the demonstration institutions, rights and interests',
    remedy: 'Set it to true or false.',
  },
  genesis: {
    variable: 'LUDENG_GENESIS',
    schema: text,
    help: 'file with the institutions that a new registry starts with; see deploy/genesis/embedded.json',
    remedy: 'Give the path of a JSON file.',
  },
  keystorePassphrase: {
    variable: 'LUDENG_KEYSTORE_PASSPHRASE',
    schema: z.string().min(12, 'is shorter than 12 characters'),
    help: 'passphrase of the encrypted keystores; without it the embedded network makes one under the data directory',
    remedy: 'Give the passphrase that the keystores were made with.',
    secret: true,
  },
  logLevel: {
    variable: 'LUDENG_LOG_LEVEL',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'is not a log level'),
    fallback: 'info',
    help: 'least severe level that is logged',
    remedy: 'Give one of fatal, error, warn, info, debug, trace, silent.',
  },
  waitSeconds: {
    variable: 'LUDENG_WAIT_SECONDS',
    schema: number(0, 60),
    fallback: '10',
    help: 'how long a write waits for finality before it answers 202, unless `Prefer: wait` says otherwise',
    remedy: 'Give seconds between 0 and 60.',
  },
  drainSeconds: {
    variable: 'LUDENG_DRAIN_SECONDS',
    schema: number(0, 300),
    fallback: '10',
    help: 'how long a stop waits for requests under way',
    remedy: 'Give seconds between 0 and 300.',
  },
  rateLimit: {
    variable: 'LUDENG_RATE_LIMIT',
    schema: number(1, 100_000_000),
    fallback: '6000',
    help: 'points per minute and API key; a read costs 1, a write 5, a search 10',
    remedy: 'Give a number of points, for example 6000.',
  },
  rateLimitAnonymous: {
    variable: 'LUDENG_RATE_LIMIT_ANONYMOUS',
    schema: number(1, 100_000_000),
    fallback: '600',
    help: 'points per minute and address for requests without a valid key',
    remedy: 'Give a number of points, for example 600.',
  },
  trustedProxies: {
    variable: 'LUDENG_TRUSTED_PROXIES',
    schema: list,
    fallback: '',
    help: 'addresses or subnets of proxies whose X-Forwarded-For is believed, separated by commas',
    remedy: 'Give addresses, for example 10.0.0.5,10.1.0.0/16, or nothing.',
  },
  maxStreams: {
    variable: 'LUDENG_MAX_STREAMS',
    schema: number(0, 100_000),
    fallback: '500',
    help: 'event streams open at the same time',
    remedy: 'Give a number, for example 500.',
  },
  webhookNetworks: {
    variable: 'LUDENG_WEBHOOK_NETWORKS',
    schema: list.refine(
      (networks) => networks.every((network) => parseNetwork(network) !== undefined),
      'is not a list of addresses and subnets',
    ),
    fallback: '',
    help: 'addresses or subnets beside the public internet that webhooks may go to, separated by commas; those of this machine also without TLS',
    remedy: 'Give subnets, for example 10.1.0.0/16, or nothing.',
  },
  alertSeconds: {
    variable: 'LUDENG_ALERT_SECONDS',
    schema: number(1, 86_400),
    fallback: '60',
    help: 'how often the clocks are read for alerts to those who watch',
    remedy: 'Give seconds between 1 and 86400.',
  },
  epochBlocks: {
    variable: 'LUDENG_EPOCH_BLOCKS',
    schema: number(1, 1_000_000),
    fallback: '1500',
    help: 'blocks in the log of the embedded chain from which it is folded into a snapshot; a third of them when nothing happens',
    remedy: 'Give a number of blocks, for example 1500.',
  },
  epochTransactions: {
    variable: 'LUDENG_EPOCH_TRANSACTIONS',
    schema: number(1, 10_000_000),
    fallback: '15000',
    help: 'the same in transactions: what comes first',
    remedy: 'Give a number of transactions, for example 15000.',
  },
  epochSeconds: {
    variable: 'LUDENG_EPOCH_SECONDS',
    schema: number(1, 86_400),
    fallback: '10',
    help: 'the same in seconds that a start needs to execute the log',
    remedy: 'Give a number of seconds, for example 10.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type Settings = typeof settings;
export type SettingName = keyof Settings;
