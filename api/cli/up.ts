import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Genesis } from '../../deploy/genesis.ts';
import { readGenesis } from '../../deploy/genesis.ts';
import { readPolicies } from '../../deploy/policies.ts';
import type { Hex } from '../chain/types.ts';
import { parseConfig, unknownSettings, type Config } from '../settings/config.ts';
import { VERSION } from '../settings/version.ts';
import { Problem } from '../errors/problem.ts';
import { createLogger } from '../http/logger.ts';
import { ensureCredentials, handOutLater } from '../node/credentials.ts';
import { startNode, type LudengNode } from '../node/node.ts';
import { apiKeyStore } from '../node/stores.ts';
import { Steps } from './steps.ts';

interface Flags {
  data?: string;
  port?: string;
  host?: string;
  network?: string;
  demo?: true;
}

export function define(command: Command): void {
  command
    .option('--demo', 'load the demonstration institutions and published cases')
    .option('--data <dir>', 'data directory')
    .option('--port <n>', 'port of the API; 0 takes a free one')
    .option('--host <address>', 'address that the API listens on')
    .option('--network <name>', 'network to run on')
    .action((flags: Flags) => up(parseConfig(process.env, flags)));
}

async function up(config: Config): Promise<void> {
  const steps = new Steps();
  for (const name of unknownSettings(process.env)) steps.warn(`${name} is not a setting of Ludeng`);
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const logger = createLogger(config.logLevel);
  const stopped = Promise.withResolvers<number>();
  const node = await startNode({
    config,
    logger,
    version: VERSION,
    plan: async () => ({ genesis: await genesisOf(config), policies: readPolicies(POLICIES) }),
    progress: (what, done, total) => steps.progress(what, done, total),
    onFailure: (error) => {
      logger.fatal({ err: error }, 'the service cannot go on');
      stopped.resolve(1);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve(0));
  try {
    // A stop does not wait for the demonstration: the next start goes on with it.
    const prepared = (config.demo ? demonstrate : handOutKeys)(config, node, steps)
      .then(() => handOutKeysOfAdmitted(config, node, steps))
      .then(() => announce(node, steps));
    await Promise.race([prepared, stopped.promise]);
    prepared.catch(() => undefined);
    process.exitCode = await stopped.promise;
    steps.say('stopping');
  } finally {
    await node.close();
    logger.flush();
  }
}

function announce(node: LudengNode, steps: Steps): void {
  steps.say(`API description ${node.url}/docs`);
  // The one line that programs wait for.
  process.stdout.write(`ludeng ready ${node.url}\n`);
}

async function demonstrate(config: Config, node: LudengNode, steps: Steps): Promise<void> {
  const { loadDemo } = await import('../../demo/load.ts');
  const { genesis } = node.deployment;
  if (!genesis.institutions.some(({ label, synthetic }) => label === 'authority' && synthetic)) {
    throw new Problem('NOT_A_DEMONSTRATION', {
      detail: `The registry in ${config.data} was started without --demo.`,
    });
  }
  const path = join(config.data, 'demo-credentials.json');
  const credentials = await ensureCredentials(path, genesis, apiKeyStore(node.durable));
  const { cases, stories, kept } = await loadDemo(node.url, credentials, (done, total) =>
    steps.progress('loading the demonstration', done, total),
  );
  steps.say(
    `${cases} published cases and ${stories} invented stories are registered; ${path} has the API keys`,
  );
  if (kept > 0) {
    steps.say(
      `${kept} of them as an earlier edition has them: ./ludeng up --demo in a new LUDENG_DATA shows the present one`,
    );
  }
}

/** At the very first start each institution gets its first API keys; afterwards the file may be gone, and stays so. */
async function handOutKeys(config: Config, node: LudengNode, steps: Steps): Promise<void> {
  const { genesis, institutions, admitted = [] } = node.deployment;
  const keys = apiKeyStore(node.durable);
  for (const id of Object.keys(institutions) as Hex[]) {
    if ((await keys.list(id)).length > 0) return;
  }
  if (genesis.institutions.length + admitted.length === 0) {
    steps.warn(
      'This registry has no institutions: start a new one with LUDENG_GENESIS or with --demo, or admit some with governance.',
    );
  }
  if (genesis.institutions.length === 0) return;
  const path = join(config.data, 'credentials.json');
  await ensureCredentials(path, genesis, keys);
  steps.say(`${path} has the first API keys: hand them out, then delete it`);
}

async function handOutKeysOfAdmitted(config: Config, node: LudengNode, steps: Steps): Promise<void> {
  const { admitted = [] } = node.deployment;
  for (const path of await handOutLater(config.data, admitted, apiKeyStore(node.durable))) {
    steps.say(`${path} has the first API keys of an institution: hand them out, then delete it`);
  }
}

const POLICIES = new URL('../../deploy/policies/right-types.json', import.meta.url);
const NO_INSTITUTIONS = new URL('../../deploy/genesis/embedded.json', import.meta.url);

/** What a new registry starts with; a registry that exists keeps what it was made of. */
async function genesisOf(config: Config): Promise<Genesis> {
  if (config.genesis !== undefined) return readGenesis(config.genesis);
  if (config.demo) return (await import('../../demo/genesis.ts')).demoGenesis();
  return readGenesis(NO_INSTITUTIONS);
}
