/** Codes are stable; messages are not. What a caller can do about each is said at its class. */
export class StoreError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
  }
}

/** Another process has the database open. */
export class StoreLockedError extends StoreError {
  constructor(location: string, cause: unknown) {
    super('STORE_LOCKED', `${location} is in use by another process`, cause);
  }
}

/** The data on the disk differ from those written. An index is rebuilt; the store of operations must come back from a backup. */
export class StoreCorruptError extends StoreError {
  constructor(location: string, what: string, cause?: unknown) {
    super('STORE_CORRUPT', `${location}: ${what}`, cause);
  }
}

/** The index is of another chain, ledger or version of this program. It is rebuilt. */
export class StoreMismatchError extends StoreError {
  constructor(location: string, what: string) {
    super('STORE_MISMATCH', `${location}: ${what}`);
  }
}

/** A reorganisation reaches below the blocks that can be undone. The index is rebuilt. */
export class UndoExhaustedError extends StoreError {
  constructor(target: number, lowest: number) {
    super('STORE_UNDO_EXHAUSTED', `cannot roll back to block ${target}: undo begins after block ${lowest}`);
  }
}
