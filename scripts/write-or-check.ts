import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Writes a generated file, or with `--check` on the command line fails when the committed one differs. */
export function writeOrCheck(file: URL, text: string, generator: string): void {
  const path = fileURLToPath(file);
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  console.error(`${path} is not what the source says. Run: node ${generator}`);
  process.exitCode = 1;
}
