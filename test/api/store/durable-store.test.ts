import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DurableStore } from '../../../api/store/durable-store.ts';
import { StoreCorruptError, StoreLockedError } from '../../../api/store/errors.ts';
import { digits } from '../../../domain/registrations/indexes.ts';
import { collect, failure, temporaryFolder } from '../../support/indexes.ts';

interface Letter {
  to: string;
  at: number;
  amount: bigint;
  answer: string | undefined;
}

const TERMS = { to: (letter: Letter) => [{ term: letter.to, order: digits(letter.at, 6) }] };

describe('the journal', () => {
  const folder = temporaryFolder();
  let store: DurableStore;
  const location = (): string => join(folder(), 'journal');
  const letters = () => store.table<Letter, typeof TERMS>('operation', TERMS);
  const letter = (to: string, at: number, amount = 1n): Letter => ({ to, at, amount, answer: undefined });
  beforeEach(async () => (store = await DurableStore.open(location())));
  afterEach(() => store.close());

  async function reopen(): Promise<void> {
    await store.close();
    store = await DurableStore.open(location());
  }

  it('keeps what was put, exactly, across a restart', async () => {
    await letters().put('a', letter('bank', 1, 2n ** 80n));
    await reopen();
    expect(letters().get('a')).to.deep.equal(letter('bank', 1, 2n ** 80n));
    expect(letters().get('b')).to.equal(undefined);
  });

  it('shows at once what is not yet on the disk', async () => {
    const done = letters().put('a', letter('bank', 1));
    expect(letters().get('a')).to.deep.equal(letter('bank', 1));
    await done;
    expect(letters().get('a')).to.deep.equal(letter('bank', 1));
  });

  it('finds values by their terms, in order, and no longer by those that they had', async () => {
    await Promise.all([
      letters().put('x', letter('bank', 3)),
      letters().put('y', letter('bank', 1)),
      letters().put('z', letter('court', 2)),
    ]);
    expect(await idsOf('bank')).to.deep.equal(['y', 'x']);
    await letters().put('y', letter('court', 1));
    expect(await idsOf('bank')).to.deep.equal(['x']);
    expect(await idsOf('court')).to.deep.equal(['y', 'z']);
    await letters().delete('z');
    expect(await idsOf('court')).to.deep.equal(['y']);
    expect(await idsOf('cour')).to.deep.equal([]);
    await reopen();
    expect(await idsOf('court')).to.deep.equal(['y']);
  });

  it('lists by id, page by page, in both directions', async () => {
    for (const id of ['1', '2', '3']) await letters().put(id, letter('bank', 1));
    const list = async (options: object) => (await collect(letters().list(options))).map(([id]) => id);
    expect(await list({})).to.deep.equal(['1', '2', '3']);
    expect(await list({ after: '1', limit: 1 })).to.deep.equal(['2']);
    expect(await list({ after: '3', reverse: true })).to.deep.equal(['2', '1']);
    expect(await letters().lastId()).to.equal('3');
  });

  it('keeps tables apart', async () => {
    await letters().put('a', letter('bank', 1));
    expect(store.table<Letter>('proposal').get('a')).to.equal(undefined);
    expect(await store.table<Letter>('proposal').lastId()).to.equal(undefined);
  });

  it('writes several tables together', async () => {
    const answers = store.table<{ status: number }>('idempotency');
    await store.atomically(() => {
      void letters().put('a', letter('bank', 1));
      void answers.put('k', { status: 201 });
    });
    await reopen();
    expect(letters().get('a')?.to).to.equal('bank');
    expect(store.table<{ status: number }>('idempotency').get('k')).to.deep.equal({ status: 201 });
  });

  it('keeps the order of many writes to one id', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, at) => letters().put('a', letter(`bank ${at}`, at))));
    await reopen();
    expect(letters().get('a')?.at).to.equal(199);
    expect(await idsOf('bank 198')).to.deep.equal([]);
    expect(await idsOf('bank 199')).to.deep.equal(['a']);
  });

  it('is open to one process at a time', async () => {
    expect(await failure(DurableStore.open(location()))).to.be.instanceOf(StoreLockedError);
  });

  it('never begins anew in the place of a journal that is lost', async () => {
    await letters().put('a', letter('bank', 1));
    await store.close();
    rmSync(location(), { recursive: true });
    expect(await failure(DurableStore.open(location()))).to.be.instanceOf(StoreCorruptError);
    rmSync(`${location()}.exists`);
    store = await DurableStore.open(location());
  });

  const idsOf = async (to: string): Promise<string[]> =>
    (await collect(letters().listBy('to', to))).map(([id]) => id);
});
