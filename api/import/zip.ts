import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { UnreadableFile, type Limits } from './rows.ts';

/**
 * Unpacks every part of a ZIP file into nothing, only to count. The library that reads XLSX afterwards believes the sizes that the file
 * states and walks from one local header to the next; so the parts must lie end to end, as the directory says, and be as large as
 * they are allowed to be.
 * @returns the file with the parts of {@link NEEDED} alone, in that order
 * @throws UnreadableFile if the file would unpack to more than the limits, or its directory and its parts disagree
 */
export async function inspectZip(path: string, limits: Limits): Promise<Buffer> {
  const zip = await readFile(path);
  const { at: directory, parts } = directoryOf(zip);
  let expected = 0;
  let left = limits.unzipped;
  for (const part of parts) {
    const data = localData(zip, part, expected);
    expected = data.end;
    const allowed = part.name.endsWith('sharedStrings.xml') ? Math.min(left, limits.sharedStrings) : left;
    left -= await unpackedSize(zip.subarray(data.start, data.start + part.packed), part, allowed);
  }
  if (directory < expected || directory > expected + MAX_DESCRIPTOR) throw damaged(GAPS);
  const needed = NEEDED.flatMap((name) => parts.flatMap((part, i) => (name.test(part.name) ? [i] : [])));
  const pieces = needed.map((i) => zip.subarray(parts[i]!.offset, parts[i + 1]?.offset ?? directory));
  return Buffer.concat([...pieces, NO_DIRECTORY]);
}

/**
 * The parts that rows are read from. They may stand in any order, but the library reads a sheet as soon as it can, without the dates if
 * the styles come later, and loses parts behind a sheet that has to wait: so the sheets come last.
 */
const NEEDED = [
  /^xl\/_rels\/workbook\.xml\.rels$/,
  /^xl\/workbook\.xml$/,
  /^xl\/sharedStrings\.xml$/,
  /^xl\/styles\.xml$/,
  /^xl\/worksheets\/sheet\d+\.xml$/,
];

interface Part {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_PARTS = 1_000;
const GAPS = 'its parts overlap or have gaps';
/** The end of a ZIP file whose directory is empty; the library does not read the directory. */
const NO_DIRECTORY = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
/** Signature, checksum and two sizes behind a part whose sizes were not known when it was written. */
const MAX_DESCRIPTOR = 16;

const damaged = (what: string): UnreadableFile =>
  new UnreadableFile(
    `the file is not a usable XLSX file: ${what}`,
    'Open it in a spreadsheet and save it again.',
  );

/** Where the directory begins, and its parts as they lie in the file. */
function directoryOf(zip: Buffer): { at: number; parts: Part[] } {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END) throw damaged('it has no directory');
  const count = zip.readUInt16LE(end + 10);
  if (count > MAX_PARTS) throw damaged(`it has ${count} parts`);
  const parts: Part[] = [];
  const start = zip.readUInt32LE(end + 16);
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) throw damaged('its directory is broken');
    const nameLength = zip.readUInt16LE(at + 28);
    parts.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return { at: start, parts: parts.sort((a, b) => a.offset - b.offset) };
}

function localData(zip: Buffer, part: Part, expected: number): { start: number; end: number } {
  const { offset, packed, flags, method } = part;
  if (offset < expected || offset > expected + MAX_DESCRIPTOR) {
    throw damaged(GAPS);
  }
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL) throw damaged('a part is missing');
  const sizesFollow = (flags & 8) !== 0;
  const agrees =
    zip.readUInt16LE(offset + 6) === flags &&
    zip.readUInt16LE(offset + 8) === method &&
    (sizesFollow || zip.readUInt32LE(offset + 18) === packed);
  if (!agrees) throw damaged('a part is not what the directory says');
  if ((flags & 1) !== 0) throw damaged('it is encrypted');
  if (method !== 8 && (method !== 0 || sizesFollow)) {
    throw damaged(`${part.name} is packed in an unknown way`);
  }
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  if (start + packed > zip.length) throw damaged('a part is cut off');
  return { start, end: start + packed };
}

async function unpackedSize(data: Buffer, part: Part, allowed: number): Promise<number> {
  const unpacked = part.method === 0 ? Readable.from([data]) : Readable.from([data]).pipe(createInflateRaw());
  let size = 0;
  try {
    for await (const piece of unpacked) {
      size += (piece as Buffer).length;
      if (size > allowed) break;
    }
  } catch {
    throw damaged(`${part.name} cannot be unpacked`);
  }
  if (size > allowed) {
    throw new UnreadableFile(
      `the file unpacks to more than is allowed (${part.name})`,
      'Save only the sheet to be imported, without pictures, or use CSV.',
    );
  }
  return size;
}
