import type { ContractName } from '../../api/chain/contracts.ts';
import type { SubjectKind } from '../../domain/encoding/codes.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { wordOfRow } from '../../domain/journal/word.ts';
import { Register } from '../../domain/rules/register.ts';
import {
  MemoryRows,
  type InterestRow,
  type RightRow,
  type RowChange,
  type RowKind,
  type RowTypes,
} from '../../domain/state/rows.ts';
import { PROMPT_GOVERNANCE } from '../support/governance.ts';

/** Earlier versions of a row that are kept, to build on what is stale. */
const VERSIONS = 4;

/** What the domain knows of the registry at a moment: the rows, and the time of the block to come. */
export class World extends Register {
  readonly rows = new MemoryRows();
  readonly at: Record<ContractName, Hex>;
  /** Unix seconds. */
  now = 0;
  /** The last number that was given. */
  sequence = 0;
  /** Lines fill to the brim in this life, so that bounds are met. */
  crowded = false;
  private readonly past = new Map<Hex, (RightRow | InterestRow)[]>();

  constructor(at: Record<ContractName, Hex>) {
    super();
    this.at = at;
  }

  apply(changes: readonly RowChange[]): void {
    for (const { kind, id } of changes) {
      if (kind !== 'right' && kind !== 'interest') continue;
      const row = this.rows.get(kind, id);
      if (row) this.past.set(id as Hex, [row, ...this.pastOf(id as Hex)].slice(0, VERSIONS));
    }
    this.rows.apply(changes);
  }

  pastOf<R extends RightRow | InterestRow>(id: Hex): R[] {
    return (this.past.get(id) ?? []) as R[];
  }

  rights(): RightRow[] {
    return this.rows.all('right');
  }

  interests(): InterestRow[] {
    return this.rows.all('interest');
  }

  /* WHAT THE RULES ASK */

  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    return this.rows.get(kind, id);
  }

  /** Nobody who registers governs. */
  mayGovern(account: Hex): boolean {
    return account === PROMPT_GOVERNANCE;
  }

  numberOf(party: Hex): number {
    return this.rows.all('institution').find((it) => it.party === party)?.number ?? 0;
  }

  bearerOf({ scheme, value }: { scheme: string; value: string }): Hex | undefined {
    const bears = (it: { scheme: string; value: string }) => it.scheme === scheme && it.value === value;
    return this.rows.all('party').find(({ identifiers }) => identifiers.some(bears))?.id;
  }

  rightUnder(authority: number, certificateNumber: string): Hex | undefined {
    const first = this.rows.get('right', rightIdOf(authority, certificateNumber));
    const later = ({ state, renewals }: RightRow) =>
      state.authority === authority && renewals.some((it) => it.certificateNumber === certificateNumber);
    return (first ?? this.rights().find(later))?.id;
  }

  buyerOf(disposal: number): Hex | undefined {
    for (const { disposals } of this.rights()) {
      const found = disposals.find(({ sequence }) => sequence === disposal);
      if (found) return found.buyer;
    }
    return undefined;
  }

  /* WORDS */

  /** The word that the ledger has for the subject; undefined if it has none. */
  word(kind: SubjectKind, id: Hex): Hex | undefined {
    if (kind === 'party') return this.party(id)?.journal;
    if (kind === 'list') return this.rows.get('list', id)?.word;
    const row = this.rows.get(kind, id);
    return row && wordOfRow(row);
  }
}
