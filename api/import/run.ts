import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { httpClient, type Answer, type Client } from './client.ts';
import type { ImportKind } from './columns.ts';
import type { Encoding } from './encoding.ts';
import { headingsFor, kindOf } from './header.ts';
import { Journal } from './journal.ts';
import { planner, type Planned } from './plan.ts';
import { openRows } from './read.ts';
import { RejectedRows } from './rejected.ts';
import { faultTable, SHOWN_FAULTS, type RowFault } from './report.ts';
import { UnreadableFile, type Fault, type Limits, type Row } from './rows.ts';
import { submit, type Ready } from './submit.ts';

export interface ImportOptions {
  readonly file: string;
  readonly url: string;
  readonly key?: string | undefined;
  readonly kind?: ImportKind | undefined;
  readonly encoding?: Encoding | undefined;
  /** Without it, nothing leaves this machine. */
  readonly commit: boolean;
  readonly rejected?: string | undefined;
  readonly limits?: Limits;
  readonly client?: Client;
}

/** Where an import speaks to people. */
export interface ImportOutput {
  say(text: string): void;
  /** A bar over `total` rows. */
  progress(total: number): { step(): void; stop(): void };
}

export interface ImportSummary {
  readonly ready: number;
  readonly examples: number;
  /** Wrong in the file. */
  readonly faulty: number;
  readonly registered: number;
  readonly pending: number;
  /** Refused by the registry. */
  readonly refused: number;
}

/**
 * Reads the whole file and says what is wrong with it; then, if asked to commit, reads it again and posts what was right.
 * @throws UnreadableFile if nothing of the file can be imported
 * @throws ServiceStopped if the service cannot be reached or refuses the account; the same command goes on later
 */
export async function runImport(options: ImportOptions, output: ImportOutput): Promise<ImportSummary> {
  const digest = await digestOf(options.file);
  const opened = await openRows(options.file, options);
  const check = await checkAll(opened.rows(), options.kind);
  output.say(`${options.file}: ${opened.format}, ${check.kind}`);
  if (check.faults.length > 0) {
    output.say(`\n${faultTable(check.faults)}`);
    if (check.faultCount > SHOWN_FAULTS) output.say(`… and ${check.faultCount - SHOWN_FAULTS} more`);
    output.say('');
  }
  const { ready, examples, faulty } = check;
  output.say(`${ready} rows can be registered, ${faulty} have errors, ${examples} examples are skipped`);
  const before = { ready, examples, faulty, registered: 0, pending: 0, refused: 0 };

  if (!options.commit) {
    if (options.rejected !== undefined) await rejectAll(opened.rows(), check, options.rejected, output);
    output.say('Nothing was registered. Run the same command with --commit to register.');
    return before;
  }
  if ((await digestOf(options.file)) !== digest) {
    throw new UnreadableFile(
      'the file changed while it was read',
      'Run the import again when no program writes to the file.',
    );
  }
  const posted = await commitAll(opened.rows(), check, digest, options, output);
  return { ...before, ...posted };
}

interface Check {
  readonly kind: ImportKind;
  readonly headings: readonly string[];
  readonly plan: () => (row: Row) => Planned;
  ready: number;
  examples: number;
  faulty: number;
  /** The first ones only; a file of rubbish must not fill the memory. */
  readonly faults: RowFault[];
  faultCount: number;
}

async function checkAll(rows: AsyncIterable<Row>, wanted: ImportKind | undefined): Promise<Check> {
  let check: Check | undefined;
  let plan: ((row: Row) => Planned) | undefined;
  for await (const row of rows) {
    check ??= newCheck(row.headings, wanted ?? kindOf(row.headings));
    plan ??= check.plan();
    const planned = plan(row);
    if (planned.outcome === 'ready') check.ready += 1;
    else if (planned.outcome === 'example') check.examples += 1;
    else {
      check.faulty += 1;
      check.faultCount += planned.faults.length;
      for (const fault of planned.faults) {
        if (check.faults.length < SHOWN_FAULTS) check.faults.push({ row: row.row, ...fault });
      }
    }
  }
  if (check) return check;
  throw new UnreadableFile(
    'the file has no rows below the names of the columns',
    'Add rows, one for each registration.',
  );
}

function newCheck(headings: readonly string[], kind: ImportKind): Check {
  const columns = headingsFor(kind, headings);
  const plan = () => planner(kind, columns);
  return { kind, headings, plan, ready: 0, examples: 0, faulty: 0, faults: [], faultCount: 0 };
}

async function rejectAll(
  rows: AsyncIterable<Row>,
  check: Check,
  path: string,
  output: ImportOutput,
): Promise<void> {
  const rejected = new RejectedRows(path, check.headings);
  const plan = check.plan();
  for await (const row of rows) {
    const planned = plan(row);
    if (planned.outcome === 'faulty') rejected.add(row, planned.faults);
  }
  rejected.close();
  if (check.faulty > 0) output.say(`Rows with errors are in ${path}`);
}

async function commitAll(
  rows: AsyncIterable<Row>,
  check: Check,
  fileDigest: string,
  options: ImportOptions,
  output: ImportOutput,
): Promise<Pick<ImportSummary, 'registered' | 'pending' | 'refused'>> {
  const rejectedPath = options.rejected ?? `${options.file}.rejected.csv`;
  const rejected = new RejectedRows(rejectedPath, check.headings);
  const journal = new Journal(`${options.file}.import-journal`, options.url);
  const bar = output.progress(check.ready);
  const counts = { registered: 0, pending: 0, refused: 0 };
  const refusals: RowFault[] = [];

  const refuse = (row: Row, faults: readonly Fault[]): void => {
    counts.refused += 1;
    rejected.add(row, faults);
    for (const fault of faults) if (refusals.length < SHOWN_FAULTS) refusals.push({ row: row.row, ...fault });
  };
  const onAnswer = ({ row }: Ready, answer: Answer): void => {
    if (answer.outcome === 'rejected') refuse(row, answer.faults);
    else counts[answer.outcome] += 1;
    bar.step();
  };

  const plan = check.plan();
  async function* ready(): AsyncGenerator<Ready> {
    for await (const row of rows) {
      const planned = plan(row);
      if (planned.outcome === 'ready') yield planned;
      else if (planned.outcome === 'faulty') rejected.add(row, planned.faults);
    }
  }

  try {
    const client = options.client ?? httpClient({ url: options.url, key: options.key });
    await submit(ready(), { client, kind: check.kind, journal, fileDigest, onAnswer });
  } finally {
    bar.stop();
    rejected.close();
    if (refusals.length > 0) output.say(`\n${faultTable(refusals)}\n`);
    output.say(`${counts.registered} registered, ${counts.pending} pending, ${counts.refused} refused`);
    if (counts.pending > 0) output.say('Run the same command again to see what became of the pending ones.');
    if (counts.refused + check.faulty > 0) output.say(`Rejected rows, with reasons, are in ${rejectedPath}`);
  }
  return counts;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new UnreadableFile(`${path} cannot be read`, 'Name a CSV or XLSX file.', { cause: error });
  }
  return hash.digest('hex');
}
