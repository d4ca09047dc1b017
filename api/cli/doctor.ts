import type { Command } from 'commander';
import picocolors from 'picocolors';
import { parseConfig } from '../settings/config.ts';
import type { Finding } from './doctor/finding.ts';
import * as installation from './doctor/installation.ts';
import * as surroundings from './doctor/surroundings.ts';

export function define(command: Command): void {
  command
    .option('--data <dir>', 'data directory')
    .option('--port <n>', 'port of the API')
    .option('--host <address>', 'address that the API listens on')
    .action(async (flags: { data?: string; port?: string; host?: string }) => {
      const config = parseConfig(process.env, flags);
      const findings = [
        installation.node(),
        installation.dependencies(),
        installation.anvil(),
        installation.contracts(),
        await surroundings.port(config.host, config.port),
        surroundings.dataDirectory(config.data),
        await surroundings.diskSpace(config.data),
      ];
      for (const finding of findings) console.log(line(finding));
      const broken = findings.filter((finding) => finding.state === 'broken').length;
      if (broken > 0) process.exitCode = 1;
      console.log(broken === 0 ? 'Nothing is broken.' : `${broken} of ${findings.length} must be repaired.`);
    });
}

const marks = { well: picocolors.green('✔'), warning: picocolors.yellow('!'), broken: picocolors.red('✘') };

const line = ({ state, subject, found, remedy }: Finding): string =>
  `${marks[state]} ${subject}: ${found}${remedy === undefined ? '' : `\n    ${remedy}`}`;
