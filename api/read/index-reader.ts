import type { Clocked } from '../../domain/time/alerts.ts';
import { dayOfInstant, type Day } from '../../domain/time/calendar.ts';
import { decodeLog, type RegistryEvent } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { IDENTIFIER_SCHEMES } from '../../domain/identity/identifiers.ts';
import { exactNameKey, isSimilar, similarityGrams } from '../../domain/identity/names.ts';
import type {
  InterestRow,
  PartyRow,
  RightRow,
  RightTypeRow,
  RowKind,
  RowTypes,
  Subject,
} from '../../domain/state/rows.ts';
import { Problem } from '../errors/problem.ts';
import type { AsOf } from '../kit/as-of.ts';
import type { IndexStore } from '../store/index-store.ts';
import { terms, type IndexName } from '../../domain/registrations/indexes.ts';
import type { ClockedAt, ClockPlace, NameHit, Reader, ReadPoint, RegistryVersion } from './reader.ts';

/** Candidates of one gram that are looked at; a name that is similar shares several grams. */
const MOST_CANDIDATES = 5_000;

/** Rows that a reader remembers: those of the fullest line and more, and not the whole registry where one reader goes through it. */
const MOST_REMEMBERED = 10_000;

/** Reads the index as of one block, also when later blocks arrive; a row is the same each time, and is read once. */
export class IndexReader implements Reader {
  readonly point: ReadPoint;
  readonly now: number;
  private readonly store: IndexStore;
  private readonly remembered = new Map<string, RowTypes[RowKind] | undefined>();

  constructor(store: IndexStore, point: ReadPoint, now: number) {
    this.store = store;
    this.point = point;
    this.now = now;
  }

  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    const key = `${kind}/${id}`;
    if (this.remembered.has(key)) return this.remembered.get(key) as RowTypes[K] | undefined;
    const row = this.store.rowAt(kind, id, this.point.block);
    if (this.remembered.size === MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, row);
    return row;
  }

  async partyByIdentifier(scheme: string, value: string): Promise<PartyRow | undefined> {
    const [party] = await this.rows('party-by-identifier', terms.identifier(scheme, value), 'party');
    return party;
  }

  async partiesByIdentifierValue(value: string): Promise<PartyRow[]> {
    const found = await Promise.all(
      IDENTIFIER_SCHEMES.map((scheme) => this.partyByIdentifier(scheme, value)),
    );
    return found.filter((party) => party !== undefined);
  }

  async partiesByName(name: string, match: 'exact' | 'similar'): Promise<NameHit[]> {
    const exact = await this.rows('party-by-name', terms.name(exactNameKey(name)), 'party');
    const similar = match === 'similar' ? await this.partiesSharingGrams(name) : [];
    const parties = new Map([...exact, ...similar].map((party) => [party.id, party]));
    const today = dayOfInstant(this.now);
    return [...parties.values()].flatMap((party) =>
      namesOf(party)
        .filter((hit) =>
          match === 'similar'
            ? isSimilar(name, hit.name, today)
            : exactNameKey(hit.name) === exactNameKey(name),
        )
        .map((hit) => ({ party, ...hit })),
    );
  }

  rightBySequence(sequence: number): Promise<RightRow | undefined> {
    return this.rightOfNotice(sequence);
  }

  async rightsOfHolder(party: Hex): Promise<RightRow[]> {
    const rows = await this.rows('right-by-holder', party, 'right');
    return rows.filter(({ state }) => state.holder === party);
  }

  async rightsByCertificate(certificateNumber: string): Promise<RightRow[]> {
    return this.rows('right-by-certificate', terms.certificate(certificateNumber), 'right');
  }

  async rightsBySerial(prefix: string, serial: bigint): Promise<RightRow[]> {
    const range = { from: terms.serial(prefix, serial), below: terms.serial(prefix, LAST_SERIAL) };
    const found: RightRow[] = [];
    for await (const { id } of this.store.find('right-by-serial', range, { limit: 100 })) {
      const row = this.get('right', id);
      const holds = row?.registration.serialBlocks.some(
        (block) => block.prefix === prefix && block.first <= serial && serial <= block.last,
      );
      if (row && holds) found.push(row);
    }
    return found;
  }

  rightTypes(): Promise<RightTypeRow[]> {
    return collect(this.store.rowsAsOf('rightType', this.point.block));
  }

  async registryVersions(): Promise<RegistryVersion[][]> {
    const { block } = this.point;
    const rows = await collect(this.store.rowsAsOf('registry', block));
    return rows.map(({ address }) => this.store.versions('registry', address, block));
  }

  async interestsOfGrantor(party: Hex): Promise<InterestRow[]> {
    return this.rows('interest-by-grantor', party, 'interest');
  }

  async interestsOnRight(right: Hex): Promise<InterestRow[]> {
    return this.rows('interest-by-right', right, 'interest');
  }

  async journal(subject: Subject): Promise<RegistryEvent[]> {
    const logs = await collect(this.store.journal(subject, this.point.block));
    return logs.map(decodeLog).filter((event) => event !== undefined);
  }

  async blockOf(sequence: number): Promise<number | undefined> {
    return (await this.noticeOf(sequence))?.block;
  }

  async *clocked({ from, to }: { from: Day; to: Day }, start?: ClockPlace): AsyncGenerator<ClockedAt> {
    if (start) yield* this.clockedAt(start);
    const range = { from: terms.day(from), below: terms.day(to + 1) };
    for await (const place of this.store.find('clock-by-day', range, start ? { after: start } : {})) {
      yield* this.clockedAt(place);
    }
  }

  institutionOf(party: Hex): number | undefined {
    const known = numbersIn(this.store);
    const remembered = known.get(party);
    if (remembered !== undefined && this.isInstitution(remembered, party)) return remembered;
    for (let number = 1; this.get('institution', String(number)); number++) {
      if (!this.isInstitution(number, party)) continue;
      known.set(party, number);
      return number;
    }
    return undefined;
  }

  private clockedAt(place: ClockPlace): ClockedAt[] {
    const [kind, id] = place.id.split('/') as [Clocked['kind'], string];
    const row = this.get(kind, id);
    return row ? [{ kind, row, day: Number(place.term), place } as ClockedAt] : [];
  }

  private isInstitution(number: number, party: Hex): boolean {
    return this.get('institution', String(number))?.party === party;
  }

  private async partiesSharingGrams(name: string): Promise<PartyRow[]> {
    const shared = new Map<string, number>();
    for (const gram of similarityGrams(name)) {
      for await (const { id } of this.store.find(
        'party-by-gram',
        { term: terms.gram(gram) },
        { limit: MOST_CANDIDATES },
      )) {
        shared.set(id, (shared.get(id) ?? 0) + 1);
      }
    }
    const best = [...shared].sort(([, a], [, b]) => b - a).slice(0, MOST_CANDIDATES);
    return best.flatMap(([id]) => this.get('party', id) ?? []);
  }

  private async rows<K extends RowKind>(index: IndexName, term: string, kind: K): Promise<RowTypes[K][]> {
    const hits = await collect(this.store.find(index, { term }));
    const ids = [...new Set(hits.map(({ id }) => id))];
    return ids.map((id) => this.get(kind, id)).filter((row) => row !== undefined);
  }

  private async rightOfNotice(sequence: number): Promise<RightRow | undefined> {
    const notice = await this.noticeOf(sequence);
    // Of a division two rights are concerned, and its number is that of the one that it made.
    return notice?.rights.map((id) => this.get('right', id)).find((row) => row?.sequence === sequence);
  }

  private async noticeOf(sequence: number) {
    const [notice] = await this.store.notices({ after: sequence - 1, limit: 1, block: this.point.block });
    return notice?.sequence === sequence ? notice : undefined;
  }
}

