import { Transaction } from 'ethers';
import { RevertError, RpcUnavailableError, TransactionRejectedError } from '../../api/chain/errors.ts';
import type { Block, BlockRef, Chain, Hex, RawLog, Receipt } from '../../api/chain/types.ts';

type Fault = 'lost request' | 'lost answer' | 'refused';

/**
 * A chain in memory that keeps nonces as a real one does, seals when told, and fails as told. A transaction reverts if
 * `reverts` says so when it is sealed.
 */
export class FakeChain implements Chain {
  readonly chainId = 7;
  /** What happens to the next sends, in order; then they succeed. */
  readonly sendFaults: Fault[] = [];
  /** The next so many requests of any kind are not answered. */
  outage = 0;
  /** Revert data of the simulation; undefined lets it pass. */
  refusal: () => Hex | undefined = () => undefined;
  reverts: (transaction: Transaction) => boolean = () => false;
  /** Seals at once; otherwise {@link seal} does. */
  automatic = true;
  readonly sealed: { from: string; transaction: Transaction; receipt: Receipt }[] = [];
  /** Senders beside the transactions: recovering one takes a millisecond. */
  private pool: { from: string; transaction: Transaction }[] = [];
  private readonly listeners = new Set<(head: BlockRef) => void>();
  private number = 0;

  watch(): void {}

  async head(): Promise<BlockRef> {
    return ref(this.number);
  }

  async finalized(): Promise<number> {
    this.answer();
    return this.number;
  }

  async block(): Promise<Block | undefined> {
    return undefined;
  }

  async logs(): Promise<RawLog[]> {
    return [];
  }

  onHead(listener: (head: BlockRef) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async send(raw: Hex): Promise<Hex> {
    const fault = this.sendFaults.shift();
    if (fault === 'lost request') throw new RpcUnavailableError('no answer');
    if (fault === 'refused') throw new TransactionRejectedError('gas-limit', 'too much gas');
    const transaction = Transaction.from(raw);
    const hash = transaction.hash as Hex;
    const known =
      this.sealed.some((it) => it.transaction.hash === hash) ||
      this.pool.some((it) => it.transaction.hash === hash);
    if (!known) {
      const from = transaction.from!.toLowerCase();
      if (transaction.nonce < this.confirmed(from)) {
        throw new TransactionRejectedError('nonce-too-low', 'nonce too low', hash);
      }
      this.pool.push({ from, transaction });
    }
    if (this.automatic) queueMicrotask(() => this.seal());
    if (fault === 'lost answer') throw new RpcUnavailableError('no answer');
    return hash;
  }

  /** Includes what is pending, without gaps in the nonces. */
  seal(): void {
    this.number += 1;
    for (let again = true; again;) {
      again = false;
      for (const { from, transaction } of [...this.pool]) {
        if (transaction.nonce !== this.confirmed(from)) continue;
        this.pool = this.pool.filter((it) => it.transaction !== transaction);
        const status = this.reverts(transaction) ? 0 : 1;
        const receipt = {
          transactionHash: transaction.hash as Hex,
          blockNumber: this.number,
          blockHash: ref(this.number).hash,
          status,
        } as const;
        this.sealed.push({ from, transaction, receipt });
        again = true;
      }
    }
    for (const listener of this.listeners) listener(ref(this.number));
  }

  /** What was pending is gone, as when the engine is killed before the block is on disk. */
  dropPool(): void {
    this.pool = [];
  }

  async receipt(hash: Hex): Promise<Receipt | undefined> {
    this.answer();
    return this.sealed.find((it) => it.receipt.transactionHash === hash)?.receipt;
  }

  async call(): Promise<Hex> {
    const data = this.refusal();
    if (data) throw new RevertError(data, 'reverted');
    return '0x';
  }

  async nonce(address: Hex): Promise<number> {
    this.answer();
    const from = address.toLowerCase();
    return this.confirmed(from) + this.pool.filter((it) => it.from === from).length;
  }

  async code(): Promise<Hex> {
    return '0x';
  }

  async close(): Promise<void> {}

  private confirmed(from: string): number {
    return this.sealed.filter((it) => it.from === from).length;
  }

  private answer(): void {
    if (this.outage <= 0) return;
    this.outage -= 1;
    throw new RpcUnavailableError('no answer');
  }
}

const ref = (number: number): BlockRef => ({
  number,
  hash: `0x${number.toString(16).padStart(64, '0')}`,
  parentHash: `0x${Math.max(0, number - 1)
    .toString(16)
    .padStart(64, '0')}`,
  time: 1_000 + number,
});
