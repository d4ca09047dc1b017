import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCreateAddress } from 'ethers';
import { encodeKept, interfaceOf, type ContractName } from '../../api/chain/contracts.ts';
import { EmbeddedChain } from '../../api/chain/embedded.ts';
import { Keystore } from '../../api/chain/keystore.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';
import { finalReceipt, GOVERNANCE_KEY } from '../../deploy/deploy.ts';
import type { Genesis, GenesisInstitution } from '../../deploy/genesis.ts';
import { AccessManager } from '../../deploy/governance/access-manager.ts';
import { Governor, type GovernorOptions } from '../../deploy/governance/governor.ts';
import { readPolicies } from '../../deploy/policies.ts';
import { ensureDeployment, readDeployment } from '../../deploy/record.ts';
import { creationOf } from './successor.ts';

export const POLICIES = readPolicies(new URL('../../deploy/policies/right-types.json', import.meta.url));

const institution = (label: string, lei: string): GenesisInstitution => ({
  ...{ label, legalName: `示例 ${label}`, jurisdiction: 'CN', address: '' },
  identifiers: [{ scheme: 'LEI', value: lei }],
  ...{ capacities: ['secured-party'], duties: ['maker'], competentFor: [] },
});

export const BANK = institution('bank', '5493001KJTIIGC8Y1R12');
export const OTHER_BANK = institution('other-bank', 'OTHERBANK0SYNTHET187');
export const THIRD_BANK = institution('third-bank', 'THIRDBANK0SYNTHET114');

/** A registry on an embedded chain in a directory of its own, with a clock that a test moves. */
export class Governed {
  readonly directory: string;
  readonly chain: EmbeddedChain;
  readonly keystore: Keystore;
  #ahead = 0;

  private constructor(directory: string, chain: EmbeddedChain, keystore: Keystore) {
    this.directory = directory;
    this.chain = chain;
    this.keystore = keystore;
  }

  static async start(delays: Genesis['delays'], institutions = [BANK]): Promise<Governed> {
    const directory = mkdtempSync(join(tmpdir(), 'ludeng-governance-'));
    const clock: { now: () => number } = { now: () => Math.floor(Date.now() / 1000) };
    const chain = await EmbeddedChain.open({ directory: join(directory, 'chain'), now: () => clock.now() });
    const keystore = await Keystore.open({ directory: join(directory, 'keys'), chainId: chain.chainId });
    const plan = { genesis: { delays, institutions }, policies: POLICIES.slice(0, 2) };
    await ensureDeployment(directory, chain, keystore, () => Promise.resolve(plan));
    const governed = new Governed(directory, chain, keystore);
    clock.now = () => governed.now();
    return governed;
  }

  now(): number {
    return Math.floor(Date.now() / 1000) + this.#ahead;
  }

  pass(seconds: number): void {
    this.#ahead += seconds;
  }

  /** As a run of its own has it: it knows what is on disk and on the chain. */
  governor(options: Partial<GovernorOptions> = {}): Governor {
    const { directory, chain, keystore } = this;
    const deployment = readDeployment(directory)!;
    return new Governor({ directory, chain, keystore, deployment, now: () => this.now(), ...options });
  }

  /** Creates another contract of the name, which no one has appointed yet. */
  async create(name: ContractName): Promise<Hex> {
    const from = this.keystore.address(GOVERNANCE_KEY);
    const nonce = await this.chain.nonce(from);
    const { addresses } = readDeployment(this.directory)!;
    const creation = { nonce, data: creationOf(name, addresses), gasLimit: 16_000_000 };
    const hash = await this.chain.send(await this.keystore.signTransaction(GOVERNANCE_KEY, creation));
    if ((await finalReceipt(this.chain, hash)).status !== 1) throw new Error(`${name} was not created.`);
    return getCreateAddress({ from, nonce }).toLowerCase() as Hex;
  }

  /** The AccessManager as a program sees it that has no record and asks nothing of the registry. */
  manager(): AccessManager {
    return new AccessManager(this.chain, this.keystore, this.at('AccessManager'), GOVERNANCE_KEY);
  }

  at(name: ContractName): `0x${string}` {
    return readDeployment(this.directory)!.addresses[name];
  }

  /** What a contract answers, or the empty list if it refuses. */
  async read(contract: ContractName, method: string, ...args: unknown[]): Promise<unknown[]> {
    const data = encodeKept(contract, method, args);
    const answer = await this.chain.call({ to: this.at(contract), data }).catch(() => undefined);
    if (answer === undefined) return [];
    return [...interfaceOf(contract).decodeFunctionResult(method, answer)] as unknown[];
  }

  /** A directory for a run that has no record of what others planned. */
  elsewhere(): string {
    return mkdtempSync(join(this.directory, 'elsewhere-'));
  }

  file(name: string, content: unknown): string {
    const path = join(this.directory, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  /** A chain on which the run ends at its transaction number `count`: before it is sent, or when it is final. */
  breaking(when: 'before' | 'after', count = 1): Chain {
    let left = count;
    return new Proxy<Chain>(this.chain, {
      get: (target, property) => {
        const value = Reflect.get(target, property, target) as unknown;
        if (typeof value !== 'function') return value;
        const method = value.bind(target) as (...args: unknown[]) => unknown;
        if (property !== 'send') return method;
        return async (raw: `0x${string}`) => {
          left -= 1;
          if (left > 0) return target.send(raw);
          if (when === 'after') {
            const hash = await target.send(raw);
            while (!(await target.receipt(hash))) await new Promise((resolve) => setTimeout(resolve, 5));
          }
          throw new Error('the power is cut');
        };
      },
    });
  }

  async end(): Promise<void> {
    await this.chain.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