/** Which number a party has is asked on every request. Remembered, and still compared with the row, as a reorganisation may undo it. */
const numbersIn = (store: IndexStore): Map<Hex, number> => {
  const known = NUMBERS.get(store) ?? new Map<Hex, number>();
  NUMBERS.set(store, known);
  return known;
};

const NUMBERS = new WeakMap<IndexStore, Map<Hex, number>>();

const LAST_SERIAL = (1n << 128n) - 1n;

function namesOf(party: PartyRow): { name: string; former: boolean }[] {
  return [
    { name: party.legalName, former: false },
    ...party.formerNames.map(({ legalName }) => ({ name: legalName, former: true })),
  ];
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/**
 * The point that a request asks for.
 * @param finalized the highest final block
 * @throws Problem INDEX_BEHIND before the first block is indexed, INVALID_REQUEST for a point that the index does not have
 */
export function pointOf(store: IndexStore, finalized: number, asOf?: AsOf): ReadPoint {
  const { head } = store;
  if (!head) throw new Problem('INDEX_BEHIND');
  const block =
    asOf === undefined ? head : 'block' in asOf ? store.block(asOf.block) : store.blockAtTime(asOf.time);
  if (!block) {
    const message = `is not a point in the history of this registry, which ends at block ${head.number}`;
    throw new Problem('INVALID_REQUEST', {
      detail: `asOf ${message}.`,
      fields: [{ field: '/asOf', in: 'query', message }],
    });
  }
  return { block: block.number, blockHash: block.hash, time: block.time, final: block.number <= finalized };
}
