/** One row of a file in any format: the port that csv.ts and xlsx.ts implement. */
export interface Row {
  /** As the program that shows the file counts it: the header is row 1. */
  readonly row: number;
  /** The names in the header row, in order. */
  readonly headings: readonly string[];
  /** Text by column name; a column that the row leaves out is missing. */
  readonly cells: Readonly<Record<string, string>>;
  /** What the reader itself could not take for text. */
  readonly faults: readonly Fault[];
}

/** One thing that is wrong with one row. */
export interface Fault {
  /** Name of the column, or empty for the row as a whole. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

/** A file that cannot be imported at all. Nothing of it is registered. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Bounds on the cost of a file, also of a hostile one. */
export interface Limits {
  /** Rows below the header. */
  readonly rows: number;
  readonly columns: number;
  /** Characters in one cell. */
  readonly cell: number;
  /** Bytes of the file as it is. */
  readonly file: number;
  /** Bytes of everything in an XLSX file when unpacked. */
  readonly unzipped: number;
  /** Bytes of the part of an XLSX file that has to be kept in memory: its table of texts. */
  readonly sharedStrings: number;
}

const MiB = 1024 * 1024;

export const LIMITS: Limits = {
  rows: 200_000,
  columns: 64,
  cell: 2_000,
  file: 128 * MiB,
  unzipped: 512 * MiB,
  sharedStrings: 48 * MiB,
};

/** The names in the header row. @throws UnreadableFile if two columns have one name, or there are too many */
export function headerOf(cells: readonly string[], limits: Limits): string[] {
  const names = cells.map((cell) => cell.trim());
  while (names.at(-1) === '') names.pop();
  if (names.length === 0) {
    throw new UnreadableFile('the first row is empty', 'Put the names of the columns into the first row.');
  }
  if (names.length > limits.columns) {
    throw new UnreadableFile(
      `the file has ${names.length} columns, more than ${limits.columns}`,
      'Remove the columns that the template does not have.',
    );
  }
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new UnreadableFile(`the column "${twice}" occurs twice`, 'Keep one column of each name.');
  }
  return names;
}

/** Puts the texts of a row under the names of the header. Text outside the named columns is a fault, not ignored. */
export function rowOf(
  row: number,
  headings: readonly string[],
  texts: readonly string[],
  limits: Limits,
): Row {
  const cells: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const [at, text] of texts.entries()) {
    const name = headings[at] ?? '';
    if (text.trim() === '') continue;
    if (name === '') faults.push(outsideColumns(at));
    else if (text.length > limits.cell) faults.push(tooLong(name, text, limits));
    else cells[name] = text;
  }
  return { row, headings, cells, faults };
}

/** @throws UnreadableFile if there are more rows than are taken at once */
export function boundRows(count: number, limits: Limits): void {
  if (count <= limits.rows) return;
  throw new UnreadableFile(
    `the file has more than ${limits.rows} rows`,
    'Split it and import the parts one after the other.',
  );
}

export const isBlank = (texts: readonly string[]): boolean => texts.every((text) => text.trim() === '');

const outsideColumns = (at: number): Fault => ({
  field: '',
  message: `cell ${at + 1} has text but no column name above it`,
  remedy: 'Remove the text, or quote a cell that contains the separator.',
});

const tooLong = (field: string, text: string, limits: Limits): Fault => ({
  field,
  message: `has ${text.length} characters, more than ${limits.cell}`,
  remedy: 'Shorten it; documents stay outside the registry and are named by their digest.',
});
