import { join } from 'node:path';
import { EmbeddedChain } from '../chain/embedded.ts';
import type { Chain } from '../chain/types.ts';
import type { Config } from '../settings/config.ts';
import { Problem } from '../errors/problem.ts';
import type { Logger } from 'pino';

export interface NetworkHooks {
  logger: Logger;
  progress: (what: string, done: number, total: number) => void;
  onFailure: (error: unknown) => void;
}

/** Opens the chain of the configured network. */
export async function openNetwork(
  config: Config,
  { logger, progress, onFailure }: NetworkHooks,
): Promise<Chain> {
  if (config.network !== 'embedded') {
    throw new Problem('INVALID_REQUEST', {
      detail: `There is no network ${config.network}; this version has: embedded.`,
    });
  }
  const chain = await EmbeddedChain.open({
    directory: join(config.data, 'chain'),
    logger,
    epochs: {
      blocks: config.epochBlocks,
      transactions: config.epochTransactions,
      work: config.epochSeconds * 1000,
    },
    progress: (done, total) => progress('replaying the chain', done, total),
    onFailure,
  });
  logger.info({ exposure: chain.exposure }, 'the embedded chain runs');
  return chain;
}
