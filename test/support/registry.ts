import { expect } from 'chai';
import type { Interface } from 'ethers';
import type { ContractName } from '../../api/chain/contracts.ts';
import type { Arguments, Method } from '../../api/chain/typed-calls.ts';
import { SUBJECT_KINDS } from '../../domain/encoding/codes.ts';
import { decodeLog, type EventName, type RegistryEvent } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { wordOf, type Log } from '../../domain/journal/entry.ts';
import { reduce } from '../../domain/registrations/reduce.ts';
import { FACT_KINDS, factsOf, type Fact } from '../../domain/state/facts.ts';
import { MemoryRows, type Subject } from '../../domain/state/rows.ts';
import {
  encodeInterestState,
  encodeRightState,
  interestStateHash,
  rightStateHash,
} from '../../domain/state/state.ts';
import { addressOf, call, ethers, networkHelpers, Refusal, send, type Call, type Mined } from './chain.ts';
import { deployContracts } from './deployment.ts';
import { admitMembers, establish, PROMPT_GOVERNANCE, type Deployed } from './governance.ts';
import { accountOf, AUTHORITY, MEMBERS, PLANT, recordOf } from './people.ts';

/** What a test expects of an event: any of its arguments, in the form of domain/registrations/events.ts. */
export type Expected = [name: EventName, args?: Record<string, unknown>];

/** Events that carry the number of the registration that they are an effect of; every other has one of its own. */
const EFFECTS: readonly EventName[] = [
  'RightEncumbered',
  'RightDischarged',
  'RightReleased',
  'RightReranked',
  'InterestFollowed',
  'InterestPaid',
];

/** The rows whose facts the chain must have. */
const FACTUAL = ['institution', 'key', 'rightType', 'party', 'right', 'restriction', 'interest'] as const;

/** A registry on the test chain, with the reducer's rows beside it. */
export class Registry {
  readonly at: Record<ContractName, Hex>;
  readonly rows = new MemoryRows();
  readonly logs: Log[] = [];
  readonly interfaces: Record<ContractName, Interface>;
  private readonly reader: { at: Hex; abi: Interface };
  private sequence = 0;

  constructor(deployed: Pick<Deployed, 'at' | 'interfaces'>, reader: { at: Hex; abi: Interface }) {
    this.at = { ...deployed.at };
    this.interfaces = deployed.interfaces;
    this.reader = reader;
  }

  /** A copy whose changes leave this one alone: the chain goes back to a snapshot, and so must the rows. */
  copy(): Registry {
    const copy = new Registry(this, this.reader);
    copy.replay(this.logs);
    return copy;
  }

  call<N extends ContractName, M extends Method<N>>(
    from: Hex,
    contract: N,
    method: M,
    ...args: Arguments<N, M>
  ): Call {
    return this.untypedCall(from, contract, method, args);
  }

  /** A call that the types refuse, or cannot know: nonsense on purpose, and calls that are made from a table. */
  untypedCall(from: Hex, contract: ContractName, method: string, args: readonly unknown[]): Call {
    const data = this.interfaces[contract].encodeFunctionData(method, args) as Hex;
    return { from, to: this.at[contract], data };
  }

  /** A call by somebody who may govern without delay. */
  governs<N extends ContractName, M extends Method<N>>(
    contract: N,
    method: M,
    ...args: Arguments<N, M>
  ): Call {
    return this.untypedCall(PROMPT_GOVERNANCE, contract, method, args);
  }

  async view<N extends ContractName, M extends Method<N>>(
    contract: N,
    method: M,
    ...args: Arguments<N, M>
  ): Promise<unknown> {
    const data = await call(this.untypedCall(PROMPT_GOVERNANCE, contract, method, args));
    const result = this.interfaces[contract].decodeFunctionResult(method, data);
    return result.length === 1 ? result[0] : result;
  }

  /**
   * Sends what must succeed, and holds the chain against the domain: the reducer takes every log, the sequence advanced by exactly
   * the registrations made, and the word of every subject is what the domain computes.
   */
  async act(tx: Call): Promise<{ events: RegistryEvent[]; mined: Mined }> {
    const before = this.sequence;
    const mined = await send(tx);
    const events = this.replay(mined.logs);
    const numbered = events.filter(({ name, args }) => 'sequence' in args && !EFFECTS.includes(name));
    expect(
      numbered.map(({ args }) => Number((args as { sequence: bigint }).sequence)),
      'consecutive numbers',
    ).to.deep.equal(numbered.map((_, i) => before + i + 1));
    for (const { args } of events) expect(args.time, 'the time of the block').to.equal(mined.time);
    await this.requireInStep();
    return { events, mined };
  }

  /** {@link act}, with exactly these events. */
  async accepts(tx: Call, ...expected: Expected[]): Promise<RegistryEvent[]> {
    const { events } = await this.act(tx);
    expect(events.map(({ name }) => name)).to.deep.equal(expected.map(([name]) => name));
    for (const [i, [, args = {}]] of expected.entries()) expect(events[i]?.args).to.deep.include(args);
    return events;
  }

