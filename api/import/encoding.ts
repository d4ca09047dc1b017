import { createReadStream } from 'node:fs';
import { UnreadableFile } from './rows.ts';

/** Encodings that spreadsheets of mainland China, Hong Kong and Macao write. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * The encoding of a text file: by its byte order mark, else UTF-8 if every byte fits, else GB18030 if every byte fits. Big5 cannot be
 * told from GB18030 by its bytes and must be asked for.
 * @throws UnreadableFile if it is neither, or is no text at all
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const start = await head(path, 3);
  for (const [mark, encoding] of MARKS) {
    if (start.subarray(0, mark.length).equals(Buffer.from(mark))) return encoding;
  }
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await fits(path, encoding)) return encoding;
  throw new UnreadableFile(
    'the file is neither UTF-8 nor GB18030 text',
    'Save it as "CSV UTF-8", or name its encoding with --encoding.',
  );
}

/** The text of a file, piece by piece, without a byte order mark. @throws UnreadableFile at the first byte that does not fit */
export async function* decode(path: string, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const bytes of createReadStream(path)) yield decoder.decode(bytes as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableFile(`the file is not ${encoding} text`, 'Save it as "CSV UTF-8".', { cause: error });
  }
}

const MARKS: readonly (readonly [readonly number[], Encoding])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

async function fits(path: string, encoding: Encoding): Promise<boolean> {
  try {
    for await (const text of decode(path, encoding)) if (text.includes('\0')) return false;
    return true;
  } catch (error) {
    if (error instanceof UnreadableFile) return false;
    throw error;
  }
}

/** The first bytes of a file, fewer if it is shorter. */
export async function head(path: string, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(path, { end: length - 1 })) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
