import type { Command } from 'commander';
import { ChainError } from '../chain/errors.ts';
import { parseConfig } from '../settings/config.ts';
import { isSound, rebuildData, type RebuildReport } from '../node/rebuild.ts';
import { Steps } from './steps.ts';

/** Exit status: 0 all equal, 1 something differs or the registry is in use. */
export function define(command: Command): void {
  command
    .option('--data <dir>', 'data directory')
    .action(async (flags: { data?: string }) => run(parseConfig(process.env, flags).data));
}

async function run(data: string): Promise<void> {
  const steps = new Steps();
  const report = await rebuildData(data, {
    progress: (what, done, total) => steps.progress(what, done, total),
  }).catch((error: unknown) => {
    if (!(error instanceof ChainError) || error.code !== 'CHAIN_DATA_LOCKED') throw error;
    throw new ChainError(error.code, `A service runs on ${data}: stop it, then rebuild. ${error.message}`);
  });
  for (const line of linesOf(report)) console.log(line);
  if (isSound(report)) return;
  process.exitCode = 1;
}

function linesOf({ before, after, differences, head, audit, sequence }: RebuildReport): string[] {
  const speed = Math.round(after.eventsPerSecond).toLocaleString('en');
  const compared =
    before === undefined
      ? 'there was no index to compare with'
      : before.digest === after.digest
        ? `equal to the index before, at block ${before.block}`
        : `NOT equal to the index before, at block ${before.block}, which is kept as index.before:`;
  const held = audit.mismatches.length === 0 ? 'each as in the ledger' : 'NOT as in the ledger:';
  const numbered =
    sequence.index === sequence.ledger ? 'as in the ledger' : `NOT the ledger's ${sequence.ledger}`;
  return [
    `${after.events} events in ${after.seconds.toFixed(2)} s (${speed} a second), digest ${after.digest}`,
    compared,
    ...differences.map(({ key, kind }) => `  ${kind} ${JSON.stringify(key)}`),
    `${audit.subjects} subjects and ${audit.facts} facts at block ${head}, ${held}`,
    ...audit.mismatches.map(
      (it) => `  ${it.what} of ${it.kind} ${it.id}: index ${it.computed}, ledger ${it.ledger}`,
    ),
    `last sequence ${sequence.index}, ${numbered}`,
  ];
}
