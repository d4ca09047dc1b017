import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { getCreateAddress } from 'ethers';
import { Keystore } from '../../api/chain/keystore.ts';
import type { Hex } from '../../api/chain/types.ts';
import { createLogger } from '../../api/http/logger.ts';
import { ensureCredentials } from '../../api/node/credentials.ts';
import { startNode, type LudengNode } from '../../api/node/node.ts';
import { isSound, rebuildData } from '../../api/node/rebuild.ts';
import { apiKeyStore } from '../../api/node/stores.ts';
import { IndexReader, pointOf } from '../../api/read/index-reader.ts';
import { registriesAt } from '../../api/read/registries.ts';
import { parseConfig } from '../../api/settings/config.ts';
import { finalReceipt, GOVERNANCE_KEY } from '../../deploy/deploy.ts';
import { readGenesis } from '../../deploy/genesis.ts';
import { Governor } from '../../deploy/governance/governor.ts';
import type { OperationName } from '../../deploy/governance/operations.ts';
import { readPolicies } from '../../deploy/policies.ts';
import { partyBody, rightBody } from '../support/bodies.ts';
import {
  Registry,
  type Answer,
  type Party,
  type ProblemBody,
  type Proposal,
  type Right,
} from '../support/client.ts';
import { creationOf } from '../support/successor.ts';

const POLICIES = new URL('../../deploy/policies/right-types.json', import.meta.url);
const INSTITUTIONS = new URL('../../demo/institutions.json', import.meta.url);
const AT_ONCE = { admission: 0, policy: 0, succession: 0, administration: 0, key: 0 };

interface Restriction {
  number: string;
  status: string;
  until: string;
}

