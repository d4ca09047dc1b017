const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Cuts a byte stream into its top-level JSON objects and arrays. Ethereum nodes write answers to a unix
 * socket one after the other, with or without a newline between them, so only the nesting tells the end.
 */
export class JsonSplitter {
  #held: Buffer[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;

  push(chunk: Buffer): string[] {
    const texts: string[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (this.#escaped) this.#escaped = false;
      else if (this.#inString) {
        if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
        else {
          at = skipPlain(chunk, at);
        }
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.#depth--;
        if (this.#depth === 0) {
          texts.push(Buffer.concat([...this.#held, chunk.subarray(start, at + 1)]).toString('utf8'));
          this.#held = [];
          start = at + 1;
        }
      }
    }
    if (start < chunk.length) this.#held.push(chunk.subarray(start));
    return texts;
  }
}

/** Last index before the next quote or backslash: hex strings are long, and indexOf is native. */
function skipPlain(chunk: Buffer, from: number): number {
  const quote = chunk.indexOf(QUOTE, from);
  const end = quote === -1 ? chunk.length : quote;
  const slash = chunk.subarray(from, end).indexOf(BACKSLASH);
  return (slash === -1 ? end : from + slash) - 1;
}
