import { expect } from 'chai';
import { RegistryCalls } from '../../../api/chain/calls.ts';
import { CONTRACT_NAMES, type ContractName } from '../../../api/chain/contracts.ts';
import type { Hex } from '../../../api/chain/types.ts';
import { Problem } from '../../../api/errors/problem.ts';
import { addressBook } from '../../../api/node/addresses.ts';
import type { IndexStore } from '../../../api/store/index-store.ts';
import type { Addresses } from '../../../deploy/deploy.ts';
import type { RegistryRow } from '../../../domain/state/rows.ts';

const hex = (byte: string): Hex => `0x${byte.repeat(20)}`;
const CREATED = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, hex('c0')])) as Addresses;
const [FIRST, SECOND] = [hex('01'), hex('02')];

/** The index of a chain on which each step is a block. */
class Index {
  head: IndexStore['head'];
  readonly #rows = new Map<Hex, { since: number; version: number; row: RegistryRow }[]>();

  /** @param dismissedAt undefined appoints */
  enter(address: Hex, name: ContractName, version: number, dismissedAt?: number): void {
    const number = (this.head?.number ?? 0) + 1;
    this.head = { number, hash: hex('aa'), parentHash: hex('bb'), time: number, events: 0, sequence: 0 };
    const row = { address, name, version, subjects: 1, facts: 0n, appointedAt: 1, dismissedAt };
    const known = this.#rows.get(address) ?? [];
    this.#rows.set(address, [...known, { since: number, version: known.length, row }]);
  }

  get registries(): Set<Hex> {
    return new Set(this.#rows.keys());
  }

  versions(_: 'registry', address: string) {
    return this.#rows.get(address as Hex) ?? [];
  }
}

describe('the address of a contract', () => {
  let index: Index;
  let book: ReturnType<typeof addressBook>;

  beforeEach(() => {
    index = new Index();
    index.enter(FIRST, 'Parties', 1);
    book = addressBook(index as unknown as IndexStore, CREATED);
  });

  it('is that of the registry appointed last, from the block of its appointment on', () => {
    expect(book('Parties')).to.equal(FIRST);
    index.enter(SECOND, 'Parties', 2);
    expect(book('Parties')).to.equal(SECOND);
    index.enter(FIRST, 'Parties', 1, 3);
    expect(book('Parties')).to.equal(SECOND);
  });

  it('is that of the predecessor again when it alone is appointed, also anew', () => {
    index.enter(SECOND, 'Parties', 2);
    index.enter(SECOND, 'Parties', 2, 3);
    expect(book('Parties')).to.equal(FIRST);
    index.enter(FIRST, 'Parties', 1, 4);
    index.enter(SECOND, 'Parties', 2);
    index.enter(FIRST, 'Parties', 1);
    expect(book('Parties')).to.equal(FIRST);
  });

  it('is that of its creation if it is never appointed', () => {
    for (const name of ['AccessManager', 'Ledger', 'Batches'] as const) {
      expect(book(name)).to.equal(CREATED.Ledger);
    }
  });

  it('is none after a dismissal without a successor, and the problem says so', () => {
    index.enter(FIRST, 'Parties', 1, 2);
    const refused = () => book('Parties');
    expect(refused).to.throw(Problem, 'REGISTRY_NOT_APPOINTED');
    expect(refused).to.throw('appointed as Parties');
    expect(() => book('Rights'), 'never appointed').to.throw(Problem);
  });

  it('is what calls go to and approvals name', () => {
    const calls = new RegistryCalls(book, 7);
    const record = { legalName: 'A', jurisdiction: 'CN', registeredAddress: '', identifiers: [] };
    const subject = `0x${'00'.repeat(32)}` as const;
    const approvable = { contract: 'Parties', act: 'x', subject, word: subject, details: subject } as const;
    const named = () => [
      calls.registerParty(record).to,
      calls.approval(approvable, 1).domain.verifyingContract,
    ];
    expect(named()).to.deep.equal([FIRST, FIRST]);
    index.enter(SECOND, 'Parties', 2);
    expect(named()).to.deep.equal([SECOND, SECOND]);
  });
});
