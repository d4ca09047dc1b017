import type { IncomingMessage } from 'node:http';
import { Problem } from '../errors/problem.ts';
import { parseJson } from '../kit/json.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** @throws Problem BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_JSON or DUPLICATE_PARAMETER; undefined if there is no body */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(request);
  if (bytes.length === 0) return undefined;
  requireJson(request.headers['content-type']);
  return parseJson(bytes);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', {
      detail: 'A compressed body (Content-Encoding) is not accepted.',
    });
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new Problem('BODY_TOO_LARGE');
  const chunks: Uint8Array[] = [];
  let size = 0;
  return await new Promise((resolve, reject) => {
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(new Problem('BODY_TOO_LARGE'));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', (cause) =>
      reject(new Problem('MALFORMED_REQUEST', { detail: 'The body broke off.', cause })),
    );
  });
}

function requireJson(contentType: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const utf8 = charset === undefined || charset.replaceAll('"', '') === 'utf-8';
  if (type === 'application/json' && utf8) return;
  throw new Problem('UNSUPPORTED_MEDIA_TYPE', {
    detail:
      contentType === undefined
        ? 'The body has no Content-Type.'
        : 'The Content-Type is not application/json in UTF-8.',
  });
}
