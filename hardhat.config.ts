import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'hardhat/config';
import type {} from '@nomicfoundation/hardhat-mocha';
import type {} from '@nomicfoundation/hardhat-network-helpers';
import type {} from '@nomicfoundation/hardhat-typechain';
import type { HardhatPlugin } from 'hardhat/types/plugins';

const require = createRequire(import.meta.url);
const compiler = require('solc/package.json') as { version: string };

// What only tests need. An installation that compiles the contracts and runs the service is without them.
const ofDevelopment = [
  '@nomicfoundation/hardhat-ethers',
  '@nomicfoundation/hardhat-ethers-chai-matchers',
  '@nomicfoundation/hardhat-mocha',
  '@nomicfoundation/hardhat-network-helpers',
  '@nomicfoundation/hardhat-typechain',
];
const isInstalled = (name: string) => existsSync(new URL(`node_modules/${name}`, import.meta.url));
const load = async (name: string) => ((await import(name)) as { default: HardhatPlugin }).default;

// Coverage compiles instrumented contracts. They must never take the place of the real ones in artifacts/.
const covering = process.argv.includes('--coverage');

export default defineConfig({
  plugins: await Promise.all(ofDevelopment.filter(isInstalled).map(load)),
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
