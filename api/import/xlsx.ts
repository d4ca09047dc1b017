import { Readable } from 'node:stream';
import exceljs from 'exceljs';
import {
  boundRows,
  headerOf,
  isBlank,
  LIMITS,
  rowOf,
  UnreadableFile,
  type Fault,
  type Limits,
  type Row,
} from './rows.ts';
import { inspectZip } from './zip.ts';

/** Streams the first sheet of an XLSX file. exceljs is known in this file, in the templates and nowhere else. */
export async function* readXlsx(path: string, limits: Limits = LIMITS): AsyncGenerator<Row, void, undefined> {
  const parts = await inspectZip(path, limits);
  const workbook = new exceljs.stream.xlsx.WorkbookReader(Readable.from([parts]), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  let header: string[] | undefined;
  let count = 0;
  try {
    for await (const sheet of workbook) {
      for await (const line of sheet as unknown as AsyncIterable<exceljs.Row>) {
        const { texts, faults } = textsOf(line, limits);
        if (!header) header = headerOf(texts, limits);
        else if (!isBlank(texts) || faults.size > 0) {
          boundRows(++count, limits);
          yield withFaults(rowOf(line.number, header, texts, limits), header, faults);
        }
      }
      break;
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(
      `the file is not a usable XLSX file: ${String(error)}`,
      'Open it in a spreadsheet and save it again.',
      { cause: error },
    );
  }
  if (!header) throw new UnreadableFile('the first sheet is empty', 'Start from a template.');
}

type CellFault = Omit<Fault, 'field'>;

function textsOf(line: exceljs.Row, limits: Limits): { texts: string[]; faults: Map<number, CellFault> } {
  if (line.cellCount > limits.columns) {
    throw new UnreadableFile(
      `row ${line.number} reaches to column ${line.cellCount}, past ${limits.columns}`,
      'Remove the columns that the template does not have.',
    );
  }
  const texts: string[] = [];
  const faults = new Map<number, CellFault>();
  for (let column = 1; column <= line.cellCount; column++) {
    const text = textOf(line.getCell(column).value);
    texts.push(typeof text === 'string' ? text : '');
    if (typeof text !== 'string') faults.set(column - 1, text);
  }
  return { texts, faults };
}

function withFaults(row: Row, header: readonly string[], faults: ReadonlyMap<number, CellFault>): Row {
  const named = [...faults].map(([at, fault]) => ({ field: header[at] ?? '', ...fault }));
  return { ...row, faults: [...row.faults, ...named] };
}

function textOf(value: exceljs.CellValue): string | CellFault {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) return dateText(value);
  if ('richText' in value) return value.richText.map((piece) => piece.text).join('');
  if ('text' in value) return textOf(value.text);
  if ('error' in value) {
    return { message: `is the error ${value.error}`, remedy: 'Correct the cell in the spreadsheet.' };
  }
  return { message: 'is a formula', remedy: 'Replace the formula by its value (copy, paste as values).' };
}

/** A spreadsheet keeps 15 digits of a number and drops the rest without a word. */
function numberText(value: number): string | CellFault {
  if (Math.abs(value) < 1e15 && !String(value).includes('e')) return String(value);
  return {
    message: 'is a number too long for a spreadsheet to keep exactly',
    remedy: 'Format the column as text and enter it again.',
  };
}

function dateText(value: Date): string | CellFault {
  if (Number.isNaN(value.getTime())) return { message: 'is not a date', remedy: 'Write it as YYYY-MM-DD.' };
  return value.toISOString().slice(0, 10);
}
