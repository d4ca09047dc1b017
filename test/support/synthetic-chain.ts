import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { decodeLog } from '../../domain/registrations/events.ts';
import { ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { reduce } from '../../domain/registrations/reduce.ts';
import { factsOf } from '../../domain/state/facts.ts';
import { MemoryRows } from '../../domain/state/rows.ts';
import { wordOfRow, type LedgerReader } from '../../api/indexer/audit.ts';
import type { Block, BlockRef, Chain, LogFilter, RawLog } from '../../api/chain/types.ts';
import type { EncodedEvent } from './synthetic/encode-event.ts';
import { Random } from './synthetic/random.ts';
import { EVERYDAY, SyntheticRegistry, type Mix } from './synthetic/registry.ts';

export interface SyntheticChainOptions {
  seed?: number;
  mix?: Mix;
  /** How many blocks below the head are not final. */
  finalLag?: number;
}

/** From which a block is made; the same recipes make the same chain. */
interface Recipe {
  seed: number;
  transactions: number;
}

const FACTUAL = ['institution', 'key', 'rightType', 'party', 'right', 'interest', 'restriction'] as const;
const GENESIS_TIME = 1_760_000_000;
export const REGISTRY: Hex = `0x${'1e'.repeat(20)}`;

/**
 * A chain in memory, full of valid registrations, fast and the same for the same seed. It can be reorganised. It takes no
 * transactions and answers no calls.
 */
export class SyntheticChain implements Chain {
  readonly chainId = 31_337;
  readonly ledger: Hex = `0x${'1ed9e1'.padEnd(40, '0')}`;
  blocks: Block[] = [];
  readonly #mix: Mix;
  readonly #finalLag: number;
  readonly #listeners = new Set<(head: BlockRef) => void>();
  #recipes: Recipe[] = [];
  #registry = new SyntheticRegistry();
  #seed: number;

  constructor({ seed = 1, mix = EVERYDAY, finalLag = 0 }: SyntheticChainOptions = {}) {
    this.#seed = seed;
    this.#mix = mix;
    this.#finalLag = finalLag;
    this.#append({ seed, transactions: 0 });
  }

  get identity() {
    return { chainId: this.chainId, genesisHash: this.blocks[0]!.hash, ledger: this.ledger };
  }

  get tip(): Block {
    return this.blocks.at(-1)!;
  }

  /** Adds blocks of `transactions` transactions each, and tells. */
  mine(blocks: number, transactions: number): void {
    for (let i = 0; i < blocks; i++) this.#append({ seed: ++this.#seed, transactions });
    this.#tell();
  }

  /** Puts `blocks` other ones (default: one more) in the place of the last `depth`, and tells. */
  reorganise(depth: number, blocks = depth + 1, transactions = 2): void {
    const kept = this.#recipes.slice(0, this.#recipes.length - depth);
    this.blocks = [];
    this.#recipes = [];
    this.#registry = new SyntheticRegistry();
    for (const recipe of kept) this.#append(recipe);
    this.#seed += 1_000_000;
    for (let i = 0; i < blocks; i++) this.#append({ seed: ++this.#seed, transactions });
    this.#tell();
  }

  /** The registry's rows as of a block, by the reducer alone. */
  rowsAt(number: number): MemoryRows {
    const rows = new MemoryRows();
    for (const log of this.blocks.slice(0, number + 1).flatMap((block) => block.logs)) {
      rows.apply(reduce(decodeLog(log)!, log, rows).changes);
    }
    return rows;
  }

  /** What a ledger would hold. */
  ledgerReader(): LedgerReader {
    const rows = this.rowsAt(this.tip.number);
    const facts = FACTUAL.flatMap((kind) => rows.all(kind).flatMap((row) => factsOf(kind, row as never)));
    const values = new Map(facts.map(({ kind, ref, value }) => [`${kind}/${ref}`, value]));
    return {
      async word(kind, id) {
        const row = rows.get(kind, id);
        return row ? wordOfRow(kind, row) : ZERO_WORD;
      },
      fact: async (kind, ref) => values.get(`${kind}/${ref}`) ?? ZERO_WORD,
    };
  }

  #append(recipe: Recipe): void {
    const number = this.blocks.length;
    const parentHash = this.blocks.at(-1)?.hash ?? ZERO_WORD;
    const hash = digest(`${parentHash}/${number}/${recipe.seed}/${recipe.transactions}`);
    const time = GENESIS_TIME + Math.floor(number / 2) * 3;
    const random = new Random(recipe.seed);
    const transactions =
      number === 1
        ? [this.#registry.found(random, time)]
        : Array.from({ length: recipe.transactions }, () =>
            this.#registry.act(random.weighted(this.#mix), random, time),
          );
    const logs = transactions.flatMap((events, index) =>
      events.map((event) => ({
        event,
        transactionIndex: index,
        transactionHash: digest(`${hash}/${index}`),
      })),
    );
    this.blocks.push({
      ...{ number, hash, parentHash, time },
      logs: logs.map(({ event, ...transaction }, logIndex) =>
        logOf(event, number, hash, { ...transaction, logIndex }),
      ),
    });
    this.#recipes.push(recipe);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.tip);
  }

  /* Chain */

  watch(): void {
    // Everything here is of one registry.
  }

  async head(): Promise<BlockRef> {
    return this.tip;
  }

  async finalized(): Promise<number> {
    return Math.max(0, this.tip.number - this.#finalLag);
  }

  async block(number: number): Promise<Block | undefined> {
    await turn();
    return this.blocks[number];
  }

  async logs({ address, topic, from, to }: LogFilter): Promise<RawLog[]> {
    const logs = this.blocks.slice(from, to + 1).flatMap((block) => block.logs);
    return logs.filter((log) => log.address === address && log.topics[0] === topic);
  }

  onHead(listener: (head: BlockRef) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  send = refuse;
  receipt = refuse;
  call = refuse;
  nonce = refuse;
  code = refuse;

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}

/** The chain that the process of index-writer.ts follows. */
export function crashChain(): SyntheticChain {
  const chain = new SyntheticChain({ seed: 17 });
  chain.mine(80, 8);
  return chain;
}

const digest = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`;

const logOf = (
  event: EncodedEvent,
  blockNumber: number,
  blockHash: Hex,
  place: Pick<RawLog, 'transactionHash' | 'transactionIndex' | 'logIndex'>,
): RawLog => ({ address: REGISTRY, ...event, blockNumber, blockHash, ...place });

async function refuse(): Promise<never> {
  throw new Error('a synthetic chain can only be read');
}
