// The command line. Each command lives in a file of its own, loaded only when it is asked for.
import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { VERSION } from '../settings/version.ts';
import { explain } from './explain.ts';

/** What a command's file exports: it adds its arguments, options and action to `command`. */
export interface CommandFile {
  define(command: Command): void;
}

const summaries: Readonly<Record<string, string>> = {
  up: 'start everything: chain, contracts, API',
  test: 'run every test that needs no extra server',
  verify: 'check a certificate offline',
  import: 'register in bulk from CSV or XLSX',
  rebuild: 'throw the index away, rebuild it from the chain, compare',
  bench: 'run the benchmark suite',
  governance: 'appoint, admit, suspend, set policies: by the delays of governance',
  doctor: 'say what is wrong with this installation',
};

const fileOf = (name: string) => new URL(`./${name}.ts`, import.meta.url);

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('ludeng')
    .description('A registry of environmental rights, and of security interests in them.')
    .version(VERSION)
    .showHelpAfterError('(ludeng --help lists the commands, ludeng COMMAND --help its options)')
    .exitOverride();

  const wanted = argv[0] === 'help' ? argv[1] : argv[0];
  for (const [name, summary] of Object.entries(summaries)) {
    if (!existsSync(fileOf(name))) continue;
    const command = program.command(name).description(summary);
    if (name === wanted) ((await import(fileOf(name).href)) as CommandFile).define(command);
  }
  await program.parseAsync(argv, { from: 'user' });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // Commander has said what was wrong already; wrong usage is 2 everywhere, so that 1 can mean "not valid" or "failed".
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 || argvIsEmpty() ? 0 : 2;
  else {
    process.stderr.write(`ludeng: ${explain(error)}\n`);
    process.exitCode = 1;
  }
}

function argvIsEmpty(): boolean {
  return process.argv.length <= 2;
}
