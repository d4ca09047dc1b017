import { readFileSync } from 'node:fs';

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/** Of this Ludeng. */
export const { version: VERSION } = JSON.parse(manifest) as { version: string };
