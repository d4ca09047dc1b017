import { counting } from '../../domain/line/binding.ts';
import { collateralOf } from '../../domain/line/cut.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { replay, type Until } from './replay.ts';
import { holdingOf, type Holding } from '../../domain/line/holding.ts';
import { legsOf, type Legs } from '../../domain/interests/legs.ts';
import {
  interestLife,
  restrictionLife,
  rightLife,
  type InterestLife,
  type RestrictionLife,
  type RightLife,
} from '../../domain/time/life.ts';
import { intersect, measure } from '../../domain/line/line.ts';
import { matchName, type NameMatch } from '../../domain/identity/names.ts';
import type { Overlay } from '../../domain/line/overlay.ts';
import { tranchesOf } from '../../domain/line/ranks.ts';
import type { MemoryRows, PartyRow } from '../../domain/state/rows.ts';
import { networkHelpers } from './chain.ts';
import type { Registry } from './registry.ts';

export interface Found {
  party: PartyRow;
  match: NameMatch;
  former: boolean;
}

/** What the domain tells somebody who reads the registry at a time, from its rows alone. */
export class Reader {
  readonly rows: MemoryRows;
  /** Unix seconds. */
  readonly now: number;

  constructor(rows: MemoryRows, now: number) {
    this.rows = rows;
    this.now = now;
  }

  right(id: Hex) {
    return this.rows.get('right', id)!;
  }

  interest(id: Hex) {
    return this.rows.get('interest', id)!;
  }

  /** What counts now of the right's line. */
  line(right: Hex): Overlay[] {
    return counting(this.right(right).state.overlays, this.rows, this.now);
  }

  /** Where the interest lies and its rank there, best rank first: `0-40 rank 1`. */
  ranks(right: Hex, interest: Hex): string[] {
    return this.places(right, refOf(interest));
  }

  /** As {@link ranks}, of a restriction: the place in its queue. */
  places(right: Hex, ref: number): string[] {
    return tranchesOf(ref, this.line(right)).map(({ from, to, rank }) => `${from}-${to} rank ${rank}`);
  }

  holding(right: Hex): Holding {
    return holdingOf(this.right(right).state, this.line(right), this.now);
  }

  /** Units under the interest that are still on the line, and those that are gone. */
  collateral(right: Hex, interest: Hex): { left: bigint; lost: bigint } {
    const { left, lost } = collateralOf(refOf(interest), this.right(right).state);
    return { left: measure(left), lost: measure(lost) };
  }

  /** Units of the interest's collateral that are under overlays of the kind. */
  under(right: Hex, interest: Hex, kind: Overlay['kind']): bigint {
    const line = this.line(right);
    const own = line.filter(({ ref }) => ref === refOf(interest));
    return measure(
      intersect(
        own,
        line.filter((it) => it.kind === kind),
      ),
    );
  }

  rightLife(right: Hex): RightLife {
    return rightLife(this.right(right), this.rows, this.now);
  }

  interestLife(interest: Hex): InterestLife {
    return interestLife(this.interest(interest), this.now);
  }

  restrictionLife(ref: number): RestrictionLife {
    return restrictionLife(this.rows.get('restriction', String(ref))!, this.rows, this.now);
  }

  legs(interest: Hex): Legs {
    const row = this.interest(interest);
    const collateral = row.state.rights.map((right) => {
      const { versions } = this.rows.get('rightType', this.right(right).state.typeCode)!;
      const { flags } = versions.findLast(({ effectiveFrom }) => effectiveFrom <= this.now)!;
      return { flags, quantity: this.collateral(right, interest).left };
    });
    return legsOf(row, collateral, this.now);
  }

  /** Parties found by a name that they have or had. */
  named(asked: string, on: string): Found[] {
    return this.rows.all('party').flatMap((party) => {
      const names = [party.legalName, ...party.formerNames.map(({ legalName }) => legalName)];
      const matches = names.map((name) => matchName(asked, name, on));
      const place = matches.findIndex((match) => match !== undefined);
      const match = matches[place];
      return match ? [{ party, match, former: place > 0 }] : [];
    });
  }

  /** Interests that the party granted. */
  grantedBy(party: Hex): Hex[] {
    return this.rows
      .all('interest')
      .filter(({ state }) => state.grantor === party)
      .map(({ id }) => id);
  }
}

/** The number that an interest's overlays refer to. */
export const refOf = (interest: Hex): number => Number(BigInt(interest));

/** Whoever reads now; or at a later time, at which nobody has written anything more. */
export async function reads(registry: Registry, at?: number): Promise<Reader> {
  return new Reader(registry.rows, at ?? (await networkHelpers.time.latest()));
}

/** Whoever asks for what was then, from the logs alone. @param at the time for which a reader counts */
export function readsAsOf(registry: Registry, until: Until, at: number): Reader {
  const logs = registry.logs.map((log) => ({
    ...log,
    blockNumber: Number((log as unknown as { blockNumber: Hex }).blockNumber),
  }));
  return new Reader(replay(logs, until), at);
}
