import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Hex } from '../../../api/chain/types.ts';
import { Emitters } from '../../../api/indexer/emitters.ts';
import { IndexReader, pointOf } from '../../../api/read/index-reader.ts';
import { presentOf, registriesAt } from '../../../api/read/registries.ts';
import type { IndexStore } from '../../../api/store/index-store.ts';
import { APPOINTMENTS } from '../../../deploy/composition.ts';
import { TOPICS } from '../../../domain/registrations/events.ts';
import { MemoryRows } from '../../../domain/state/rows.ts';
import { ReorganisingRegistry } from '../../support/reorganising-registry.ts';

describe('a registry that succeeds another', function () {
  this.timeout(120_000);
  let folder: string;
  let registry: ReorganisingRegistry;
  let index: IndexStore;
  let names = 0;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ludeng-succession-'));
    registry = await ReorganisingRegistry.start(folder);
    index = await registry.index('index');
    await registry.grow(2);
    await registry.follow(index);
  });
  after(async () => {
    await index.close();
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const newName = () => `后继${++names}有限公司`;

  /** Hands in the change of the registry of parties. */
  async function succeed(): Promise<Hex> {
    const successor = await registry.create('Parties');
    await registry.appoint('Parties', successor);
    registry.at.Parties = successor;
    return successor;
  }

  async function expectSound(): Promise<void> {
    expect((await index.digest()).digest).to.equal(await registry.rebuilt());
    expect((await registry.audit(index)).mismatches).to.deep.equal([]);
  }

  const logsOf = async (address: Hex, block: number): Promise<number> => {
    const logs = await Array.fromAsync(index.logs(block, block));
    return logs.filter((log) => log.address === address).length;
  };

  it('is followed from its appointment on, the registrations of the same block included', async () => {
    const before = registry.at.Parties;
    const successor = await succeed();
    const party = await registry.enterParty(newName());
    await registry.mine();
    await registry.follow(index);
    const block = index.head!.number;
    expect(index.get('registry', successor)).to.deep.include({ name: 'Parties', dismissedAt: undefined });
    expect(index.get('party', party), 'registered behind the appointment').to.not.equal(undefined);
    expect(await logsOf(successor, block)).to.equal(1);
    expect(await logsOf(registry.at.Ledger, block)).to.equal(1);
    await registry.dismiss(before);
    await registry.mine();
    await registry.follow(index);
    expect(index.get('registry', before)!.dismissedAt).to.be.a('number');
    await expectSound();
  });

  it('leaves a history of where the registries were, as of any block', async () => {
    const last = index.head!.number;
    const of = (block: number) => new IndexReader(index, pointOf(index, last, { block }), 0);
    const parties = async (block: number) =>
      (await registriesAt(of(block))).filter(({ name }) => name === 'Parties');
    const [first, second, ...others] = await parties(last);
    expect(others).to.deep.equal([]);
    expect(first).to.deep.include({ version: 1, fromBlock: first!.fromBlock, toBlock: last });
    expect(second).to.deep.include({ address: registry.at.Parties, fromBlock: last - 1, toBlock: null });
    expect(await parties(last - 1)).to.deep.equal([{ ...first!, toBlock: null }, second]);
    expect(await parties(last - 2)).to.deep.equal([{ ...first!, toBlock: null }]);
    const present = presentOf(await registriesAt(of(last)));
    expect(present.get('Parties')).to.deep.equal(second);
    expect([...present.keys()]).to.have.members(Object.keys(APPOINTMENTS));
  });

  it('is followed through blocks that were read ahead of its appointment', async () => {
    await succeed();
    await registry.mine();
    const parties = [];
    for (let i = 0; i < 3; i++) {
      parties.push(await registry.enterParty(newName()));
      await registry.mine();
    }
    await registry.follow(index);
    for (const party of parties) expect(index.get('party', party)).to.not.equal(undefined);
    await expectSound();
  });

  it('is followed after a restart', async () => {
    await succeed();
    await registry.mine();
    await registry.follow(index);
    const party = await registry.enterParty(newName());
    await registry.mine();
    const follower = await registry.follower(index);
    await follower.advance();
    expect(index.get('party', party)).to.not.equal(undefined);
    await expectSound();
  });

  it('is unknown again where a reorganisation takes its appointment back, and is followed when it is appointed anew', async () => {
    const follower = await registry.follower(index);
    const successor = await registry.create('Parties');
    const predecessor = registry.at.Parties;
    const snapshot = await registry.snapshot();
    await registry.appoint('Parties', successor);
    registry.at.Parties = successor;
    const abandoned = await registry.enterParty(newName());
    await registry.mine();
    await follower.advance();
    expect(index.get('party', abandoned)).to.not.equal(undefined);

    await registry.takeBack(snapshot);
    registry.at.Parties = predecessor;
    const kept = await registry.enterParty(newName());
    await registry.mine();
    await registry.mine();
    for (let head; head?.hash !== index.head!.hash;) head = await follower.advance();
    expect(index.get('registry', successor)).to.equal(undefined);
    expect(index.get('party', abandoned)).to.equal(undefined);
    expect(index.get('party', kept)).to.not.equal(undefined);
    await expectSound();

    await registry.appoint('Parties', successor);
    registry.at.Parties = successor;
    const later = await registry.enterParty(newName());
    await registry.mine();
    await follower.advance();
    expect(index.get('registry', successor)).to.deep.include({ name: 'Parties', dismissedAt: undefined });
    expect(index.get('party', later)).to.not.equal(undefined);
    await expectSound();
  });
});

describe('what is entered of a log', () => {
  const LEDGER: Hex = `0x${'11'.repeat(20)}`;
  const REGISTRY: Hex = `0x${'22'.repeat(20)}`;
  const watching: Hex[] = [];
  const emitters = new Emitters(
    { watch: (...addresses) => void watching.push(...addresses) },
    [LEDGER],
    [REGISTRY],
  );
  const log = (address: Hex, topic: Hex = TOPICS.PartyRegistered) => ({
    ...{ address, topics: [topic], data: '0x' as Hex, blockNumber: 1, blockHash: TOPICS.PartyRegistered },
    ...{ transactionHash: TOPICS.PartyRegistered, transactionIndex: 0, logIndex: 0 },
  });
  const rowsWith = (dismissedAt: number | undefined): MemoryRows => {
    const rows = new MemoryRows();
    const appointment = { name: 'Parties', version: 1, subjects: 1, facts: 0n, appointedAt: 1, dismissedAt };
    rows.apply([{ kind: 'registry', id: REGISTRY, row: { address: REGISTRY, ...appointment } }]);
    return rows;
  };

  it('depends on whether its contract is appointed there, watched or not', () => {
    expect(watching).to.deep.equal([LEDGER, REGISTRY]);
    expect(emitters.hears(log(REGISTRY), new MemoryRows()), 'before').to.equal(false);
    expect(emitters.hears(log(REGISTRY), rowsWith(undefined)), 'while').to.equal(true);
    expect(emitters.hears(log(REGISTRY), rowsWith(2)), 'after').to.equal(false);
    expect(emitters.hears(log(LEDGER), new MemoryRows())).to.equal(true);
  });

  it('is nothing if it appoints and is not of the Ledger', () => {
    const appointment = log(REGISTRY, TOPICS.RegistryAppointed);
    expect(emitters.hears(appointment, rowsWith(undefined))).to.equal(false);
    const block = { number: 1, hash: '0x' as Hex, parentHash: '0x' as Hex, time: 1, logs: [appointment] };
    expect(emitters.discover(block)).to.equal(false);
  });
});
