import { expect } from 'chai';
import { exactNameKey, similarityGrams } from '../../../domain/identity/names.ts';
import { foldAll } from '../../domain/history.ts';
import type { RowKind } from '../../../domain/state/rows.ts';
import { UndoExhaustedError } from '../../../api/store/errors.ts';
import { IndexStore, UNDO_DEPTH } from '../../../api/store/index-store.ts';
import { terms } from '../../../domain/registrations/indexes.ts';
import { catchUp, collect, failure, temporaryFolder } from '../../support/indexes.ts';
import { Random } from '../../support/synthetic/random.ts';
import { SyntheticChain } from '../../support/synthetic-chain.ts';

const KINDS: RowKind[] = ['institution', 'key', 'rightType', 'party', 'right', 'interest'];

describe('the index', () => {
  const folder = temporaryFolder();
  let chain: SyntheticChain;
  let store: IndexStore;
  beforeEach(async () => {
    chain = new SyntheticChain({ seed: 3 });
    chain.mine(40, 6);
    store = await IndexStore.open(folder(), chain.identity);
    await catchUp(store, chain);
  });
  afterEach(() => store.close());

  it('knows its head, also after it was closed', async () => {
    const { number, hash, parentHash, time } = chain.tip;
    const events = chain.blocks.flatMap(({ logs }) => logs).length;
    expect(store.head).to.include({ number, hash, parentHash, time, events });
    const { head } = store;
    await store.close();
    store = await IndexStore.open(folder(), chain.identity);
    expect(store.head).to.deep.equal(head);
  });

  it('has every row as the reducer alone computes it, as of any block', async () => {
    const random = new Random(9);
    const ends = chain.rowsAt(chain.tip.number);
    for (const block of [0, 1, chain.tip.number, ...Array.from({ length: 8 }, () => random.below(40))]) {
      const rows = chain.rowsAt(block);
      for (const kind of KINDS) {
        const expected = rows.all(kind);
        expect(await collect(store.rowsAsOf(kind, block))).to.have.deep.members(expected);
        for (const row of ends.all(kind)) {
          const id = idOf(row);
          expect(store.rowAt(kind, id, block)).to.deep.equal(rows.get(kind, id));
        }
      }
    }
  });

  it('finds the block of a time, the last where blocks share a second', () => {
    for (const time of chain.blocks.flatMap((block) => [block.time - 1, block.time, block.time + 1])) {
      const expected = chain.blocks.findLast((block) => block.time <= time);
      expect(store.blockAtTime(time)?.number).to.equal(expected?.number);
    }
  });

  it('has the complete journal of every subject as of any block', async () => {
    for (const block of [5, chain.tip.number]) {
      for (const kind of ['party', 'right', 'interest'] as const) {
        for (const { id, journal } of chain.rowsAt(block).all(kind)) {
          expect(foldAll(await collect(store.journal({ kind, id }, block)))).to.equal(journal);
        }
      }
    }
  });

  it('gives every log back as it was, in order', async () => {
    expect(await collect(store.logs(0, 40))).to.deep.equal(chain.blocks.flatMap(({ logs }) => logs));
    expect(await collect(store.logs(7, 7))).to.deep.equal(chain.blocks[7]!.logs);
  });

  it('has a notice for every registration, in order of sequence, whatever the page', async () => {
    const all = await store.notices({ limit: 10_000 });
    expect(all.map(({ sequence }) => sequence)).to.deep.equal(all.map((_, i) => i + 1));
    expect(store.head?.sequence).to.equal(all.length);
    const pages = [];
    for (
      let after = 0, page;
      (page = await store.notices({ after, limit: 7 })).length > 0;
      after = page.at(-1)!.sequence
    ) {
      pages.push(...page);
    }
    expect(pages).to.deep.equal(all);
    const latest = await store.notices({ limit: 5, reverse: true });
    expect(latest).to.deep.equal(all.slice(-5).reverse());
    const { sequence } = latest.at(-1)!;
    expect(await store.notices({ after: sequence, limit: 5, reverse: true })).to.deep.equal(
      all.slice(-10, -5).reverse(),
    );
  });

  it('finds notices by kind, right, party, interest, and several of them', async () => {
    const all = await store.notices({ limit: 10_000 });
    for (const { kind, rights, parties, interest } of all.slice(-60)) {
      const [right] = rights;
      const [party] = parties;
      expect(await store.notices({ kind, limit: 10_000 })).to.deep.equal(
        all.filter((it) => it.kind === kind),
      );
      if (right) {
        const expected = all.filter((it) => it.rights.includes(right));
        expect(await store.notices({ right, limit: 10_000 })).to.deep.equal(expected);
      }
      if (party) {
        const expected = all.filter((it) => it.parties.includes(party) && it.kind === kind && it.block <= 30);
        expect(await store.notices({ party, kind, block: 30, limit: 10_000 })).to.deep.equal(expected);
      }
      if (interest) {
        const expected = all.filter((it) => it.interests.includes(interest));
        expect(await store.notices({ interest, limit: 10_000 })).to.deep.equal(expected);
      }
    }
  });

  it('finds parties by identifier, by every name they ever had, and by its grams', async () => {
    const parties = chain.rowsAt(chain.tip.number).all('party');
    expect(parties.some(({ formerNames }) => formerNames.length > 0)).to.be.true;
    for (const { id, identifiers, legalName, formerNames } of parties) {
      const { scheme, value } = identifiers[0]!;
      expect(await ids('party-by-identifier', terms.identifier(scheme, value))).to.deep.equal([id]);
      for (const name of [legalName, ...formerNames.map((it) => it.legalName)]) {
        expect(await ids('party-by-name', terms.name(exactNameKey(name)))).to.include(id);
        for (const gram of similarityGrams(name)) {
          expect(await ids('party-by-gram', terms.gram(gram))).to.include(id);
        }
      }
    }
  });

  it('finds rights by holder, certificate and serial number, in order of registration', async () => {
    const rights = chain.rowsAt(chain.tip.number).all('right');
    for (const { id, state, registration } of rights) {
      const ofHolder = rights.filter((it) => it.state.holder === state.holder).map((it) => it.id);
      expect(await ids('right-by-holder', state.holder)).to.deep.equal(ofHolder);
      expect(await ids('right-by-certificate', terms.certificate(registration.certificateNumber))).to.include(
        id,
      );
      const { prefix, first } = registration.serialBlocks[0]!;
      const from = terms.serial(prefix, first);
      const [hit] = await collect(
        store.find('right-by-serial', { from, below: terms.serial(prefix, 2n ** 128n - 1n) }, { limit: 1 }),
      );
      expect(hit?.id).to.equal(id);
    }
  });

  it('finds interests by grantor, right and the days that clocks are reckoned from', async () => {
    for (const { id, state } of chain.rowsAt(chain.tip.number).all('interest')) {
      expect(await ids('interest-by-grantor', state.grantor)).to.include(id);
      for (const right of state.rights) expect(await ids('interest-by-right', right)).to.include(id);
      const days = { from: terms.day(state.termTo), below: terms.day(state.termTo + 1) };
      const clocked = (await collect(store.find('clock-by-day', days))).map((hit) => hit.id);
      expect(clocked).to.include(`interest/${id}`);
    }
  });

  it('goes through an index page by page, in both directions', async () => {
    const holders = chain
      .rowsAt(chain.tip.number)
      .all('right')
      .map(({ state }) => state.holder);
    const held = (holder: string) => holders.filter((it) => it === holder).length;
    const term = holders.toSorted((a, b) => held(b) - held(a))[0]!;
    const all = await collect(store.find('right-by-holder', { term }));
    expect(all.length, 'more than a page').to.be.greaterThan(3);
    for (const reverse of [false, true]) {
      const expected = reverse ? all.toReversed() : all;
      const pages = [];
      for (
        let page = await collect(store.find('right-by-holder', { term }, { limit: 3, reverse }));
        page.length > 0;
      ) {
        pages.push(...page);
        page = await collect(
          store.find('right-by-holder', { term }, { limit: 3, reverse, after: page.at(-1)! }),
        );
      }
      expect(pages).to.deep.equal(expected);
    }
  });

  it('takes blocks back to exactly what it was, and says so of a block that is gone', async () => {
    const digests = new Map<number, string>();
    const second = await IndexStore.open(`${folder()}-second`, chain.identity);
    try {
      for (const block of chain.blocks) {
        await catchUp(second, chain, {}, block.number);
        digests.set(block.number, (await second.digest()).digest);
      }
    } finally {
      await second.close();
      await IndexStore.destroy(`${folder()}-second`);
    }
    for (const target of [40, 39, 30, 1, 0]) {
      await store.rollback(target);
      expect(store.head?.number).to.equal(target);
      expect((await store.digest()).digest).to.equal(digests.get(target));
    }
    expect(store.holds(chain.tip)).to.be.false;
    expect(store.holds(chain.blocks[0]!)).to.be.true;
  });

  it('refuses to go back further than it can, and changes nothing', async () => {
    chain.mine(UNDO_DEPTH, 0);
    await catchUp(store, chain);
    const { digest } = await store.digest();
    const error = await failure(store.rollback(39));
    expect(error).to.be.instanceOf(UndoExhaustedError);
    expect((await store.digest()).digest).to.equal(digest);
    await store.rollback(40);
    expect(store.head?.number).to.equal(40);
  });

  const ids = async (...query: [Parameters<IndexStore['find']>[0], string]): Promise<string[]> =>
    (await collect(store.find(query[0], { term: query[1] }))).map(({ id }) => id);
});

const idOf = (row: object): string => {
  const { id, address, code, number } = row as Record<string, string | number | undefined>;
  return String(id ?? address ?? code ?? number);
};
