import type { Clocked } from '../../domain/time/alerts.ts';
import type { Day } from '../../domain/time/calendar.ts';
import type { RegistryEvent } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import type {
  InterestRow,
  PartyRow,
  RegistryRow,
  RightRow,
  RightTypeRow,
  Rows,
  Subject,
} from '../../domain/state/rows.ts';

/** The block that an answer is true of. `time` is unix seconds. */
export interface ReadPoint {
  block: number;
  blockHash: Hex;
  time: number;
  final: boolean;
}

/** A party found by a name: by which one, and whether it bears that name no longer. */
export interface NameHit {
  party: PartyRow;
  name: string;
  former: boolean;
}

/** A place in the order of {@link Reader.clocked}: the digits of the day, the registry sequence, and kind and id of the row. */
export interface ClockPlace {
  term: string;
  order: number;
  id: string;
}

/** The row of a registry as it has been since the end of block `since`. */
export interface RegistryVersion {
  since: number;
  row: RegistryRow;
}

export type ClockedAt = Clocked & { day: Day; place: ClockPlace };

/** The registry as it stood at one block. Reads never touch the chain. */
export interface Reader extends Rows {
  readonly point: ReadPoint;
  /** Unix seconds at which validity and terms are judged: of the point asked for, else of the clock. */
  readonly now: number;
  partyByIdentifier(scheme: string, value: string): Promise<PartyRow | undefined>;
  partiesByIdentifierValue(value: string): Promise<PartyRow[]>;
  /** By the exact name key, or also by similarity; the caller judges each hit by the published rule. */
  partiesByName(name: string, match: 'exact' | 'similar'): Promise<NameHit[]>;
  rightBySequence(sequence: number): Promise<RightRow | undefined>;
  rightsOfHolder(party: Hex): Promise<RightRow[]>;
  rightsByCertificate(certificateNumber: string): Promise<RightRow[]>;
  rightsBySerial(prefix: string, serial: bigint): Promise<RightRow[]>;
  rightTypes(): Promise<RightTypeRow[]>;
  /** Of each registry that was ever appointed all that its row has been, oldest first. */
  registryVersions(): Promise<RegistryVersion[][]>;
  interestsOfGrantor(party: Hex): Promise<InterestRow[]>;
  /** Every interest ever registered on the right, in the order of registration. */
  interestsOnRight(right: Hex): Promise<InterestRow[]>;
  /** Everything ever registered about the subject, oldest first: what its journal folds. */
  journal(subject: Subject): Promise<RegistryEvent[]>;
  /** The block of the registration with this number; undefined if there is no notice of it. */
  blockOf(sequence: number): Promise<number | undefined>;
  /**
   * Rows whose clocks are reckoned from the days [from, to], in this order; candidates, each once for each of its days.
   * @param start goes on there, that row included
   */
  clocked(days: { from: Day; to: Day }, start?: ClockPlace): AsyncIterable<ClockedAt>;
  /** The institution that the party is. */
  institutionOf(party: Hex): number | undefined;
}
