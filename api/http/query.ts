import { Problem } from '../errors/problem.ts';

/**
 * Reads a query string strictly: valid percent-encoded UTF-8, every parameter once.
 * @throws Problem MALFORMED_REQUEST or DUPLICATE_PARAMETER naming the parameter
 */
export function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const split = pair.indexOf('=');
    const name = decode(split < 0 ? pair : pair.slice(0, split));
    const value = split < 0 ? '' : decode(pair.slice(split + 1), name);
    if (name in query) {
      const message = `the parameter ${name} is given twice`;
      throw new Problem('DUPLICATE_PARAMETER', {
        detail: message,
        fields: [{ field: `/${name}`, in: 'query', message }],
      });
    }
    query[name] = value;
  }
  return query;
}

function decode(text: string, parameter = ''): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    const message = 'the percent-encoding is not valid UTF-8';
    throw new Problem('MALFORMED_REQUEST', {
      detail: message,
      fields: [{ field: `/${parameter}`, in: 'query', message }],
    });
  }
}
