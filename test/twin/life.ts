import { replayed } from '../../domain/journal/closure.ts';
import { factsOf, type Fact } from '../../domain/state/facts.ts';
import { decodeLog, type EventName, type RegistryEvent } from '../../domain/registrations/events.ts';
import { SUBJECT_KINDS } from '../../domain/encoding/codes.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import type { Log } from '../../domain/journal/entry.ts';
import { reduce } from '../../domain/registrations/reduce.ts';
import { MemoryRows, type Subject } from '../../domain/state/rows.ts';
import { Draw } from './draw.ts';
import type { Chain, Transaction } from './engine/chain.ts';
import type { Refusal } from './engine/codec.ts';
import type { Genesis } from './engine/genesis.ts';
import { INVARIANTS } from './invariants/all.ts';
import { interestsCanBeEnded } from './invariants/endable.ts';
import { Before } from './invariants/transition.ts';
import type { Random } from './random.ts';
import { nextStep } from './steps/all.ts';
import type { Step } from './steps/step.ts';
import { wordsIn } from './engine/reader.ts';
import { World } from './world.ts';

/** A refused step is tried without a transaction; once in so many it is really sent, to see that nothing has changed. */
const REALLY_SENT = 25;
/** Every word of every subject is compared once in so many steps, and at the end of each life. */
const EVERYTHING_COMPARED = 100;
/** Whether those entitled could end an interest is tried once in so many steps. */
const ENDING_TRIED = 20;
const DAY = 86_400;

/** Events that carry the number of the registration that they are an effect of; every other has one of its own. */
const EFFECTS: ReadonlySet<EventName> = new Set([
  'RightEncumbered',
  'RightDischarged',
  'RightReleased',
  'RightReranked',
  'InterestFollowed',
  'InterestPaid',
]);

/** A difference between the contracts and their twin, or an invariant that does not hold. */
export class Difference extends Error {}

/** One registry from its beginning: random steps, each compared with what the domain says of it. */
export class Life {
  readonly outcomes = new Map<string, number>();
  private readonly world: World;
  private readonly logs: Log[] = [];
  private readonly journals = new Map<Hex, Log[]>();
  private readonly chain: Chain;
  private readonly genesis: Genesis;
  private readonly random: Random;

  constructor(chain: Chain, genesis: Genesis, random: Random) {
    [this.chain, this.genesis, this.random] = [chain, genesis, random];
    this.world = new World(genesis.at);
    this.world.now = genesis.time;
    this.world.crowded = random.once(4);
    this.absorb(genesis.logs);
  }

  async run(steps: number): Promise<void> {
    const { world, random } = this;
    for (let i = 1; i <= steps; i++) {
      world.now += random.mostly(random.between(1, 600), 15, DAY * random.between(1, 45));
      const made = nextStep(new Draw(world, random));
      try {
        await this.perform(made);
        if (i % ENDING_TRIED === 0) await interestsCanBeEnded(new Draw(world, random), this.chain);
        if (i % EVERYTHING_COMPARED === 0 || i === steps) await this.expectEverything();
      } catch (cause) {
        throw new Difference(`step ${i} of the life, ${made.operation}`, { cause });
      }
      const outcome = `${made.operation} ${made.verdict?.error ?? 'accepted'}`;
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    }
    this.expectRebuilt();
    this.expectClosed();
  }

  private async perform(step: Step): Promise<void> {
    const { chain, world } = this;
    if (step.verdict) {
      const answer = await chain.call(step.tx, world.now);
      expectRefusal(answer, step);
      if (this.random.once(REALLY_SENT)) await this.expectNothing(step.tx);
      return;
    }
    const { status, logs } = await chain.send(step.tx, world.now);
    if (status !== '0x1') {
      const why = await chain.call(step.tx, world.now);
      throw new Error(`refused, where it should have been accepted: ${shown(why)}`);
    }
    const { events, before, touched, facts } = this.absorb(logs);
    this.expectEvent(step, events);
    for (const invariant of INVARIANTS) invariant({ step, events, before, world });
    await this.expectWords(touched, facts);
  }

  /** Takes logs to the rows as the index does; the reducer checks every state hash. */
  private absorb(logs: readonly Log[]): {
    events: RegistryEvent[];
    before: Before;
    touched: Subject[];
    facts: Fact[];
  } {
    const { world } = this;
    const events: RegistryEvent[] = [];
    const before = new Before(world.rows);
    const touched = new Map<string, Subject>();
    const facts: Fact[] = [];
    for (const log of logs) {
      this.logs.push(log);
      const event = decodeLog(log);
      if (!event) continue;
      const { changes, subjects } = reduce(event, log, world.rows);
      before.keep(changes);
      world.apply(changes);
      for (const { kind, id } of changes) {
        if (kind === 'list') touched.set(`list/${id}`, { kind, id: id as Hex });
      }
      for (const subject of subjects) {
        touched.set(`${subject.kind}/${subject.id}`, subject);
        this.journals.set(subject.id, [...(this.journals.get(subject.id) ?? []), log]);
      }
      facts.push(...changes.flatMap(({ kind, row }) => factsOf(kind, row as never)));
      this.expectNext(event);
      events.push(event);
    }
    return { events, before, touched: [...touched.values()], facts };
  }

