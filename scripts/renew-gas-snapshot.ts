// Writes what every act costs now into bench/gas-snapshot.json. Say in the commit why it changed.
import { writeFileSync } from 'node:fs';
import { Scenarios } from '../bench/gas/scenarios.ts';
import { connection } from '../test/support/chain.ts';

const { gas } = await Scenarios.run();
writeFileSync(new URL('../bench/gas-snapshot.json', import.meta.url), `${JSON.stringify(gas, null, 2)}\n`);
await connection.close();
process.exit(0);
