/** The indexer can do no more, or will not: the reason is its message, the cause what it met. */
export class IndexerStoppedError extends Error {
  readonly code = 'INDEXER_STOPPED';

  constructor(reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.name = 'IndexerStoppedError';
  }
}