  private expectNext({ name, args }: RegistryEvent): void {
    if (!('sequence' in args)) return;
    const sequence = Number(args.sequence);
    const due = EFFECTS.has(name)
      ? [this.world.sequence, this.world.sequence + 1]
      : [this.world.sequence + 1];
    if (!due.includes(sequence)) throw new Error(`${name} has the number ${sequence}, due was ${due.join()}`);
    // An effect comes before or after the registration that it is of; the number is counted with the latter.
    if (!EFFECTS.has(name)) this.world.sequence = sequence;
  }

  private expectEvent(step: Step, events: readonly RegistryEvent[]): void {
    if (!step.event) {
      if (events.length > 0) throw new Error(`events, where nothing was to change: ${events[0]!.name}`);
      return;
    }
    const [name, says] = step.event;
    const event = events.find((it) => it.name === name);
    if (!event) throw new Error(`no event ${name}`);
    for (const [key, value] of Object.entries(says)) {
      const actual = (event.args as unknown as Record<string, unknown>)[key];
      if (text(actual) !== text(value)) {
        throw new Error(`${name}.${key} is ${text(actual)}, given was ${text(value)}`);
      }
    }
  }

  /** Refused means unchanged: the transaction is in the chain, and has left no trace. */
  private async expectNothing(tx: Transaction): Promise<void> {
    const { status, logs } = await this.chain.send(tx, this.world.now);
    if (status !== '0x0' || logs.length > 0) throw new Error('a refused transaction has left a trace');
    await this.expectEverything();
  }

  private async expectEverything(): Promise<void> {
    const { rows } = this.world;
    const subjects = (['party', 'list', 'right', 'interest'] as const).flatMap((kind) =>
      rows.all(kind).map(({ id }): Subject => ({ kind, id })),
    );
    const facts = FACTUAL.flatMap((kind) => rows.all(kind).flatMap((row) => factsOf(kind, row as never)));
    await this.expectWords(subjects, facts);
  }

  /** The chain's words, facts and sequence are what the domain says. */
  private async expectWords(subjects: readonly Subject[], facts: readonly Fact[]): Promise<void> {
    const kinds = subjects.map(({ kind }) => SUBJECT_KINDS[kind]);
    const ids = subjects.map(({ id }) => id);
    const { sequence, words, values } = await wordsIn(
      ...[this.chain, this.genesis, kinds, ids, facts, this.world.now],
    );
    if (sequence !== this.world.sequence) {
      throw new Error(`the sequence is ${sequence}, due was ${this.world.sequence}`);
    }
    for (const [i, { kind, id }] of subjects.entries()) {
      const due = this.world.word(kind, id);
      if (words[i] !== due) throw new Error(`the word of ${kind} ${id} is ${words[i]}, due was ${due}`);
    }
    for (const [i, { kind, ref, value }] of facts.entries()) {
      if (values[i] !== value) {
        throw new Error(`the fact ${kind} of ${ref} is ${values[i]}, due was ${value}`);
      }
    }
  }

  /** All rows anew from the logs alone come to the same. */
  private expectRebuilt(): void {
    const rebuilt = new MemoryRows();
    for (const log of this.logs) {
      const event = decodeLog(log);
      if (event) rebuilt.apply(reduce(event, log, rebuilt).changes);
    }
    for (const kind of ['party', 'list', 'right', 'interest', 'restriction', 'institution', 'key'] as const) {
      if (text(rebuilt.all(kind)) !== text(this.world.rows.all(kind))) {
        throw new Difference(`the rows ${kind} are others when they are rebuilt from the logs`);
      }
    }
  }

  /** Each right and each interest comes to the same from its own journal alone: no other subject's, and no party's. */
  private expectClosed(): void {
    for (const kind of ['right', 'interest'] as const) {
      for (const row of this.world.rows.all(kind)) {
        const alone = replayed(this.journals.get(row.id) ?? []).get(kind, row.id);
        if (text(alone) !== text(row)) {
          throw new Difference(`the ${kind} ${row.id} is another by its own journal`);
        }
      }
    }
  }
}

/** The rows whose facts the chain must have. */
const FACTUAL = ['institution', 'key', 'rightType', 'party', 'right', 'restriction', 'interest'] as const;

function expectRefusal(answer: Hex | Refusal, { verdict }: Step): void {
  if (!verdict) return;
  if (typeof answer === 'string') throw new Error(`accepted, where ${shown(verdict)} was due`);
  const differs = Object.entries(verdict.args ?? {}).some(
    ([key, value]) => text(answer.args[key]) !== text(value),
  );
  if (answer.error !== verdict.error || differs) {
    throw new Error(`refused with ${shown(answer)}, where ${shown(verdict)} was due`);
  }
}

const shown = (it: Hex | { error: string; args?: Record<string, unknown> | undefined }): string =>
  typeof it === 'string' ? 'nothing' : `${it.error}(${text(it.args ?? '...')})`;

/** Numbers of either kind are the same, and the order of fields is no difference. */
export const text = (it: unknown): string =>
  JSON.stringify(it, (_, value: unknown) => {
    if (typeof value === 'bigint') return plain(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

const plain = (value: bigint): number | string =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : `${value}`;
