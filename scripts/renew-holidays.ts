// Writes domain/time/holidays.ts from the packages that follow the official schedules; with --check, compares instead.
import { holidaysFile } from './holidays-source.ts';
import { writeOrCheck } from './write-or-check.ts';

writeOrCheck(
  new URL('../domain/time/holidays.ts', import.meta.url),
  await holidaysFile(),
  'scripts/renew-holidays.ts',
);
