import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import hardhatEthersChaiMatchers from '@nomicfoundation/hardhat-ethers-chai-matchers';
import hardhatMocha from '@nomicfoundation/hardhat-mocha';
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers';
import hardhatTypechain from '@nomicfoundation/hardhat-typechain';
import { defineConfig } from 'hardhat/config';

const require = createRequire(import.meta.url);
const compiler = require('solc/package.json') as { version: string };

// Coverage compiles instrumented contracts. They must never take the place of the real ones in artifacts/.
const covering = process.argv.includes('--coverage');

export default defineConfig({
  plugins: [hardhatEthers, hardhatEthersChaiMatchers, hardhatMocha, hardhatNetworkHelpers, hardhatTypechain],
  solidity: {
    version: compiler.version,
    // The compiler that came with the packages: Hardhat must never go and fetch one.
    path: require.resolve('solc/soljson.js'),
    settings: {
      viaIR: true,
      optimizer: { enabled: true, runs: 1_000_000 },
      evmVersion: 'prague',
    },
  },
  networks: {
    default: { type: 'edr-simulated', hardfork: 'prague', chainId: 31_337 },
  },
  paths: {
    sources: 'contracts',
    tests: { mocha: 'test/contracts' },
    artifacts: covering ? 'coverage/artifacts' : 'artifacts',
    cache: covering ? 'coverage/cache' : 'cache',
  },
  typechain: { outDir: 'types', tsNocheck: true, dontOverrideCompile: covering },
  coverage: { skipFiles: ['contracts/mocks/**'] },
  test: { mocha: { timeout: 60_000 } },
});
