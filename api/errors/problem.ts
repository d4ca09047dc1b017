import { catalogueEntry, type ErrorCode } from './catalogue.ts';

/** One wrong field of a request. */
export interface FieldError {
  /** Path within its part of the request, in the manner of a JSON pointer: `/collateral/0/quantity`; `/` is the whole. */
  readonly field: string;
  readonly in: 'body' | 'query' | 'path' | 'header';
  readonly message: string;
  readonly remedy?: string;
}

export interface ProblemOptions {
  /** What went wrong this time, in a sentence. */
  readonly detail?: string;
  readonly fields?: readonly FieldError[];
  /** Further members of the problem document, for programs (`tranches`, `party`, …). */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Headers of the answer (`Retry-After`, `Allow`, …). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The body of an answer of type `application/problem+json` (RFC 9457). */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  remedy: string;
  requestId?: string;
  errors?: readonly FieldError[];
  [extension: string]: unknown;
}

/** An error that a user may see: thrown anywhere under a handler, answered by the HTTP layer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly fields: readonly FieldError[];
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, options: ProblemOptions = {}) {
    const entry = catalogueEntry(code);
    super(`${code}: ${options.detail ?? entry.title}`, { cause: options.cause });
    this.code = code;
    this.status = entry.status;
    this.detail = options.detail ?? entry.why;
    this.fields = options.fields ?? [];
    this.extensions = options.extensions ?? {};
    this.headers = options.headers ?? {};
  }

  toDocument(requestId?: string): ProblemDocument {
    const { title, remedy } = catalogueEntry(this.code);
    return {
      ...this.extensions,
      type: `/docs/errors#${this.code}`,
      title,
      status: this.status,
      code: this.code,
      detail: this.detail,
      remedy,
      ...(requestId === undefined ? {} : { requestId }),
      ...(this.fields.length === 0 ? {} : { errors: this.fields }),
    };
  }
}

/** For a field that only the handler could judge. */
export function fieldProblem(
  code: ErrorCode,
  field: string,
  message: string,
  more: { in?: FieldError['in']; remedy?: string; extensions?: Record<string, unknown> } = {},
): Problem {
  const error: FieldError = {
    field,
    in: more.in ?? 'body',
    message,
    ...(more.remedy === undefined ? {} : { remedy: more.remedy }),
  };
  return new Problem(code, {
    detail: `${field}: ${message}`,
    fields: [error],
    ...(more.extensions === undefined ? {} : { extensions: more.extensions }),
  });
}
