import { RpcUnavailableError } from '../../../api/chain/errors.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCreateAddress, keccak256, Wallet } from 'ethers';
import { EMBEDDED_CHAIN_ID } from '../../../api/chain/embedded.ts';
import type { Chain, Hex, LogFilter } from '../../../api/chain/types.ts';

export const PAYER = new Wallet(`0x${'11'.repeat(32)}`);
export const OTHER = new Wallet(`0x${'22'.repeat(32)}`);

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'ludeng-chain-'));
}

export const removeDirectory = (path: string): void => rmSync(path, { recursive: true, force: true });

export async function transaction(
  nonce: number,
  fields: Record<string, unknown> = {},
  wallet = PAYER,
): Promise<Hex> {
  const plain = {
    type: 2,
    chainId: EMBEDDED_CHAIN_ID,
    maxFeePerGas: 0,
    maxPriorityFeePerGas: 0,
    gasLimit: 200_000,
  };
  const to = `0x${'33'.repeat(20)}`;
  return (await wallet.signTransaction({ ...plain, to, data: '0x1234', nonce, ...fields })) as Hex;
}

export const hashOf = (raw: Hex): Hex => keccak256(raw) as Hex;

/** Logs its calldata under the topic 0xaa, and counts the calls in slot 0: CALLDATACOPY LOG1 SLOAD ADD SSTORE. */
const LOGGER = '365f5f3760aa365fa15f546001015f5500';

/** What the first contract logged. */
export const loggedIn = (from: number, to: number): LogFilter => ({
  ...{ address: addressOf(0), topic: `0x${'aa'.padStart(64, '0')}`, from, to },
});

/** Answers with the block time. */
const CLOCK = '425f5260205ff3';

/** Reverts with its calldata. */
const REFUSER = '365f5f37365ffd';

/** Burns all its gas. */
const BURNER = '5b5f56';

export const PROGRAMS = { LOGGER, CLOCK, REFUSER, BURNER };

export const deployment = (nonce: number, program: string): Promise<Hex> => {
  const length = (program.length / 2).toString(16).padStart(2, '0');
  return transaction(nonce, { to: null, data: `0x60${length}8060095f395ff3${program}`, gasLimit: 1_000_000 });
};

export const addressOf = (nonce: number): Hex =>
  getCreateAddress({ from: PAYER.address, nonce }).toLowerCase() as Hex;

/** Waits until each of these transactions is in a final block. */
export async function included(chain: Chain, hashes: readonly Hex[]): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (const hash of hashes) {
    while (!(await patiently(() => chain.receipt(hash)))) {
      if (Date.now() > deadline) throw new Error(`${hash} was not included`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** Everything that the chain says of its past, for comparison before and after a restart. */
export async function history(chain: Chain): Promise<unknown[]> {
  const { number } = await chain.head();
  return Promise.all(Array.from({ length: number + 1 }, (_, each) => patiently(() => chain.block(each))));
}

/** As the outbox and the indexer do: an engine that is being replaced may fail to answer, and is asked again. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RpcUnavailableError) || tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
