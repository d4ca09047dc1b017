import type { Keystore } from '../../api/chain/keystore.ts';
import type { Chain } from '../../api/chain/types.ts';
import { GOVERNANCE_KEY } from '../deploy.ts';
import { noteAdmission, type Deployment } from '../record.ts';
import { AccessManager } from './access-manager.ts';
import { Refused } from './errors.ts';
import { Members } from './members.ts';
import { isUntold } from './function-roles.ts';
import { draftsOf, OPERATIONS, roleOf, type OperationKind, type OperationName } from './operations.ts';
import { GovernanceRecord, type Attempt, type Draft, type Planned } from './record.ts';
import { Registries } from './registries.ts';
import { conditionOf, isOpen, type Condition } from './states.ts';
import { requireOrder } from './succession-order.ts';
import { instant } from './wording.ts';

export interface GovernorOptions {
  /** The data directory. */
  directory: string;
  chain: Chain;
  keystore: Keystore;
  deployment: Pick<Deployment, 'addresses' | 'policies' | 'institutions'>;
  /** Unix seconds. */
  now?: () => number;
  /** Label of the key that governs. */
  key?: string;
}

/** An operation with how it stands. */
export type Standing = Planned & Condition;

export type Outcome = { operation: Standing; refused?: Refused };

/** Governs a registry by the delays of its AccessManager. What it plans is kept before the first transaction, so that the same request goes on. */
export class Governor {
  readonly #options: GovernorOptions;
  readonly #record: GovernanceRecord;
  readonly #manager: AccessManager;
  readonly #registries: Registries;
  readonly #labels: Map<string, string>;
  readonly #members: Members;

