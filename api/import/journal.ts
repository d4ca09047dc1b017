import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** The entry of the import record for one row's body. */
export interface Entry {
  /** SHA-256 of the body. Equal rows are one row, in any version of the file. */
  readonly body: string;
  /** The Idempotency-Key that it was first sent with, and is always sent with. */
  readonly key: string;
  readonly row: number;
  /** Missing while the answer is unknown: the row is sent again with the same key, and so registered once. */
  readonly number?: string;
  /** How often it was refused: a key gives its first answer for ever, so a try after a refusal needs a key of its own. */
  readonly refusals: number;
  /** The last answer was a refusal. */
  readonly refused?: true;
}

/**
 * The import record, beside the file: one line when a row is about to be sent, one when it is registered. A run that was interrupted
 * at any moment continues where it stopped, also after rows of the file were corrected.
 */
export class Journal {
  readonly #path: string;
  readonly #url: string;
  readonly #entries = new Map<string, Entry>();

  /** @param url the service: what was registered with one is unknown to another */
  constructor(path: string, url: string) {
    this.#path = path;
    this.#url = url;
    for (const entry of readLines(path)) if (entry.url === url) this.#entries.set(entry.body, entry);
    // A torn last line must not swallow the next one.
    if (existsSync(path)) appendFileSync(path, '\n');
  }

  find(body: string): Entry | undefined {
    return this.#entries.get(body);
  }

  /** Before the first byte goes out. Gives the entry to send with. */
  begin(body: string, row: number, key: string): Entry {
    const known = this.#entries.get(body);
    if (!known) return this.#write({ body, row, key, refusals: 0 });
    if (known.refused !== true) return known;
    return this.#write({ body, row, key: `${key}-${known.refusals}`, refusals: known.refusals });
  }

  end(entry: Entry, number: string): void {
    this.#write({ ...entry, number });
  }

  refuse(entry: Entry): void {
    this.#write({ ...entry, refused: true, refusals: entry.refusals + 1 });
  }

  #write(entry: Entry): Entry {
    this.#entries.set(entry.body, entry);
    appendFileSync(this.#path, `${JSON.stringify({ url: this.#url, ...entry })}\n`);
    return entry;
  }
}

// A kill in the middle of a line leaves a torn last line: that row is sent again.
function readLines(path: string): (Entry & { url: string })[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry & { url: string }];
      } catch {
        return [];
      }
    });
}
