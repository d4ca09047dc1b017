import { expect } from 'chai';
import exceljs from 'exceljs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { readCsv } from '../../../api/import/csv.ts';
import { openRows, readRows } from '../../../api/import/read.ts';
import { LIMITS, UnreadableFile, type Limits } from '../../../api/import/rows.ts';
import { readXlsx } from '../../../api/import/xlsx.ts';
import { collect, folders } from './support.ts';

const folder = folders();

function fileOf(content: string | Uint8Array, name = 'rows.csv'): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

async function refusal(reading: Promise<unknown>): Promise<UnreadableFile> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
  throw new Error('the file was taken');
}

// 绿能 and a line of digits in each encoding; GB18030 and Big5 by hand, since Node only decodes them.
const GB_LVNENG = Buffer.from([0xc2, 0xcc, 0xc4, 0xdc]);
const BIG5_LVNENG = Buffer.from([0xba, 0xf1, 0xaf, 0xe0]);
const utf16 = (text: string, swap: boolean): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};

describe('reading CSV', () => {
  it('gives rows as a spreadsheet counts them, blank ones left out', async () => {
    const path = fileOf('a,b\n1,2\n\n,\n"3\n4",5\n6,\n');
    const rows = await collect(readRows(path));
    expect(rows.map(({ row, cells }) => [row, cells])).to.deep.equal([
      [2, { a: '1', b: '2' }],
      [5, { a: '3\n4', b: '5' }],
      [7, { a: '6' }],
    ]);
  });

  for (const separator of [';', '\t']) {
    it(`finds the separator ${JSON.stringify(separator)}`, async () => {
      const path = fileOf(['a,x', 'b', 'c'].join(separator) + '\r\n' + ['1', '2', '3'].join(separator));
      const [row] = await collect(readRows(path));
      expect(row?.cells).to.deep.equal({ 'a,x': '1', b: '2', c: '3' });
    });
  }

  const encoded: [string, Uint8Array, string][] = [
    ['UTF-8', Buffer.from('a\n綠能\n'), '綠能'],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffa\n綠能\n'), '綠能'],
    ['UTF-16 little-endian', utf16('a\n綠能\n', false), '綠能'],
    ['UTF-16 big-endian', utf16('a\n綠能\n', true), '綠能'],
    ['GB18030', Buffer.concat([Buffer.from('a\n'), GB_LVNENG, Buffer.from('\n')]), '绿能'],
  ];
  for (const [name, bytes, text] of encoded) {
    it(`reads ${name}`, async () => {
      expect((await collect(readRows(fileOf(bytes)))).map(({ cells }) => cells)).to.deep.equal([{ a: text }]);
    });
  }

  it('reads Big5 when asked to', async () => {
    const path = fileOf(Buffer.concat([Buffer.from('a\n'), BIG5_LVNENG, Buffer.from('\n')]));
    const { format, rows } = await openRows(path, { encoding: 'big5' });
    expect(format).to.equal('CSV in big5');
    expect((await collect(rows()))[0]?.cells).to.deep.equal({ a: '綠能' });
  });

  const unreadable: [string, Uint8Array | string, RegExp][] = [
    ['an empty file', '', /is empty/],
    ['an empty first row', ',,\n1,2\n', /first row is empty/],
    ['a column twice', 'a,b,a\n', /"a" occurs twice/],
    ['too many columns', Array.from({ length: 65 }, (_, i) => `c${i}`).join(','), /65 columns/],
    ['an open quotation mark', 'a,b\n"1,2\n3,4\n', /not well-formed CSV/],
    ['bytes of no encoding', Buffer.from([0x61, 0x0a, 0xff, 0xff, 0xff]), /neither UTF-8 nor GB18030/],
    ['a binary file', Buffer.from([0x61, 0, 0, 0x0a]), /neither UTF-8 nor GB18030/],
    ['an old XLS file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /old XLS/],
  ];
  for (const [name, content, message] of unreadable) {
    it(`refuses ${name}`, async () => {
      const error = await refusal(collect(readRows(fileOf(content))));
      expect(error.message).to.match(message);
      expect(error.remedy).to.match(/\.$/);
    });
  }

  it('refuses a file that is not there, a folder, and one that is too large', async () => {
    expect((await refusal(openRows('/nowhere/file.csv'))).message).to.match(/no file/);
    expect((await refusal(openRows(folder()))).message).to.match(/not a file/);
    const limits = { ...LIMITS, file: 3 };
    expect((await refusal(openRows(fileOf('a,b\n'), { limits }))).message).to.match(/4 bytes, more than 3/);
  });

  it('refuses an encoding that does not fit, in the middle of the file too', async () => {
    const path = fileOf(Buffer.concat([Buffer.from('a\n1\n'), GB_LVNENG]));
    const { rows } = await openRows(path, { encoding: 'utf-8' });
    expect((await refusal(collect(rows()))).message).to.match(/not utf-8 text/);
  });

  it('bounds rows, cells and records', async () => {
    const limits: Limits = { ...LIMITS, rows: 2, columns: 2, cell: 4 };
    const read = (content: string) => collect(readCsv(fileOf(content), 'utf-8', limits));
    expect((await refusal(read('a\n1\n2\n3\n'))).message).to.match(/more than 2 rows/);
    expect((await refusal(read(`a\n${'1'.repeat(20)}\n`))).message).to.match(/not well-formed/);
    const [long] = await read('a\n12345\n');
    expect(long?.faults).to.have.length(1);
    expect(long?.cells).to.deep.equal({});
    const [outside] = await read('a,b\n1,2,3\n');
    expect(outside?.faults[0]?.message).to.match(/cell 3 has text but no column name/);
  });
});

async function workbookOf(rows: exceljs.CellValue[][]): Promise<string> {
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('rows');
  for (const row of rows) sheet.addRow(row);
  workbook.addWorksheet('help').addRow(['not read']);
  const path = join(folder(), 'rows.xlsx');
  await workbook.xlsx.writeFile(path);
  return path;
}

describe('reading XLSX', () => {
  it('gives the same rows as CSV', async () => {
    const path = await workbookOf([
      ['a', 'b'],
      ['綠能', 136000000],
      [],
      [new Date('2026-01-31T00:00:00Z'), true],
      [{ richText: [{ text: '绿' }, { text: '能' }] }, { text: 'link', hyperlink: 'http://example.invalid' }],
    ]);
    expect((await openRows(path)).format).to.equal('XLSX');
    expect((await collect(readRows(path))).map(({ row, cells }) => [row, cells])).to.deep.equal([
      [2, { a: '綠能', b: '136000000' }],
      [4, { a: '2026-01-31', b: 'true' }],
      [5, { a: '绿能', b: 'link' }],
    ]);
  });

  it('gives the same rows in whatever order the parts of the file stand', async () => {
    const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const texts = {
      'xl/workbook.xml': `<workbook ${main} xmlns:r="${types}"><sheets><sheet name="rows" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
        `<Relationship Id="rId1" Type="${types}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/sharedStrings.xml': `<sst ${main} count="1" uniqueCount="1"><si><t>day</t></si></sst>`,
      'xl/styles.xml':
        `<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/>` +
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
      'xl/worksheets/sheet1.xml':
        `<worksheet ${main}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>` +
        '<row r="2"><c r="A2" s="1"><v>46053</v></c></row></sheetData></worksheet>',
    };
    const parts = Object.entries(texts).map(([name, text]): ZipPart => ({ name, data: Buffer.from(text) }));
    for (const order of ordersOf(parts)) {
      const rows = await collect(readXlsx(fileOf(zipOf(order), 'x.xlsx')));
      const names = order.map(({ name }) => name).join(' ');
      expect(
        rows.map(({ cells }) => cells),
        names,
      ).to.deep.equal([{ day: '2026-01-31' }]);
    }
  });

  it('finds formulas, errors and numbers that lost digits, by cell', async () => {
    const path = await workbookOf([
      ['a', 'b', 'c'],
      [{ formula: '1+1', result: 2 }, { error: '#REF!' }, 123456789012345680000],
    ]);
    const [row] = await collect(readRows(path));
    expect(row?.faults.map(({ field, message }) => [field, message])).to.deep.equal([
      ['a', 'is a formula'],
      ['b', 'is the error #REF!'],
      ['c', 'is a number too long for a spreadsheet to keep exactly'],
    ]);
  });

  it('bounds rows and columns, and refuses an empty sheet', async () => {
    const limits: Limits = { ...LIMITS, rows: 1, columns: 2 };
    const two = await workbookOf([['a'], ['1'], ['2']]);
    expect((await refusal(collect(readXlsx(two, limits)))).message).to.match(/more than 1 rows/);
    const wide = await workbookOf([['a', 'b', 'c']]);
    expect((await refusal(collect(readXlsx(wide, limits)))).message).to.match(/column 3, past 2/);
    expect((await refusal(collect(readXlsx(await workbookOf([]))))).message).to.match(/first sheet is empty/);
  });

  it('reads the templates, whose example says that it is one', async () => {
    for (const name of ['rights', 'interests']) {
      for (const kind of ['csv', 'xlsx']) {
        const path = new URL(`../../../templates/${name}.${kind}`, import.meta.url).pathname;
        const [row, ...others] = await collect(readRows(path));
        expect(row?.cells.note).to.match(/^EXAMPLE/);
        expect(others).to.deep.equal([]);
      }
    }
  });
});

/** Every order of the items. */
function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, at) => ordersOf(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

interface ZipPart {
  name: string;
  data: Uint8Array;
  method?: number;
  flags?: number;
}

function zipOf(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, method = 8, flags = 0 } of parts) {
    const packed = method === 8 ? deflateRawSync(data) : Buffer.from(data);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(flags, 2);
    fixed.writeUInt16LE(method, 4);
    fixed.writeUInt32LE(crc32(data), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(data.length, 18);
    fixed.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fixed, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fixed, tail, Buffer.from(name)]));
    files.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, entries, Buffer.from('PK\x05\x06'), end]);
}

