import canonicalize from 'canonicalize';

/** A value that has no canonical JSON. `path` is a JSON pointer to the part at fault, empty for the whole value. */
export class NotCanonicalJson extends TypeError {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path || 'the value'} ${reason}`);
    this.name = 'NotCanonicalJson';
    this.path = path;
  }
}

// The documents that we hash are a few levels deep. The bound keeps a hostile one from exhausting the stack.
const MAX_DEPTH = 128;

/**
 * The one text of a JSON value, as RFC 8785 (JSON Canonicalization Scheme) writes it; its UTF-8 is what is hashed and signed.
 * What JSON.stringify would drop or replace is refused: two different values must never have one hash by such silence.
 * @throws NotCanonicalJson naming the place of: undefined, a function, a symbol, a bigint, NaN, an infinity, half of a surrogate
 * pair, an object that is no plain one, a hole in an array, a cycle, more than 128 levels
 */
export function canonicalJson(value: unknown): string {
  refuseWhatJsonCannotCarry(value, '', []);
  return canonicalize(value)!;
}

function refuseWhatJsonCannotCarry(value: unknown, path: string, above: readonly object[]): void {
  const refuse = (reason: string): never => {
    throw new NotCanonicalJson(path, reason);
  };
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) refuse('has half of a surrogate pair');
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(`is ${value}`);
    return;
  }
  if (typeof value !== 'object') return refuse(`is of the type ${typeof value}`);
  if (above.includes(value)) refuse('contains itself');
  if (above.length === MAX_DEPTH) refuse(`is deeper than ${MAX_DEPTH} levels`);
  refuseUnlessPlain(value, refuse);
  for (const [key, item] of Object.entries(value)) {
    if (!key.isWellFormed()) refuse('has a name with half of a surrogate pair');
    const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    refuseWhatJsonCannotCarry(item, place, [...above, value]);
  }
}

/** JSON must write every property, and none may be computed: it could differ when it is read again. */
function refuseUnlessPlain(value: object, refuse: (reason: string) => never): void {
  const isArray = Array.isArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== (isArray ? Array.prototype : Object.prototype) && prototype !== null) {
    refuse('is no plain object');
  }
  const properties = Object.values(Object.getOwnPropertyDescriptors(value));
  const written = properties.filter((property) => property.enumerable === true && 'value' in property).length;
  const all = properties.length + Object.getOwnPropertySymbols(value).length - (isArray ? 1 : 0);
  if (written !== all || (isArray && written !== value.length)) {
    refuse('has a hole or a property that JSON does not write');
  }
}
