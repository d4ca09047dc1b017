import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from '../support/client.ts';
import { Random } from '../support/fuzz/random.ts';
import { LudengProcess } from '../support/ludeng-process.ts';
import { compare, finish } from './checks.ts';
import { inspect } from './inspection.ts';
import { writeUntilKilled } from './load.ts';
import { Memory, type Faults } from './memory.ts';

export interface CampaignOptions {
  rounds: number;
  seed: number;
  /** Kills on one data directory before a new one is begun. */
  perDirectory?: number;
  onRound?: (round: number, figures: Figures) => void;
  onFault?: (fault: string) => void;
}

export interface Figures {
  rounds: number;
  /** How many kills met the system while it was doing what. */
  killed: Record<string, number>;
  writes: number;
  /** Answers seen, by status. */
  answers: Record<string, number>;
  /** Writes whose outcome was unknown when the system was killed. */
  unknown: number;
  /** Answers that were asked for again and compared. */
  compared: number;
  registrations: number;
  blocks: number;
  faults: string[];
}

/** The system works this long after it is ready, unless it is killed before. */
const WORK_MS = 2_500;
/** How long a first start and a later one take, until they have been measured. */
const START_MS = { first: 5_000, later: 2_500 };

/** Kills the whole process tree at random instants, of start and of work alike, and looks after each what is left. */
export async function campaign(options: CampaignOptions): Promise<Figures> {
  const { rounds, seed, perDirectory = 20, onRound, onFault } = options;
  const random = new Random(seed);
  const figures: Figures = {
    rounds: 0,
    killed: {},
    writes: 0,
    answers: {},
    unknown: 0,
    compared: 0,
    registrations: 0,
    blocks: 0,
    faults: [],
  };
  while (figures.rounds < rounds) {
    const folder = await mkdtemp(join(tmpdir(), 'ludeng-crash-'));
    const life = new Life(join(folder, 'data'), random, figures, onFault);
    try {
      for (let i = 0; i < perDirectory && figures.rounds < rounds; i++) {
        await life.round();
        figures.rounds += 1;
        onRound?.(figures.rounds, figures);
      }
      await life.end();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

/** One data directory, its kills, and its clients, who remember everything. */
class Life implements Faults {
  private readonly data: string;
  private readonly random: Random;
  private readonly figures: Figures;
  private readonly memory: Memory;
  private readonly onFault: CampaignOptions['onFault'];
  private readonly startMs = { ...START_MS };
  private started = false;
  private checkedUpTo = 0;

  constructor(data: string, random: Random, figures: Figures, onFault: CampaignOptions['onFault']) {
    this.data = data;
    this.random = random;
    this.figures = figures;
    this.onFault = onFault;
    this.memory = new Memory(this);
  }

  add(fault: string): void {
    const told = `round ${this.figures.rounds + 1}: ${fault}`;
    this.figures.faults.push(told);
    this.onFault?.(told);
  }

  async round(): Promise<void> {
    const { figures, memory } = this;
    const system = new LudengProcess(this.data);
    const kind = this.started ? 'later' : 'first';
    const instant = this.random.below(Math.round(this.startMs[kind] + WORK_MS));
    memory.alive = true;
    let doing = '';
    const killing = new Promise<undefined>((resolve) => {
      const left = instant - (performance.now() - system.startedAt);
      setTimeout(
        () => {
          memory.alive = false;
          // A busy machine starts more slowly than was thought.
          if (doing === '') this.startMs[kind] = Math.max(this.startMs[kind], instant * 1.3);
          doing = this.#phaseOf(system, doing);
          void system.kill().then(() => resolve(undefined));
        },
        Math.max(0, left),
      );
    });
    const working = this.#work(system, (what) => (doing = what));
    const failing = working.then(
      () => 'the work ended before the kill',
      (error: unknown) => String(error),
    );
    const first = await Promise.race([failing, killing]);
    if (first !== undefined && this.#isAlive()) this.add(`${first}\n${system.output}`);
    await Promise.all([failing, killing]);
    figures.killed[doing] = (figures.killed[doing] ?? 0) + 1;
    figures.unknown += memory.unanswered.length;
    await this.#inspect();
  }

  /** The last start is not killed: everything that was ever answered is compared, and nothing may be left open. */
  async end(): Promise<void> {
    const { figures, memory } = this;
    memory.alive = true;
    const system = new LudengProcess(this.data);
    try {
      const registry = new Registry(await system.ready, system.credentials);
      await finish(registry, memory);
      await compare(registry, memory, memory.answeredWrites, this);
      figures.compared += memory.answeredWrites.length;
      const left = memory.unanswered.length + memory.unsettled.length;
      if (left > 0) this.add(`${left} writes have neither succeeded nor failed`);
    } catch (error) {
      this.add(`${String(error)}\n${system.output}`);
    }
    const { code } = await system.stop();
    if (code !== 0) this.add(`it stopped with ${code}:\n${system.output}`);
    const inspected = await this.#inspect();
    figures.registrations += inspected?.registrations ?? 0;
    figures.blocks += inspected?.blocks ?? 0;
    figures.writes += memory.writes.size;
    for (const { answer } of memory.answeredWrites) {
      const status = String(answer!.status);
      figures.answers[status] = (figures.answers[status] ?? 0) + 1;
    }
  }

  /** Checks what earlier kills have left, then writes, until it is killed. */
  async #work(system: LudengProcess, now: (doing: string) => void): Promise<void> {
    const { memory, random, figures } = this;
    const url = await system.ready;
    const kind = this.started ? 'later' : 'first';
    this.startMs[kind] = performance.now() - system.startedAt;
    this.started = true;
    const registry = new Registry(url, system.credentials);
    now('taking up what was left');
    const before = memory.answeredWrites;
    await finish(registry, memory);
    // What was answered since the last check, and some of all.
    const some = before.length === 0 ? [] : Array.from({ length: 20 }, () => random.pick(before));
    const sample = [...before.slice(this.checkedUpTo), ...some];
    await compare(registry, memory, sample, this);
    this.checkedUpTo = before.length;
    figures.compared += sample.length;
    now('taking writes');
    await writeUntilKilled(registry, memory, random);
  }

  #isAlive(): boolean {
    return this.memory.alive;
  }

  #phaseOf({ output }: LudengProcess, doing: string): string {
    if (doing !== '') return doing;
    if (output.includes('loading the demonstration')) return 'loading the demonstration';
    if (output.includes('deploying the registry')) return 'deploying';
    return this.started || output.includes('replaying the chain')
      ? 'starting again'
      : 'starting for the first time';
  }

  async #inspect() {
    try {
      return await inspect(this.data, this.memory, this);
    } catch (error) {
      this.add(`what is left cannot be read: ${(error as Error).stack ?? String(error)}`);
      return undefined;
    }
  }
}
