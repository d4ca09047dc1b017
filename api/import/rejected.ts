import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { isReason, REASONS } from './columns.ts';
import { UnreadableFile, type Fault, type Row } from './rows.ts';

/**
 * Writes rows that were not taken, as CSV that spreadsheets open as UTF-8, with the reasons in columns behind. Corrected, it can
 * be imported as it is. The file appears with the first row.
 */
export class RejectedRows {
  readonly #path: string;
  readonly #headings: readonly string[];
  #file: number | undefined;

  /** @throws UnreadableFile if the file is already there: it may have rows that are not corrected yet */
  constructor(path: string, headings: readonly string[]) {
    if (existsSync(path)) {
      throw new UnreadableFile(`${path} exists already`, 'Move it away, or name another with --rejected.');
    }
    this.#path = path;
    this.#headings = headings.filter((heading) => heading !== '' && !isReason(heading));
  }

  add(row: Row, faults: readonly Fault[]): void {
    if (this.#file === undefined) {
      this.#file = openSync(this.#path, 'wx');
      writeSync(this.#file, `\ufeff${csvLine([...this.#headings, ...REASONS])}`);
    }
    const reasons = [
      String(row.row),
      ...(['field', 'message', 'remedy'] as const).map((part) =>
        faults.map((fault) => fault[part]).join(' | '),
      ),
    ];
    writeSync(
      this.#file,
      csvLine([...this.#headings.map((heading) => row.cells[heading] ?? ''), ...reasons]),
    );
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** An apostrophe in front keeps a spreadsheet from computing the cell. */
function csvCell(text: string): string {
  const harmless = /^\s*[=+@\t\r]|^\s*-\D/.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
