import type { ContractName } from '../../api/chain/contracts.ts';
import { hasExpired } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { wordOf } from '../../domain/journal/entry.ts';
import type { Overlay } from '../../domain/line/overlay.ts';
import { isRestriction } from '../../domain/line/overlay.ts';
import {
  MemoryRows,
  type InterestRow,
  type KeyRow,
  type ObjectionRow,
  type PartyRow,
  type PolicyVersion,
  type RightRow,
  type RowChange,
} from '../../domain/state/rows.ts';
import { interestStateHash, rightStateHash } from '../../domain/state/state.ts';

/** Earlier versions of a row that are kept, to build on what is stale. */
const VERSIONS = 4;

/** What the domain knows of the registry at a moment: the rows, and the time of the block to come. */
export class World {
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

  /* WHO */

  key(account: Hex): KeyRow | undefined {
    return this.rows.get('key', account);
  }

  institutionOf(account: Hex): number {
    return this.key(account)?.institution ?? 0;
  }

  institution(number: number) {
    return this.rows.get('institution', String(number));
  }

  party(id: Hex): PartyRow | undefined {
    return this.rows.get('party', id);
  }

  /** Merged into another, or divided. */
  hasEnded(id: Hex): boolean {
    return (this.party(id)?.successors.length ?? 0) > 0;
  }

  /** The institution that the party is; 0 if none. */
  numberOf(party: Hex): number {
    return this.rows.all('institution').find((it) => it.party === party)?.number ?? 0;
  }

  /* WHAT */

  rights(): RightRow[] {
    return this.rows.all('right');
  }

  interests(): InterestRow[] {
    return this.rows.all('interest');
  }

  /** The right that the certificate is of, be it its first or a later one. */
  rightOf(authority: number, certificateNumber: string): RightRow | undefined {
    return (
      this.rows.get('right', rightIdOf(authority, certificateNumber)) ??
      this.rights().find(
        ({ state, renewals }) =>
          state.authority === authority && renewals.some((it) => it.certificateNumber === certificateNumber),
      )
    );
  }

  policy(typeCode: string): PolicyVersion | undefined {
    const versions = this.rows.get('rightType', typeCode)?.versions ?? [];
    return versions.findLast(({ effectiveFrom }) => effectiveFrom <= this.now);
  }

  /** The objection that stands under this number, and the interest that it is to. */
  objection(ref: number): (ObjectionRow & { interest: Hex }) | undefined {
    for (const { id, objections } of this.interests()) {
      const found = objections.find(({ sequence, withdrawn }) => sequence === ref && !withdrawn);
      if (found) return { ...found, interest: id };
    }
    return undefined;
  }

  buyerOf(disposal: number): Hex | undefined {
    for (const { disposals } of this.rights()) {
      const found = disposals.find(({ sequence }) => sequence === disposal);
      if (found) return found.buyer;
    }
    return undefined;
  }

  /* WHEN */

  isOver(day: number): boolean {
    return hasExpired(day, this.now);
  }

  binds({ kind, ref }: Overlay): boolean {
    const until = isRestriction(kind) ? this.rows.get('restriction', String(ref))?.until : undefined;
    return !until || !this.isOver(until);
  }

  /* WORDS */

  /** The word that the ledger has for the subject; undefined if it has none. */
  word(kind: 'party' | 'right' | 'interest', id: Hex): Hex | undefined {
    if (kind === 'party') return this.party(id)?.journal;
    const row = this.rows.get(kind, id);
    return row && wordOfRow(row);
  }
}

/** Rows never change, they are replaced: each is hashed once. */
const words = new WeakMap<object, Hex>();

export function wordOfRow(row: RightRow | InterestRow): Hex {
  const known = words.get(row);
  if (known) return known;
  const { state, journal } = row;
  const word = wordOf('holder' in state ? rightStateHash(state) : interestStateHash(state), journal);
  words.set(row, word);
  return word;
}
