import type { Hex } from '../encoding/hash.ts';
import { isRestriction, type Overlay } from '../line/overlay.ts';
import type { KeyRow, PartyRow, PolicyVersion, RowKind, Rows, RowTypes } from '../state/rows.ts';
import { hasExpired } from '../time/calendar.ts';

/** Who acts: a key; or an institution by its number, where the key with which it signs is chosen later. */
export type Actor = Hex | number;

/** What a rule may ask. The abstract part is what each register answers in its own way, the rest follows from rows and time. */
export abstract class Register implements Rows {
  /** Unix seconds of the block to come. */
  abstract readonly now: number;

  abstract get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined;

  /** Whether the account appoints institutions and sets policies. */
  abstract mayGovern(account: Hex): boolean;

  /** The institution that the party is; 0 if none. */
  abstract numberOf(party: Hex): number;

  /** The party that bears the identifier. */
  abstract bearerOf(identifier: { scheme: string; value: string }): Hex | undefined;

  /** The right that the certificate is of, be it its first or a later one. */
  abstract rightUnder(authority: number, certificateNumber: string): Hex | undefined;

  abstract buyerOf(disposal: number): Hex | undefined;

  /* WHO */

  key(account: Hex): KeyRow | undefined {
    return this.get('key', account);
  }

  /** The institution that the actor acts for; 0 if none. */
  institutionOf(actor: Actor): number {
    return typeof actor === 'number' ? actor : (this.key(actor)?.institution ?? 0);
  }

  institution(number: number) {
    return this.get('institution', String(number));
  }

  party(id: Hex): PartyRow | undefined {
    return this.get('party', id);
  }

  /** Merged into another, or divided. */
  hasEnded(id: Hex): boolean {
    return (this.party(id)?.successors.length ?? 0) > 0;
  }

  /* WHAT */

  policy(typeCode: string): PolicyVersion | undefined {
    const versions = this.get('rightType', typeCode)?.versions ?? [];
    return versions.findLast(({ effectiveFrom }) => effectiveFrom <= this.now);
  }

  /* WHEN */

  isOver(day: number): boolean {
    return hasExpired(day, this.now);
  }

  binds({ kind, ref }: Overlay): boolean {
    const until = isRestriction(kind) ? this.get('restriction', String(ref))?.until : undefined;
    return !until || !this.isOver(until);
  }
}
