/** Starts an engine, tells its pid, and waits to be killed. */
import { startAnvil } from '../../../api/chain/anvil.ts';
import type { ConfinementOptions } from '../../../api/chain/confinement.ts';

const [runDirectory = '', confinement = '{}'] = process.argv.slice(2);
const { pid } = await startAnvil({
  chainId: 4242,
  timestamp: 1_700_000_000,
  hardfork: 'prague',
  blockGasLimit: 30_000_000,
  runDirectory,
  confinement: JSON.parse(confinement) as ConfinementOptions,
});
console.log(pid);
