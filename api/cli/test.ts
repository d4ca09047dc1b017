import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import picocolors from 'picocolors';
import { root } from './root.ts';
import { withoutColours } from './testing/output.ts';
import { endAll } from './testing/run.ts';
import { stages, stagesFor, type Stage } from './testing/stages.ts';

export function define(command: Command): void {
  command
    .argument('[files...]', 'test files to run alone')
    .option('--only <stage...>', 'run these stages alone')
    .option('--list', 'list the stages')
    .action(async (files: string[], options: { only?: string[]; list?: boolean }) => {
      const chosen = files.length > 0 ? stagesFor(files.map(inProject)) : named(options.only);
      if (options.list === true) {
        for (const stage of chosen) console.log(`${stage.name.padEnd(12)} ${stage.summary}`);
      } else await runAll(chosen);
    });

  function named(only: readonly string[] | undefined): Stage[] {
    const all = stages();
    const unknown = only?.filter((name) => !all.some((stage) => stage.name === name)) ?? [];
    if (unknown.length === 0) return all.filter((stage) => only?.includes(stage.name) ?? true);
    const names = all.map((stage) => stage.name).join(', ');
    return command.error(`error: no stage ${unknown.join(', ')}; there are ${names}`);
  }

  function inProject(file: string): string {
    const found = [resolve(file), resolve(root, file)].find((path) => existsSync(path));
    if (found?.startsWith(root) !== true) return command.error(`error: no test file ${file}`);
    return relative(root, found).split(sep).join('/');
  }
}

/** Runs the stages one after the other. The very last line is the sum that a CI reads. */
async function runAll(chosen: readonly Stage[]): Promise<void> {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      endAll();
      process.exit(code);
    });
  }
  let passed = 0;
  let failed = 0;
  for (const stage of chosen) {
    const began = performance.now();
    if (process.stdout.isTTY) process.stdout.write(`… ${stage.name.padEnd(12)} ${stage.summary}\r`);
    const result = await stage.run();
    passed += result.passed;
    failed += result.failed;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const mark = result.failed === 0 ? picocolors.green('✔') : picocolors.red('✘');
    const counts = [`${result.passed} passed`, `${result.failed} failed`, `${result.skipped} skipped`];
    const shown = counts.filter((count, i) => i === 0 || !count.startsWith('0 ')).join(', ');
    console.log(`${mark} ${stage.name.padEnd(12)} ${stage.summary}: ${shown} (${seconds} s)`);
    if (result.failed > 0) console.log(`\n${worthReading(result.output)}\n`);
  }
  if (failed > 0) process.exitCode = 1;
  console.log(`${passed} passed, ${failed} failed`);
}

// Of a failing stage, everything but the tests that passed, set in from the left.
function worthReading(output: string): string {
  const lines = withoutColours(output).trim().split('\n');
  return lines
    .filter((line) => !/^\s*✔ /.test(line))
    .map((line) => `    ${line}`)
    .join('\n');
}
