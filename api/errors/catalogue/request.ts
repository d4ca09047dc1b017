import type { Catalogue } from './entry.ts';

/** The request itself is wrong: nothing was looked up, nothing was changed. */
export const requestErrors = {
  INVALID_REQUEST: {
    status: 400,
    title: 'The request is not valid',
    why: 'A field of the path, the query, a header or the body is missing or has a value that the route does not accept.',
    remedy: 'Correct the fields named in `errors` and send the request again.',
  },
  UNKNOWN_FIELD: {
    status: 400,
    title: 'The request has a field that this route does not know',
    why: 'Nothing is silently ignored: a misspelt field would otherwise lose its effect unnoticed.',
    remedy: 'Remove or rename the fields named in `errors`; /openapi.json lists the fields of every route.',
  },
  INVALID_IDENTIFIER: {
    status: 400,
    title: 'An identifier is not valid',
    why: 'A USCC, LEI, ISIN or registration number has the wrong length, a character that its scheme excludes, or a wrong check digit.',
    remedy: 'Compare the identifier with the document that it was copied from.',
  },
  INVALID_CURSOR: {
    status: 400,
    title: 'The page cursor is not valid',
    why: 'The cursor was changed, cut off, or belongs to a list with other filters.',
    remedy:
      'Send the `nextCursor` of the previous page unchanged with the same filters, or start without a cursor.',
  },
  TERM_OUT_OF_RANGE: {
    status: 400,
    title: 'The term is out of range',
    why: 'The term of a registration is one month to thirty years, and ends after it begins.',
    remedy: 'Choose an end date within the range, or extend the registration later.',
  },
  DUPLICATE_PARAMETER: {
    status: 400,
    title: 'A parameter or a field is given twice',
    why: 'Programs disagree about which of the two counts, so neither is taken.',
    remedy: 'Give each query parameter, and each field of a JSON object, once.',
  },
  MALFORMED_JSON: {
    status: 400,
    title: 'The body is not valid JSON',
    why: 'The body could not be read as one JSON document in UTF-8.',
    remedy: 'Correct the body at the place that `detail` names.',
  },
  MALFORMED_REQUEST: {
    status: 400,
    title: 'The request is not valid HTTP',
    why: 'The request line, a header or the percent-encoding of the URL could not be read.',
    remedy: 'Send well-formed HTTP/1.1; encode the path and the query as UTF-8 with percent-encoding.',
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    title: 'The Idempotency-Key header is missing or not valid',
    why: 'Every write carries a key of the caller’s own choice, so that a repeated request is never carried out twice.',
    remedy:
      'Send `Idempotency-Key` with 1 to 255 letters, digits or . _ ~ : + / = @ -, for example a UUID, and keep it for retries.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    title: 'The Idempotency-Key was used for another request',
    why: 'The same institution has sent this key before with another route or body.',
    remedy: 'Use a new key for a new request; repeat a request unchanged to get its first answer again.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'Not found',
    why: 'There is no such route, or nothing is registered under this id or number as of the block of the answer.',
    remedy:
      'Check the id or number (its check digit guards against typing errors); /openapi.json lists the routes.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The method is not allowed here',
    why: 'The route exists, but not with this method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    title: 'None of the accepted media types is available',
    why: 'The `Accept` header excludes every form in which the route can answer.',
    remedy: 'Accept `application/json`, or one of the types that `detail` names.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request took too long to arrive',
    why: 'The headers or the body did not arrive completely in time.',
    remedy: 'Send the request again over a working connection.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    why: 'A request body is limited to 1 MiB.',
    remedy: 'Send less at once; use `ludeng import` for bulk registration.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The media type of the body is not supported',
    why: 'The body has another Content-Type, charset or Content-Encoding than the route can read.',
    remedy: 'Send `Content-Type: application/json` in UTF-8 without compression.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The headers are too large',
    why: 'The headers of a request are limited to 16 KiB.',
    remedy: 'Send fewer or shorter headers.',
  },
} as const satisfies Catalogue;
