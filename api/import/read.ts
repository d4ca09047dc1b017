import { stat } from 'node:fs/promises';
import { readCsv } from './csv.ts';
import { detectEncoding, head, type Encoding } from './encoding.ts';
import { LIMITS, UnreadableFile, type Limits, type Row } from './rows.ts';

export interface OpenedFile {
  /** For people: what the file was taken for. */
  readonly format: string;
  /** Reads from the start each time it is called. */
  readonly rows: () => AsyncGenerator<Row, void, undefined>;
}

/**
 * Opens a file by its content, not its name.
 * @throws UnreadableFile if it is too large, neither CSV nor XLSX, or in no known encoding
 */
export async function openRows(
  path: string,
  options: { encoding?: Encoding | undefined; limits?: Limits } = {},
): Promise<OpenedFile> {
  const limits = options.limits ?? LIMITS;
  const found = await stat(path).catch((error: unknown) => {
    throw new UnreadableFile(`there is no file ${path}`, 'Check the name.', { cause: error });
  });
  if (!found.isFile()) throw new UnreadableFile(`${path} is not a file`, 'Name a CSV or XLSX file.');
  if (found.size > limits.file) {
    throw new UnreadableFile(
      `the file has ${found.size} bytes, more than ${limits.file}`,
      'Split it and import the parts.',
    );
  }
  const start = (await head(path, 4)).toString('latin1');
  if (start === 'PK\x03\x04') {
    // Loading the library takes longer than reading most CSV files.
    const { readXlsx } = await import('./xlsx.ts');
    return { format: 'XLSX', rows: () => readXlsx(path, limits) };
  }
  if (start === '\xd0\xcf\x11\xe0') {
    throw new UnreadableFile(
      'the file is in the old XLS format or encrypted',
      'Save it as XLSX or CSV UTF-8.',
    );
  }
  const encoding = options.encoding ?? (await detectEncoding(path));
  return { format: `CSV in ${encoding}`, rows: () => readCsv(path, encoding, limits) };
}

/** Streams the rows of a CSV or XLSX file. */
export async function* readRows(path: string): AsyncGenerator<Row, void, undefined> {
  const { rows } = await openRows(path);
  yield* rows();
}