  /** Sends what must be refused for exactly this reason, and must leave no trace. An empty error is a revert without reason. */
  async refuses(tx: Call, error: string, args?: Record<string, unknown>): Promise<void> {
    const refusal = await send(tx).catch((thrown: unknown) => {
      if (thrown instanceof Refusal) return thrown;
      throw thrown;
    });
    if (!(refusal instanceof Refusal)) throw new Error(`accepted, where ${error} was expected`);
    expect(refusal.error, refusal.message).to.equal(error);
    if (args) expect(refusal.args).to.deep.equal(args);
    await this.requireInStep();
  }

  /** Every word and every fact on chain is what the rows say, and the sequence is where they left it. */
  async requireInStep(): Promise<void> {
    const expected = this.subjects();
    const kinds = expected.map(({ kind }) => SUBJECT_KINDS[kind]);
    const ids = expected.map(({ id }) => id);
    const facts = this.facts();
    const data = this.reader.abi.encodeFunctionData('read', [
      ...[this.at.Ledger, kinds, ids],
      ...[facts.map(({ kind }) => FACT_KINDS[kind]), facts.map(({ ref }) => ref)],
    ]) as Hex;
    const answer = await call({ from: PROMPT_GOVERNANCE, to: this.reader.at, data });
    const [sequence, words, values] = this.reader.abi.decodeFunctionResult('read', answer) as unknown as [
      bigint,
      string[],
      string[],
    ];
    expect(Number(sequence), 'the registry sequence').to.equal(this.sequence);
    for (const [i, { kind, id, word }] of expected.entries()) {
      expect(words[i], `the word of ${kind} ${id}`).to.equal(word);
    }
    for (const [i, { kind, ref, value }] of facts.entries()) {
      expect(values[i], `the fact ${kind} of ${ref}`).to.equal(value);
    }
  }

  /** What the rows say that rules look up. */
  private facts(): Fact[] {
    return FACTUAL.flatMap((kind) => this.rows.all(kind).flatMap((row) => factsOf(kind, row as never)));
  }

  /** The word that the ledger must have for the subject. */
  wordOf(kind: Subject['kind'], id: Hex): Hex {
    if (kind === 'party') return this.party(id).journal;
    if (kind === 'list') return present(this.rows.get('list', id), id).word;
    const row = kind === 'right' ? this.right(id) : this.interest(id);
    const known = words.get(row);
    if (known) return known;
    const stateHash =
      kind === 'right' ? rightStateHash(this.right(id).state) : interestStateHash(this.interest(id).state);
    const word = wordOf(stateHash, row.journal);
    words.set(row, word);
    return word;
  }

  party(id: Hex) {
    return present(this.rows.get('party', id), id);
  }

  right(id: Hex) {
    return present(this.rows.get('right', id), id);
  }

  interest(id: Hex) {
    return present(this.rows.get('interest', id), id);
  }

  /** The state and journal that a transaction hands in. */
  rightHead(id: Hex) {
    const { state, journal } = this.right(id);
    return { state: encodeRightState(state), journal };
  }

  interestHead(id: Hex) {
    const { state, journal } = this.interest(id);
    return { state: encodeInterestState(state), journal };
  }

  get lastSequence(): number {
    return this.sequence;
  }

  private replay(logs: readonly Log[]): RegistryEvent[] {
    const events: RegistryEvent[] = [];
    for (const log of logs) {
      this.logs.push(log);
      const event = decodeLog(log);
      if (!event) continue;
      this.rows.apply(reduce(event, log, this.rows).changes);
      if ('sequence' in event.args) this.sequence = Math.max(this.sequence, Number(event.args.sequence));
      events.push(event);
    }
    return events;
  }

  private subjects(): (Subject & { word: Hex })[] {
    return (['party', 'list', 'right', 'interest'] as const).flatMap((kind) =>
      this.rows.all(kind).map(({ id }) => ({ kind, id, word: this.wordOf(kind, id) })),
    );
  }
}

/** Rows never change, they are replaced; so most words need not be hashed again after each step. */
const words = new WeakMap<object, Hex>();

function present<T>(row: T | undefined, id: Hex): T {
  if (row === undefined) throw new Error(`the test knows no ${id}`);
  return row;
}

/** Institutions of every capacity with keys of every duty, right types for every rule, and the parties. */
async function standing(): Promise<Registry> {
  const deployed = await deployContracts();
  const reader = await ethers.deployContract('LedgerReader');
  const registry = new Registry(deployed, { at: await addressOf(reader), abi: reader.interface });
  const now = await networkHelpers.time.latest();
  const act = (tx: Call) => registry.act(tx);
  await establish(deployed, act, (governs) => admitMembers(governs, now));
  for (const label of [...MEMBERS.map((member) => member.label), PLANT]) {
    await act(registry.call(accountOf(AUTHORITY), 'Parties', 'register', recordOf(label)));
  }
  return registry;
}

/** A registry as {@link standing} leaves it, for one test alone. */
export async function freshRegistry(): Promise<Registry> {
  return (await networkHelpers.loadFixture(standing)).copy();
}
