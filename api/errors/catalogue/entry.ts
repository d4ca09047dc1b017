/** One stable error: `code` is the key it is filed under and never changes meaning; the wording may. */
export interface CatalogueEntry {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Short, the same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** Why this happens, for a user who sees it for the first time. */
  readonly why: string;
  /** What the caller can do about it. */
  readonly remedy: string;
}

export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