describe('refusing hostile XLSX', () => {
  const sheet: ZipPart = { name: 'xl/worksheets/sheet1.xml', data: Buffer.from('<worksheet/>') };
  const read = (zip: Uint8Array, limits: Limits = LIMITS) =>
    refusal(collect(readXlsx(fileOf(zip, 'x.xlsx'), limits)));

  it('a bomb, counted while it unpacks and not by the size that it states', async () => {
    const bomb = zipOf([{ name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(4_000_000) }]);
    bomb.writeUInt32LE(10, bomb.indexOf('PK\x01\x02') + 24);
    bomb.writeUInt32LE(10, 22);
    const error = await read(bomb, { ...LIMITS, unzipped: 1_000_000 });
    expect(error.message).to.match(/unpacks to more than is allowed/);
  });

  it('many parts that are too large together', async () => {
    const parts = [1, 2, 3].map((i) => ({ name: `xl/media/${i}`, data: Buffer.alloc(400_000) }));
    expect((await read(zipOf(parts), { ...LIMITS, unzipped: 1_000_000 })).message).to.match(/media\/3/);
  });

  it('a table of texts that would fill the memory', async () => {
    const zip = zipOf([{ name: 'xl/sharedStrings.xml', data: Buffer.alloc(2_000) }]);
    expect((await read(zip, { ...LIMITS, sharedStrings: 1_000 })).message).to.match(/sharedStrings/);
  });

  it('parts that overlap', async () => {
    const zip = zipOf([sheet, { ...sheet, name: 'xl/worksheets/sheet2.xml' }]);
    const second = zip.indexOf('PK\x01\x02', zip.indexOf('PK\x01\x02') + 1);
    zip.writeUInt32LE(0, second + 42);
    expect((await read(zip)).message).to.match(/overlap/);
  });

  it('a part behind the last one that the directory does not name', async () => {
    const [named, hidden] = [zipOf([sheet]), zipOf([{ ...sheet, data: Buffer.alloc(4_000_000) }])];
    const directory = named.readUInt32LE(named.length - 6);
    const zip = Buffer.concat([named.subarray(0, directory), hidden, named.subarray(directory)]);
    zip.writeUInt32LE(directory + hidden.length, zip.length - 6);
    expect((await read(zip)).message).to.match(/gaps/);
  });

  it('a part that is not what the directory says', async () => {
    const zip = zipOf([sheet]);
    zip.writeUInt16LE(0, 8);
    expect((await read(zip)).message).to.match(/not what the directory says/);
  });

  const broken: [string, (zip: Buffer) => Buffer, RegExp][] = [
    ['no directory', (zip) => zip.subarray(0, -22), /no directory/],
    ['a broken directory', (zip) => (zip.writeUInt32LE(0, zip.length - 6), zip), /directory is broken/],
    ['too many parts', (zip) => (zip.writeUInt16LE(5_000, zip.length - 12), zip), /5000 parts/],
    ['a missing part', (zip) => (zip.writeUInt32LE(0, 0), zip), /part is missing/],
  ];
  for (const [name, spoil, message] of broken) {
    it(name, async () => {
      expect((await read(spoil(zipOf([sheet])))).message).to.match(message);
    });
  }

  it('encrypted parts and unknown packing', async () => {
    expect((await read(zipOf([{ ...sheet, flags: 1 }]))).message).to.match(/encrypted/);
    expect((await read(zipOf([{ ...sheet, method: 12 }]))).message).to.match(/unknown way/);
  });

  it('a part that cannot be unpacked, or is cut off', async () => {
    const zip = zipOf([sheet]);
    zip.fill(0xff, 30 + sheet.name.length, 34 + sheet.name.length);
    expect((await read(zip)).message).to.match(/cannot be unpacked/);
    const cut = zipOf([{ ...sheet, method: 0 }]);
    cut.writeUInt32LE(1_000_000, 18);
    cut.writeUInt32LE(1_000_000, cut.indexOf('PK\x01\x02') + 20);
    expect((await read(cut)).message).to.match(/cut off/);
  });

  it('XML that is none, or expands', async () => {
    const path = await workbookOf([['a'], ['1']]);
    expect(readFileSync(path).subarray(0, 2).toString()).to.equal('PK');
    const entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>';
    const zip = zipOf([
      {
        name: 'xl/workbook.xml',
        data: Buffer.from('<workbook><sheets><sheet name="a" sheetId="1"/></sheets></workbook>'),
      },
      { name: 'xl/sharedStrings.xml', data: Buffer.from(entity) },
      sheet,
    ]);
    expect((await read(zip)).message).to.match(/not a usable XLSX|first sheet is empty/);
  });
});
