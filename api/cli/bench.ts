import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { circumstances, markdownReport, plainReport } from '../../bench/report.ts';
import { runTopic } from '../../bench/suite.ts';
import { isTopic, TOPICS } from '../../bench/topics.ts';
import type { Section } from '../../bench/figures.ts';
import { root } from './root.ts';
import { Steps } from './steps.ts';

interface Flags {
  only?: string[];
  json?: string;
  quick?: boolean;
  write?: boolean;
  note?: string;
}

export function define(command: Command): void {
  command
    .option('--only <topic...>', `measure only these of ${TOPICS.join(', ')}`)
    .option('--json <file>', 'also write the figures as JSON')
    .option('--quick', 'small sizes, only to see that everything runs')
    .option('--write', 'also write docs/benchmarks.md; a full run of every topic')
    .option('--note <sentence>', 'to be said beside the figures, such as what else the machine did')
    .action(async (flags: Flags) => bench(flags));
}

async function bench({ only = [...TOPICS], json, quick = false, write = false, note }: Flags): Promise<void> {
  const unknown = only.filter((name) => !isTopic(name));
  if (unknown.length > 0) {
    throw new RangeError(`No topic ${unknown.join(', ')}; there are: ${TOPICS.join(', ')}.`);
  }
  if (write && (quick || only.length !== TOPICS.length)) {
    throw new RangeError('--write needs a full run: without --only and --quick.');
  }
  // Before the first topic: what is committed meanwhile was not measured, or not by all of them.
  const measuredIn = circumstances(quick, root, note);
  const steps = new Steps();
  const sections: Section[] = [];
  for (const topic of TOPICS.filter((name) => only.includes(name))) {
    steps.say(`measuring ${topic}`);
    sections.push(
      await runTopic(topic, { quick, progress: (what, done, total) => steps.progress(what, done, total) }),
    );
  }
  const report = { circumstances: measuredIn, sections };
  console.log(plainReport(report));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  if (write) writeFileSync(join(root, 'docs/benchmarks.md'), markdownReport(report));
}
