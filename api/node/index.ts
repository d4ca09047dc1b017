import type { Logger } from 'pino';
import type { Deployment } from '../../deploy/record.ts';
import { StoreCorruptError, StoreMismatchError } from '../store/errors.ts';
import { IndexStore } from '../store/index-store.ts';

/** Opens the index; one that is damaged, or of another chain or version, is thrown away, and the indexer fills a new one. */
export async function openIndex(
  location: string,
  deployment: Deployment,
  logger: Logger,
): Promise<IndexStore> {
  const { chainId, genesisHash, addresses } = deployment;
  const identity = { chainId, genesisHash, ledger: addresses.Ledger };
  try {
    return await IndexStore.open(location, identity);
  } catch (error) {
    if (!(error instanceof StoreCorruptError || error instanceof StoreMismatchError)) throw error;
    logger.warn({ err: error }, 'the index is built anew from the chain');
    await IndexStore.destroy(location);
    return IndexStore.open(location, identity);
  }
}
