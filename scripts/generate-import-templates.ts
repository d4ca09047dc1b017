// Writes templates/ from the columns that an import knows; with --check, compares instead.
import exceljs from 'exceljs';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { columnsOf, IMPORT_KINDS, NOTE, type Column, type ImportKind } from '../api/import/columns.ts';
import { readRows } from '../api/import/read.ts';
import { writeOrCheck } from './write-or-check.ts';

const GENERATOR = 'scripts/generate-import-templates.ts';
const EXAMPLE_NOTE = 'EXAMPLE 示例: this row is never registered';

const header = (columns: readonly Column[]) => [NOTE.field, ...columns.map(({ field }) => field)];
const example = (columns: readonly Column[]) => [EXAMPLE_NOTE, ...columns.map((column) => column.example)];

function csvTemplate(kind: ImportKind): string {
  const columns = columnsOf(kind);
  return `\ufeff${[header(columns), example(columns)].map((cells) => `${cells.join(',')}\n`).join('')}`;
}

async function writeXlsx(kind: ImportKind, path: string): Promise<void> {
  const columns = columnsOf(kind);
  const workbook = new exceljs.Workbook();
  workbook.created = workbook.modified = new Date(0);
  const sheet = workbook.addWorksheet(kind, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = header(columns).map((name) => ({ header: name, width: 24, style: { numFmt: '@' } }));
  sheet.addRow(example(columns));
  const help = workbook.addWorksheet('columns');
  help.columns = [24, 16, 10, 60].map((width) => ({ width }));
  help.addRow(['column', 'also named', 'required', 'meaning']);
  help.addRow([NOTE.field, NOTE.zh, 'no', 'for people; a row whose note starts with EXAMPLE is skipped']);
  for (const column of columns) {
    help.addRow([column.field, column.zh, column.required ? 'yes' : 'no', column.help]);
  }
  for (const each of [sheet, help]) each.getRow(1).font = { bold: true };
  await workbook.xlsx.writeFile(path);
}

// A spreadsheet file is never twice the same bytes, so its text is compared.
async function hasText(path: string, kind: ImportKind): Promise<boolean> {
  if (!existsSync(path)) return false;
  const columns = columnsOf(kind);
  const names = header(columns);
  const expected = example(columns).flatMap((text, at) => (text === '' ? [] : [[names[at], text]]));
  for await (const { headings, cells } of readRows(path)) {
    return JSON.stringify([headings, Object.entries(cells)]) === JSON.stringify([names, expected]);
  }
  return false;
}

for (const kind of IMPORT_KINDS) {
  writeOrCheck(new URL(`../templates/${kind}.csv`, import.meta.url), csvTemplate(kind), GENERATOR);
  const path = fileURLToPath(new URL(`../templates/${kind}.xlsx`, import.meta.url));
  if (!process.argv.includes('--check')) await writeXlsx(kind, path);
  else if (!(await hasText(path, kind))) {
    console.error(`${path} is not what the source says. Run: node ${GENERATOR}`);
    process.exitCode = 1;
  }
}
