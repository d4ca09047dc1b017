// Writes demo/case.schema.json from the schema that the demonstration data are read with; with --check, compares instead.
import { format } from 'prettier';
import { z } from 'zod';
import { demoCase } from '../demo/case.ts';
import { writeOrCheck } from './write-or-check.ts';

writeOrCheck(
  new URL('../demo/case.schema.json', import.meta.url),
  await format(JSON.stringify(z.toJSONSchema(demoCase)), { parser: 'json', printWidth: 110 }),
  'scripts/generate-demo-schema.ts',
);
