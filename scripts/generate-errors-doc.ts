// Writes docs/errors.md from the error catalogue; with --check, compares instead.
import { errorsMarkdown } from '../api/errors/markdown.ts';
import { writeOrCheck } from './write-or-check.ts';

writeOrCheck(
  new URL('../docs/errors.md', import.meta.url),
  errorsMarkdown(),
  'scripts/generate-errors-doc.ts',
);
