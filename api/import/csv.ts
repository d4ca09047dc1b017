import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { decode, type Encoding } from './encoding.ts';
import {
  boundRows,
  headerOf,
  isBlank,
  LIMITS,
  rowOf,
  UnreadableFile,
  type Limits,
  type Row,
} from './rows.ts';

/** Streams a CSV file. The separator (comma, semicolon or tab) is the one that the first line uses most. */
export async function* readCsv(
  path: string,
  encoding: Encoding,
  limits: Limits = LIMITS,
): AsyncGenerator<Row, void, undefined> {
  const [separator, text] = await withSeparator(decode(path, encoding));
  const parser = Readable.from(text).pipe(
    parse({
      delimiter: separator,
      info: true,
      relax_column_count: true,
      max_record_size: limits.columns * limits.cell,
    }),
  );
  let header: string[] | undefined;
  let begins = 1;
  let count = 0;
  try {
    const lines: AsyncIterable<unknown> = parser;
    for await (const line of lines) {
      const { record, info } = line as Line;
      const row = begins;
      begins = info.lines + 1;
      if (!header) header = headerOf(record, limits);
      else if (!isBlank(record)) {
        boundRows(++count, limits);
        yield rowOf(row, header, record, limits);
      }
    }
  } catch (error) {
    throw readable(error);
  }
  if (!header) throw new UnreadableFile('the file is empty', 'Start from a template.');
}

interface Line {
  record: string[];
  info: { lines: number };
}

async function withSeparator(
  pieces: AsyncGenerator<string, void>,
): Promise<[string, AsyncGenerator<string, void>]> {
  let start = '';
  for (;;) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    start += value;
    if (/[\r\n]/.test(start)) break;
  }
  const firstLine = start.split(/[\r\n]/, 1)[0]!;
  const uses = (separator: string) => firstLine.split(separator).length;
  const separator = [',', ';', '\t'].reduce((best, other) => (uses(other) > uses(best) ? other : best));
  return [separator, resume(start, pieces)];
}

async function* resume(start: string, rest: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  yield start;
  yield* rest;
}

function readable(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) return error;
  return new UnreadableFile(
    `the file is not well-formed CSV: ${error.message}`,
    'Look for a quotation mark that is not closed near that line.',
    { cause: error },
  );
}
