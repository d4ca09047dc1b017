// Writes docs/openapi.json from the routes' own schemas; with --check, compares instead.
import { readFileSync } from 'node:fs';
import { apiDocument } from '../api/http/system-routes.ts';
import { routesOf, type RouteParts } from '../api/node/modules.ts';
import { writeOrCheck } from './write-or-check.ts';

// Routes are only described here, never called: nothing of what they work with needs to be there.
const parts = { services: {}, proposals: {}, searches: {}, feed: {}, watches: {} } as unknown as RouteParts;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const document = apiDocument(routesOf(parts), version);
writeOrCheck(
  new URL('../docs/openapi.json', import.meta.url),
  `${JSON.stringify(document, null, 2)}\n`,
  'scripts/generate-openapi.ts',
);
