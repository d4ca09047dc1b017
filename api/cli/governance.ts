import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { WrongArgument, Refused } from '../../deploy/governance/errors.ts';
import { Governor, type Outcome, type Standing } from '../../deploy/governance/governor.ts';
import { OPERATIONS, type OperationKind, type OperationName } from '../../deploy/governance/operations.ts';
import { readDeployment, requireChainOf } from '../../deploy/record.ts';
import { EmbeddedChain } from '../chain/embedded.ts';
import { ChainError } from '../chain/errors.ts';
import { Keystore } from '../chain/keystore.ts';
import { parseConfig } from '../settings/config.ts';
import { lineOf, rowOf } from './governance/output.ts';

interface Flags {
  data?: string;
}

/** Exit status: 0 done, 1 refused or failed, 2 wrong usage. */
export function define(command: Command): void {
  command.option('--data <dir>', 'data directory; the service must be stopped');
  const flags = () => command.opts<Flags>();

  command
    .command('list')
    .description('show every operation and how it stands')
    .option('--json', 'for programs')
    .action(({ json }: { json?: true }) =>
      govern(flags(), async (governor) => list(governor, json === true)),
    );

  const schedule = command
    .command('schedule')
    .description('plan an operation; what has no delay is executed at once')
    .addHelpText('after', '\nWhat is scheduled already is found and left as it is.');
  for (const name of Object.keys(OPERATIONS) as OperationName[]) defineOperation(schedule, name, flags);

  command
    .command('execute')
    .description('execute what is due: all of it, or the operation ID')
    .argument('[ID]', 'as list shows it', idOf)
    .action((id?: number) => govern(flags(), async (governor) => execute(governor, id)));

  command
    .command('cancel')
    .description('cancel an operation that is not executed')
    .argument('<ID>', 'as list shows it', idOf)
    .action((id: number) => govern(flags(), async (governor) => say([await governor.cancel(id)])));
}

function defineOperation(schedule: Command, name: OperationName, flags: () => Flags): void {
  const { takes, summary, options = {} }: OperationKind = OPERATIONS[name];
  const command = schedule.command(name).description(summary);
  for (const [argument, help] of Object.entries(takes)) command.argument(`<${argument}>`, help);
  for (const [option, { help, fallback }] of Object.entries(options)) {
    command.option(`--${option} <${option}>`, help, fallback);
  }
  command.action(() =>
    govern(flags(), async (governor) => {
      const planned = await governor.schedule(name, command.args, command.opts<Record<string, string>>());
      say(planned);
      if (planned.length === 0) {
        console.log('All of it is on the chain already: nothing is left to schedule.');
      }
    }),
  );
}

/** On the data directory of a service that is stopped: the embedded chain has one user. */
async function govern(flags: Flags, act: (governor: Governor) => Promise<void>): Promise<void> {
  const { data: directory, keystorePassphrase: passphrase } = parseConfig(process.env, {
    ...(flags.data !== undefined && { data: flags.data }),
  });
  try {
    const deployment = readDeployment(directory);
    if (!deployment?.complete) {
      throw new Refused(
        `There is no registry in ${directory}.`,
        'Name its directory with --data, or start it once: ./ludeng up.',
      );
    }
    const chain = await EmbeddedChain.open({ directory: join(directory, 'chain') }).catch(inUse(directory));
    try {
      await requireChainOf(deployment, chain);
      const options = { directory: join(directory, 'keys'), chainId: chain.chainId, passphrase };
      const keystore = await Keystore.open(options);
      await act(new Governor({ directory, chain, keystore, deployment }));
    } finally {
      await chain.close();
    }
  } catch (error) {
    if (!(error instanceof WrongArgument) && !(error instanceof Refused)) throw error;
    process.stderr.write(`ludeng: ${error.message}\n${error.remedy}\n`);
    process.exitCode = error instanceof WrongArgument ? 2 : 1;
  }
}

const inUse = (directory: string) => (error: unknown) => {
  if (!(error instanceof ChainError) || error.code !== 'CHAIN_DATA_LOCKED') throw error;
  throw new ChainError(
    error.code,
    `A service runs on ${directory}: stop it, govern, then start it again. ${error.message}`,
  );
};

async function list(governor: Governor, json: boolean): Promise<void> {
  const operations = await governor.list();
  if (json) console.log(JSON.stringify(operations.map(rowOf), null, 2));
  else if (operations.length === 0) console.log('No operation was ever planned here.');
  else say(operations);
}

async function execute(governor: Governor, id: number | undefined): Promise<void> {
  const outcomes = await governor.execute(id);
  if (outcomes.length === 0) console.log('Nothing is due.');
  for (const outcome of outcomes) tell(outcome);
}

function tell({ operation, refused }: Outcome): void {
  say([operation]);
  if (!refused) return;
  process.stderr.write(`ludeng: ${refused.message}\n${refused.remedy}\n`);
  process.exitCode = 1;
}

function say(operations: readonly Standing[]): void {
  for (const operation of operations) console.log(lineOf(operation));
}

function idOf(given: string): number {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It is a number that ./ludeng governance list shows.');
}