// A registry whose governance has no delays, so that the story need not wait. The steps build on each other.
describe('the succession of a registry, beside a service that goes on', function () {
  this.timeout(60_000);
  let data: string;
  let node: LudengNode;
  let registry: Registry;
  let predecessor: Hex;
  let successor: Hex;
  let right: Right;
  let freeze: Restriction;
  let earlier: { block: number; line: unknown; restriction: unknown };
  let texts = 0;

  const document = () => {
    const number = `决定${++texts}`;
    return { number, digest: `0x${createHash('sha256').update(number).digest('hex')}` };
  };
  const year = (ahead: number) => `${new Date().getUTCFullYear() + ahead}-06-30`;

  before('start the service', async () => {
    data = mkdtempSync(join(tmpdir(), 'ludeng-succession-'));
    await start();
    const authority = registry.as('authority');
    const holder = await authority.made<Party>('/v1/parties', partyBody('示例水务有限公司'));
    right = await authority.made<Right>('/v1/rights', rightBody(holder.id, '证1'));
    freeze = await registry.as('court').made<Restriction>(`/v1/rights/${right.id}/restrictions`, {
      ...{ kind: 'judicial-freeze', until: year(1), order: document(), quantity: '300' },
    });
    earlier = await stateAt(node.index.head!.number);
  });
  after(async () => {
    await node.close();
    rmSync(data, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    node = await startNode({
      config: parseConfig({}, { data, port: 0 }),
      logger: createLogger('silent'),
      version: 'test',
      plan: async () => ({
        genesis: { ...readGenesis(INSTITUTIONS), delays: AT_ONCE },
        policies: readPolicies(POLICIES),
      }),
      checkReplies: true,
    });
    const keys = apiKeyStore(node.durable);
    const path = join(data, 'credentials.json');
    registry = new Registry(node.url, await ensureCredentials(path, node.deployment.genesis, keys));
  }

  const stateAt = async (block: number) => {
    const reading = registry.as('bankA');
    const line = await reading.read(`/v1/rights/${right.id}/line?asOf=${block}`);
    const restriction = await reading.read(`/v1/restrictions/${freeze.number}?asOf=${block}`);
    return { block, line, restriction };
  };

  const openKeystore = () =>
    Keystore.open({
      ...{ directory: join(data, 'keys'), chainId: node.chain.chainId, passphrase: undefined },
    });

  /** Without a delay it is executed when it is scheduled. */
  async function govern(name: OperationName, ...args: string[]): Promise<void> {
    const { chain, deployment } = node;
    const governor = new Governor({ directory: data, chain, keystore: await openKeystore(), deployment });
    const [operation] = await governor.schedule(name, args);
    expect(operation?.state).to.equal('executed');
    await node.indexer.waitFor((await chain.head()).number);
  }

  async function createSuccessor(): Promise<Hex> {
    const { chain, deployment } = node;
    const keystore = await openKeystore();
    const from = keystore.address(GOVERNANCE_KEY);
    const nonce = await chain.nonce(from);
    const creation = { nonce, data: creationOf('Restrictions', deployment.addresses), gasLimit: 16_000_000 };
    const hash = await chain.send(await keystore.signTransaction(GOVERNANCE_KEY, creation));
    expect((await finalReceipt(chain, hash)).status).to.equal(1);
    return getCreateAddress({ from, nonce }).toLowerCase() as Hex;
  }

  const restrictions = async () => {
    const reader = new IndexReader(node.index, pointOf(node.index, 0), 0);
    return (await registriesAt(reader)).filter(({ name }) => name === 'Restrictions');
  };

  /** Which contracts made the registrations of the last block. */
  const lastEmitters = async () => {
    const { number } = node.index.head!;
    return (await Array.fromAsync(node.index.logs(number, number))).map(({ address }) => address);
  };

  const transferAll = async () => {
    const authority = registry.as('authority');
    const buyer = await authority.made<Party>('/v1/parties', partyBody(`受让人${++texts}有限公司`));
    return authority.post<ProblemBody>(`/v1/rights/${right.id}/transfers`, {
      ...{ to: buyer.id, cause: 'transfer', evidence: { digest: document().digest } },
      approval: { digest: document().digest },
    });
  };
  const prolong = (until: string) =>
    registry.as('court').post<Restriction & ProblemBody>(`/v1/restrictions/${freeze.number}/prolongations`, {
      ...{ until, order: document() },
    });
  const expectCode = ({ status, body }: Answer<ProblemBody>, code: string, wanted: number) =>
    expect([status, body.code], JSON.stringify(body)).to.deep.equal([wanted, code]);

  it('is known to the index as soon as the Ledger has it', async () => {
    predecessor = node.deployment.addresses.Restrictions;
    successor = await createSuccessor();
    await govern('appoint', 'Restrictions', successor);
    const appointed = node.index.head!.number;
    await govern('dismiss', predecessor);
    expect(await restrictions()).to.deep.equal([
      {
        ...{ name: 'Restrictions', version: 1, address: predecessor },
        ...{ fromBlock: (await restrictions())[0]!.fromBlock, toBlock: node.index.head!.number },
      },
      { name: 'Restrictions', version: 1, address: successor, fromBlock: appointed, toBlock: null },
    ]);
  });

  it('leaves what the predecessor registered: its freeze still binds', async () => {
    expectCode(await transferAll(), 'UNITS_BOUND', 409);
  });

  it('has the successor prolong what the predecessor registered', async () => {
    const { status, body } = await prolong(year(2));
    expect(status, JSON.stringify(body)).to.equal(201);
    expect(await lastEmitters()).to.deep.equal([successor]);
    const { until } = await registry.as('bankA').read<Restriction>(`/v1/restrictions/${freeze.number}`);
    expect(until).to.equal(year(2));
  });

  it('has the successor lift it, by an approval that names the successor', async () => {
    const path = `/v1/restrictions/${freeze.number}/lifts`;
    const { body } = await registry.as('court').post<Proposal>(path, { order: document() });
    const approved = await registry.as('court', 'checker').post(`/v1/proposals/${body.id}/approve`);
    expect(approved.status, JSON.stringify(approved.body)).to.equal(201);
    expect(await lastEmitters()).to.deep.equal([successor]);
    expectCode(await prolong(year(2)), 'RESTRICTION_ENDED', 409);
    expect((await transferAll()).status).to.equal(201);
  });

  it('changes nothing of what was before', async () => {
    expect(await stateAt(earlier.block)).to.deep.equal(earlier);
  });

  it('refuses with a reason while no contract is appointed, and goes on with the next', async () => {
    const path = `/v1/rights/${right.id}/restrictions`;
    const body = { kind: 'judicial-freeze', until: year(1), order: document(), quantity: '10' };
    await govern('dismiss', successor);
    const refused = await registry.as('court').post<ProblemBody>(path, body);
    expectCode(refused, 'REGISTRY_NOT_APPOINTED', 503);
    expect(refused.body).to.deep.include({ registry: 'Restrictions' });
    await govern('appoint', 'Restrictions', successor);
    freeze = await registry.as('court').made<Restriction>(path, body);
    expect(await lastEmitters()).to.deep.equal([successor]);
  });

  it('is the same after a restart', async () => {
    const history = await restrictions();
    expect(history.map(({ address }) => address)).to.deep.equal([predecessor, successor, successor]);
    await node.close();
    await start();
    expect(await restrictions()).to.deep.equal(history);
    expect((await prolong(year(2))).status).to.equal(201);
    expect(await lastEmitters()).to.deep.equal([successor]);
  });

  it('is found again by a rebuild from the log of the Ledger', async () => {
    await node.close();
    const report = await rebuildData(data, { progress: () => undefined });
    expect(isSound(report), JSON.stringify(report)).to.equal(true);
    expect(report.before?.digest).to.equal(report.after.digest);
    expect(report.audit.facts).to.be.above(10);
  });
});
