// Writes the schemas that the demonstration data are read with, for editors; with --check, compares instead.
import { format } from 'prettier';
import { z } from 'zod';
import { demoCase } from '../demo/case.ts';
import { demoStory } from '../demo/story.ts';
import { writeOrCheck } from './write-or-check.ts';

for (const [name, schema] of Object.entries({ case: demoCase, story: demoStory })) {
  writeOrCheck(
    new URL(`../demo/${name}.schema.json`, import.meta.url),
    await format(JSON.stringify(z.toJSONSchema(schema)), { parser: 'json', printWidth: 110 }),
    'scripts/generate-demo-schema.ts',
  );
}
