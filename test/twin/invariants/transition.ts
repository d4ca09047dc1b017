import type { EventArgs, EventName, RegistryEvent } from '../../../domain/registrations/events.ts';
import type { RowChange, RowKind, Rows, RowTypes } from '../../../domain/state/rows.ts';
import type { World } from '../world.ts';
import type { Step } from '../steps/step.ts';

/** Rows as they were before a step. */
export class Before implements Rows {
  private readonly rows: Rows;
  private readonly kept = new Map<string, { kind: RowKind; id: string; row: unknown }>();

  /** @param rows as they are now, of which those before any change are kept */
  constructor(rows: Rows) {
    this.rows = rows;
  }

  keep(changes: readonly RowChange[]): void {
    for (const { kind, id } of changes) {
      const key = `${kind}/${id}`;
      if (!this.kept.has(key)) this.kept.set(key, { kind, id, row: this.rows.get(kind, id) });
    }
  }

  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    const kept = this.kept.get(`${kind}/${id}`);
    return kept ? (kept.row as RowTypes[K] | undefined) : this.rows.get(kind, id);
  }

  /** Each row of the kind that has changed, with what it was; undefined if it is new. */
  changed<K extends RowKind>(kind: K): { before: RowTypes[K] | undefined; after: RowTypes[K] }[] {
    return [...this.kept.values()]
      .filter((it) => it.kind === kind)
      .map(({ id, row }) => ({ before: row as RowTypes[K] | undefined, after: this.rows.get(kind, id)! }));
  }
}

/** What an accepted step was, and the rows before and after it. */
export interface Transition {
  step: Step;
  events: readonly RegistryEvent[];
  before: Before;
  world: World;
}

export type Invariant = (transition: Transition) => void;

/** The rule in words, as docs/invariants.md has it, and what is against it. */
export class Broken extends Error {}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Broken(what);
}

export function argsOf<N extends EventName>(events: readonly RegistryEvent[], name: N): EventArgs[N][] {
  return events.filter((it) => it.name === name).map(({ args }) => args as EventArgs[N]);
}
