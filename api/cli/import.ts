import { SingleBar } from 'cli-progress';
import { Option, type Command } from 'commander';
import { ServiceStopped } from '../import/client.ts';
import { IMPORT_KINDS, type ImportKind } from '../import/columns.ts';
import { ENCODINGS, type Encoding } from '../import/encoding.ts';
import { UnreadableFile } from '../import/rows.ts';
import { runImport, type ImportOutput } from '../import/run.ts';

interface Options {
  url: string;
  key?: string;
  kind?: ImportKind;
  encoding?: Encoding;
  commit?: true;
  rejected?: string;
}

/** Exit status: 0 all right, 1 some rows were not registered or the service stopped, 2 the file or the usage is wrong. */
export function define(command: Command): void {
  command
    .argument('<file>', 'CSV or XLSX with the columns of templates/rights.csv or templates/interests.csv')
    .addOption(new Option('--url <url>', 'the service').env('LUDENG_URL').default('http://127.0.0.1:8080'))
    .addOption(new Option('--key <key>', 'API key of a maker; better in the variable').env('LUDENG_KEY'))
    .addOption(new Option('--kind <kind>', 'what the rows are').choices(IMPORT_KINDS))
    .addOption(new Option('--encoding <name>', 'of a CSV file, if not found out').choices(ENCODINGS))
    .option('--commit', 'register; without it the file is only checked')
    .option('--rejected <file>', 'where rejected rows go (default: FILE.rejected.csv with --commit)')
    .action(async (file: string, options: Options) => {
      if (!isHttp(options.url)) command.error(`error: --url ${options.url} is not an http or https address`);
      await run(file, options);
    });
}

async function run(file: string, options: Options): Promise<void> {
  try {
    const { commit, ...rest } = options;
    const summary = await runImport({ ...rest, file, commit: commit === true }, terminal);
    if (summary.faulty + summary.pending + summary.refused > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof UnreadableFile) && !(error instanceof ServiceStopped)) throw error;
    process.stderr.write(`ludeng: ${error.message}\n${error.remedy}\n`);
    process.exitCode = error instanceof UnreadableFile ? 2 : 1;
  }
}

const terminal: ImportOutput = {
  say: (text) => console.log(text),
  progress(total) {
    const bar = new SingleBar({
      format: '{bar} {value}/{total} rows, {eta_formatted} left',
      noTTYOutput: false,
      clearOnComplete: true,
    });
    bar.start(total, 0);
    return { step: () => bar.increment(), stop: () => bar.stop() };
  },
};

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
