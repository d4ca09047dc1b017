import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractName } from '../../api/chain/contracts.ts';
import { replaceDurably } from '../../api/chain/durable.ts';
import type { Hex } from '../../api/chain/types.ts';
import type { Addresses } from '../deploy.ts';
import type { GenesisInstitution } from '../genesis.ts';

/** An institution as an operation counts on it. Numbers are given by the chain when an admission is executed, not when it is scheduled. */
export interface Member {
  number: number;
  party: Hex;
  label: string;
}

/** One call that governance is to make. */
export interface Draft {
  kind: string;
  contract: ContractName;
  /** Where the contract was when this was planned: the AccessManager keeps a schedule for an address, and a successor has another. */
  target: Hex;
  method: string;
  /** As JSON has them. */
  args: readonly unknown[];
  words: string;
  /** What makes two requests the same. Not the arguments: the day from which a key acts moves on with every request. */
  same: string;
  institution?: Member;
  /** That is to be admitted. */
  newcomer?: GenesisInstitution;
  /** The name under which a registry is appointed. */
  appoints?: ContractName;
  /** The right type whose policy is set. */
  code?: string;
  /** In the keystore: the key that is to be added. */
  keyLabel?: string;
  /** `same` of the operation that must be executed before. */
  after?: string;
}

/** A transaction that was signed for an operation; noted before it is sent, so that its receipt tells what an interrupted run did. */
export interface Attempt {
  does: 'schedule' | 'execute' | 'cancel';
  hash: Hex;
}

/** Times are unix seconds. */
export interface Planned extends Draft {
  id: number;
  plannedAt: number;
  executableAt?: number | undefined;
  attempts: Attempt[];
  ended?: { as: 'executed' | 'cancelled'; at: number };
}

interface Kept {
  operations: (Omit<Planned, 'target'> & Partial<Pick<Planned, 'target'>>)[];
}

const FILE = 'governance.json';

/** Every operation of this data directory, in the order in which they were planned. Each change is on disk when it returns. */
export class GovernanceRecord {
  readonly #path: string;
  #operations: readonly Planned[];

  /** @param created where an operation is directed that was kept before targets were: there was no other contract then */
  constructor(directory: string, created: Addresses) {
    this.#path = join(directory, FILE);
    const kept = existsSync(this.#path) ? (JSON.parse(readFileSync(this.#path, 'utf8')) as Kept) : undefined;
    this.#operations = (kept?.operations ?? []).map((it) => ({ target: created[it.contract], ...it }));
  }

  get operations(): readonly Planned[] {
    return this.#operations;
  }

  /** The last one planned for this request. @param target if only one of this contract will do */
  latest(same: string, target?: Hex): Planned | undefined {
    return this.#operations.findLast(
      (it) => it.same === same && (target === undefined || it.target === target),
    );
  }

  find(id: number): Planned | undefined {
    return this.#operations.find((it) => it.id === id);
  }

  /** All of them or none. */
  async add(drafts: readonly Draft[], now: number): Promise<Planned[]> {
    const first = this.#operations.length + 1;
    const added = drafts.map((draft, i) => ({ ...draft, id: first + i, plannedAt: now, attempts: [] }));
    if (added.length > 0) await this.#keep([...this.#operations, ...added]);
    return added;
  }

  async change(id: number, changes: Partial<Planned>): Promise<Planned> {
    const changed = { ...this.find(id)!, ...changes };
    await this.#keep(this.#operations.map((it) => (it.id === id ? changed : it)));
    return changed;
  }

  async #keep(operations: readonly Planned[]): Promise<void> {
    await replaceDurably(this.#path, `${JSON.stringify({ operations }, null, 2)}\n`);
    this.#operations = operations;
  }
}
