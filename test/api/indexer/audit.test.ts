import { expect } from 'chai';
import { audit } from '../../../api/indexer/audit.ts';
import { Database } from '../../../api/store/database.ts';
import { decode, encode } from '../../../api/store/codec.ts';
import { IndexStore } from '../../../api/store/index-store.ts';
import { rowKey, type Version } from '../../../api/store/row-table.ts';
import type { RowKind, RowTypes } from '../../../domain/state/rows.ts';
import { catchUp, temporaryFolder } from '../../support/indexes.ts';
import { SyntheticChain } from '../../support/synthetic-chain.ts';

describe('the audit of an index whose rows are damaged', () => {
  const folder = temporaryFolder();
  const chain = new SyntheticChain({ seed: 5 });
  chain.mine(10, 6);
  const rows = chain.rowsAt(10);

  /** What the audit finds after the row was changed behind the back of the index. */
  async function found<K extends RowKind>(
    kind: K,
    id: string,
    change: (row: RowTypes[K]) => Partial<RowTypes[K]>,
  ) {
    const location = `${folder()}/index`;
    const filled = await IndexStore.open(location, chain.identity);
    await catchUp(filled, chain);
    await filled.close();
    const database = await Database.open(location);
    const version = decode<Version<K>>(database.get(rowKey(kind, id))!);
    const row = { ...version.row, ...change(version.row) };
    await database.write(new Map([[rowKey(kind, id), encode({ ...version, row })]]));
    await database.close();
    const store = await IndexStore.open(location, chain.identity);
    try {
      const { mismatches } = await audit(store, 10, chain.ledgerReader());
      return mismatches.map((it) => `${it.what} of ${it.kind}`);
    } finally {
      await store.close();
    }
  }

  it('finds a right that another has', async () => {
    const [right, other] = rows.all('right');
    const change = ({ state }: RowTypes['right']) => ({
      state: { ...state, holder: rows.all('party').find(({ id }) => id !== state.holder)!.id },
    });
    expect(right!.id).to.not.equal(other!.id);
    expect(await found('right', right!.id, change)).to.deep.equal(['word of right']);
  });

  it('finds a key that acts too early', async () => {
    const [key] = rows.all('key');
    const change = ({ activeFrom }: RowTypes['key']) => ({ activeFrom: activeFrom - 1 });
    expect(await found('key', key!.address, change)).to.deep.equal(['fact of key']);
  });

  it('finds an identifier and a registrant that are not those of the party', async () => {
    const [party] = rows.all('party');
    const change = ({ registrant, identifiers }: RowTypes['party']) => ({
      registrant: registrant + 1,
      identifiers: [{ ...identifiers[0]!, value: 'X' }],
    });
    expect(await found('party', party!.id, change)).to.deep.equal(['fact of party', 'fact of identifier']);
  });

  it('finds a list with a leaf too many', async () => {
    const [list] = rows.all('list');
    const change = ({ word }: RowTypes['list']) => ({
      word: `${word.slice(0, -1)}${word.endsWith('0') ? '1' : '0'}` as const,
    });
    expect(await found('list', list!.id, change as never)).to.deep.equal(['word of list']);
  });
});