  constructor(options: GovernorOptions) {
    const { directory, chain, keystore, deployment, key = GOVERNANCE_KEY } = options;
    this.#options = options;
    this.#record = new GovernanceRecord(directory, deployment.addresses);
    this.#manager = new AccessManager(chain, keystore, deployment.addresses.AccessManager, key);
    this.#registries = new Registries(chain, deployment.addresses);
    const planned = this.#record.operations.flatMap(({ kind, institution, ended }) =>
      kind === 'admit' && institution && ended?.as !== 'cancelled'
        ? [[institution.party, institution.label] as const]
        : [],
    );
    this.#labels = new Map([...planned, ...Object.entries(deployment.institutions)]);
    this.#members = new Members(chain, this.#registries, this.#labels);
  }

  /** All operations, in the order in which they were planned. */
  async list(): Promise<Standing[]> {
    const standings: Standing[] = [];
    for (const { id } of this.#record.operations) standings.push(await this.#standing(id));
    return standings;
  }

  /**
   * Schedules what the request takes, or executes it if it has no delay. What is scheduled already is found and left as it is.
   * @returns nothing if all of it is on the chain already
   * @throws WrongArgument, or Refused
   */
  async schedule(
    name: OperationName,
    given: readonly string[],
    options: Readonly<Record<string, string>> = {},
  ): Promise<Standing[]> {
    const standings = await this.list();
    const open = standings.filter(({ state }) => isOpen(state));
    const kind: OperationKind = OPERATIONS[name];
    const { chain, keystore } = this.#options;
    const deployment = { ...this.#options.deployment, addresses: await this.#registries.addresses() };
    const common = { chain, keystore, deployment, record: this.#record, members: this.#members };
    const delayOf = async (contract: Draft['contract'], method: string) =>
      this.#delayOf({ contract, target: await this.#registries.addressOf(contract), method });
    // Also before a key is made that could never be added.
    await delayOf(kind.contract, kind.method);
    const planning = { ...common, now: this.#now(), labels: this.#labels, open, delayOf };
    const drafts = await draftsOf(name, planning, given, options);
    for (const { contract, method } of drafts) await delayOf(contract, method);
    const planned = await this.#plan(drafts);
    await this.#supersede(standings, drafts);
    const begun: Standing[] = [];
    for (const { id } of planned) begun.push(await this.#begin(id));
    return begun;
  }

  /**
   * Executes one, or all that are due. Those that are refused do not keep the others from it.
   * @throws Refused if the one that was asked for cannot be executed
   */
  async execute(id?: number): Promise<Outcome[]> {
    if (id !== undefined) return [{ operation: await this.#execute(await this.#known(id)) }];
    const outcomes: Outcome[] = [];
    for (const { id: each } of await this.list()) {
      const operation = await this.#standing(each);
      if (operation.state !== 'ready') continue;
      try {
        outcomes.push({ operation: await this.#execute(operation) });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        outcomes.push({ operation, refused: error });
      }
    }
    return outcomes;
  }

  /** @throws Refused if it has ended already */
  async cancel(id: number): Promise<Standing> {
    const operation = await this.#known(id);
    const { state } = operation;
    if (state === 'executed' || state === 'cancelled' || state === 'gone') {
      throw new Refused(ending(operation), 'It cannot be cancelled.');
    }
    if ((await this.#manager.scheduleOf(operation)) !== undefined) {
      await this.#transact(operation, 'cancel');
      return this.#standing(id);
    }
    await this.#record.change(id, { ended: { as: 'cancelled', at: this.#now() } });
    return this.#standing(id);
  }

  #now(): number {
    return this.#options.now?.() ?? Math.floor(Date.now() / 1000);
  }

  async #delayOf(call: Pick<Draft, 'contract' | 'target' | 'method'>): Promise<number> {
    const { contract, target, method } = call;
    if (await isUntold(this.#options.chain, this.#options.deployment.addresses.AccessManager, call)) {
      throw new Refused(
        `The AccessManager has not been told which role may call ${contract}.${method} at ${target}.`,
        `Schedule it, and execute it when it is due: ./ludeng governance schedule appoint ${contract} ${target}.`,
      );
    }
    const delay = await this.#manager.delayOf(call);
    if (delay !== undefined) return delay;
    throw new Refused(
      `The key ${this.#manager.caller} has not the role ${roleOf(call)} that ${contract}.${method} needs.`,
      'Use the data directory whose keystore has the governance key of this registry.',
    );
  }

  async #known(id: number): Promise<Standing> {
    if (this.#record.find(id)) return this.#standing(id);
    throw new Refused(`There is no operation ${id}.`, 'See ./ludeng governance list.');
  }

  async #standing(id: number): Promise<Standing> {
    const condition = await conditionOf(
      this.#record.find(id)!,
      this.#options.chain,
      this.#manager,
      this.#registries,
      this.#now(),
    );
    const { newcomer, institution, ended } = this.#record.find(id)!;
    const { state, endedAt } = condition;
    if (ended) return { ...this.#record.find(id)!, ...condition };
    // Noted before its end is, so that a run that is interrupted in between comes back to it.
    const isAdmitted = state === 'executed' || state === 'gone';
    if (newcomer && institution && isAdmitted && (await this.#members.numberOf(institution.party)) !== 0) {
      await noteAdmission(this.#options.directory, newcomer);
    }
    if (endedAt !== undefined && (state === 'executed' || state === 'cancelled')) {
      await this.#record.change(id, { ended: { as: state, at: endedAt } });
    }
    return { ...this.#record.find(id)!, ...condition };
  }

  /** In one write: an admission is planned as a whole. */
  async #plan(drafts: readonly Draft[]): Promise<Planned[]> {
    const planned: Planned[] = [];
    const fresh: Draft[] = [];
    for (const draft of drafts) {
      const latest = this.#record.latest(draft.same, draft.target);
      const standing = latest && (await this.#standing(latest.id));
      if (standing && isOpen(standing.state)) planned.push(standing);
      else if (standing?.state === 'expired') planned.push(await this.#renew(standing.id, draft));
      else fresh.push(draft);
    }
    planned.push(...(await this.#record.add(fresh, this.#now())));
    return planned.toSorted((a, b) => a.id - b.id);
  }

  /** It keeps its id, and is planned as of now. */
  async #renew(id: number, draft: Draft): Promise<Planned> {
    return this.#record.change(id, {
      ...draft,
      plannedAt: this.#now(),
      attempts: [],
      executableAt: undefined,
    });
  }

  /**
   * A key that was scheduled for another number than its institution got must never be added under that one. And what was scheduled for a
   * contract that has a successor is cancelled only now: a key whose adding was cancelled before would not have been taken again.
   */
  async #supersede(standings: readonly Standing[], drafts: readonly Draft[]): Promise<void> {
    const labels = new Map(drafts.map(({ keyLabel, same }) => [keyLabel, same]));
    const requests = new Set(drafts.map(({ same }) => same));
    for (const { id, keyLabel, same, state } of standings) {
      const isKey = keyLabel !== undefined && labels.has(keyLabel) && labels.get(keyLabel) !== same;
      if ((isOpen(state) && isKey) || (state === 'superseded' && (isKey || requests.has(same)))) {
        await this.cancel(id);
      }
    }
  }

  /** Schedules it, unless it is; or executes it, if it need not wait. */
  async #begin(id: number): Promise<Standing> {
    const operation = await this.#standing(id);
    if (operation.state !== 'planned') return operation;
    if ((await this.#delayOf(operation)) === 0) return this.#execute({ ...operation, state: 'ready' });
    await this.#transact(operation, 'schedule');
    const executableAt = await this.#manager.scheduleOf(operation);
    if (executableAt === undefined) throw new Error(`Operation ${id} was not scheduled.`);
    await this.#record.change(id, { executableAt });
    return this.#standing(id);
  }

  async #execute(operation: Standing): Promise<Standing> {
    requireReady(operation);
    await this.#requireTurn(operation);
    await this.#requireMember(operation);
    await requireOrder(operation, {
      chain: this.#options.chain,
      manager: this.#options.deployment.addresses.AccessManager,
      registries: this.#registries,
      list: () => this.list(),
    });
    await this.#transact(operation, 'execute');
    return this.#standing(operation.id);
  }

  /** Numbers are given in the order in which institutions are admitted, and keys are scheduled for a number. */
  async #requireTurn({ id, kind }: Standing): Promise<void> {
    if (kind !== 'admit') return;
    const earlier = this.#record.operations.filter((it) => it.kind === kind && it.id < id && !it.ended);
    for (const { id: other } of earlier) {
      if (!isOpen((await this.#standing(other)).state)) continue;
      throw new Refused(
        `Operation ${other} admits an institution before this one.`,
        `Execute or cancel ${other} first: institutions are numbered in the order of their admissions.`,
      );
    }
  }

  async #requireMember({ id, kind, institution, after }: Standing): Promise<void> {
    if (!institution || kind === 'admit') return;
    const { number, party, label } = institution;
    if ((await this.#members.institution(number)).party === party) return;
    const before = after === undefined ? undefined : this.#record.latest(after);
    if (before && !before.ended) {
      throw new Refused(
        `Operation ${id} needs operation ${before.id}, which is not executed.`,
        'Execute that first.',
      );
    }
    throw new Refused(
      `Operation ${id} counts on ${label} as institution ${number}, which it is not.`,
      `Cancel it: governance cancel ${id}. Then schedule it anew; an admission with the same file.`,
    );
  }

  async #transact(operation: Planned, does: Attempt['does']): Promise<void> {
    await this.#manager.transact(does, operation, (hash) =>
      this.#record.change(operation.id, { attempts: [...operation.attempts, { does, hash }] }),
    );
  }
}

function requireReady(operation: Standing): void {
  const { id, state, executableAt } = operation;
  if (state === 'ready') return;
  const anew = 'Schedule it with the same command as before.';
  if (state === 'scheduled') {
    throw new Refused(`Operation ${id} can be executed from ${instant(executableAt!)}.`, 'Come again then.');
  }
  if (state === 'expired') throw new Refused(`The schedule of operation ${id} has expired.`, anew);
  if (state === 'planned') throw new Refused(`Operation ${id} is not scheduled.`, anew);
  if (state === 'superseded') {
    throw new Refused(
      `Operation ${id} is for ${operation.target}, which is no longer the ${operation.contract} of this registry.`,
      `Schedule it again with the same command, which cancels this one; or cancel it: ./ludeng governance cancel ${id}.`,
    );
  }
  throw new Refused(ending(operation), 'See ./ludeng governance list.');
}

function ending({ id, state, endedAt }: Standing): string {
  if (state === 'gone') return `Operation ${id} was executed or cancelled by another program.`;
  return `Operation ${id} was ${state} at ${instant(endedAt ?? 0)}.`;
}
