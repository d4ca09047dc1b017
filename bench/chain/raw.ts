import { join } from 'node:path';
import { RegistryCalls, type Call } from '../../api/chain/calls.ts';
import { EmbeddedChain } from '../../api/chain/embedded.ts';
import { Keystore } from '../../api/chain/keystore.ts';
import { keyLabel } from '../../api/chain/signer.ts';
import type { Hex } from '../../api/chain/types.ts';
import { demoGenesis } from '../../demo/genesis.ts';
import { readPolicies } from '../../deploy/policies.ts';
import { ensureDeployment, type Deployment } from '../../deploy/record.ts';
import { textToFixed } from '../../domain/encoding/abi.ts';
import type { RightRegistrationFields } from '../../domain/registrations/events.ts';
import { partyIdOf } from '../../domain/encoding/ids.ts';

const AUTHORITY = keyLabel('authority', 'maker');
const HOLDER = { scheme: 'USCC', value: '91440101MA5BENCH01' };

/** The embedded chain with the registry on it and nothing else: no HTTP, no outbox, no index. */
export class RawChain {
  readonly chain: EmbeddedChain;
  readonly deployment: Deployment;
  readonly #keystore: Keystore;
  readonly #calls: RegistryCalls;
  #nonce = 0;
  #rights = 0;

  private constructor(chain: EmbeddedChain, deployment: Deployment, keystore: Keystore) {
    this.chain = chain;
    this.deployment = deployment;
    this.#keystore = keystore;
    this.#calls = new RegistryCalls(deployment.addresses, deployment.chainId);
  }

  static async start(directory: string): Promise<RawChain> {
    const chain = await EmbeddedChain.open({ directory: join(directory, 'chain') });
    const { chainId } = chain;
    const keystore = await Keystore.open({ directory: join(directory, 'keys'), chainId });
    const policies = readPolicies(new URL('../../deploy/policies/right-types.json', import.meta.url));
    const deployment = await ensureDeployment(directory, chain, keystore, async () => ({
      genesis: demoGenesis(),
      policies,
    }));
    chain.watch(...Object.values(deployment.addresses));
    const it = new RawChain(chain, deployment, keystore);
    const identifiers = [{ scheme: textToFixed(HOLDER.scheme, 8), value: HOLDER.value }];
    const record = { legalName: '基准测试公司', jurisdiction: 'CN', registeredAddress: '', identifiers };
    await it.sent([await it.#signed(it.#calls.registerParty(record))]);
    return it;
  }

  /** Signed transactions that register `each` rights. */
  async registrations(count: number, each = 1): Promise<Hex[]> {
    const raws: Hex[] = [];
    for (let i = 0; i < count; i++) {
      const rights = Array.from({ length: each }, () => this.#right());
      raws.push(await this.#signed(this.#calls.registerRights(rights)));
    }
    return raws;
  }

  /** Hands the transactions in and waits until the block of the last is on disk. */
  async sent(raws: readonly Hex[]): Promise<void> {
    const hashes = await Promise.all(raws.map((raw) => this.chain.send(raw)));
    const last = hashes.at(-1);
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const look = async () => {
      const receipt = last && (await this.chain.receipt(last));
      if (receipt?.status === 0) reject(new Error('a registration was refused'));
      if (receipt) resolve(undefined);
    };
    const unsubscribe = this.chain.onHead(() => void look().catch(reject));
    void look().catch(reject);
    await promise.finally(unsubscribe);
  }

  async #signed(call: Call): Promise<Hex> {
    return this.#keystore.signTransaction(AUTHORITY, { nonce: this.#nonce++, ...call });
  }

  #right(): RightRegistrationFields {
    return {
      ...{ holder: partyIdOf(HOLDER), typeCode: textToFixed('WTR', 8), acquisition: 2, vintage: 0 },
      ...{ validFrom: 19_723, validTo: 30_680, quantity: 1_000n, region: 'CN-44' },
      certificateNumber: `基准-${String(++this.#rights).padStart(8, '0')}`,
      referencePrice: { value: 0n, decimals: 0, currency: textToFixed('', 3), day: 0, source: '' },
      serialBlocks: [],
      evidence: [],
    };
  }
}

export interface RawThroughput {
  /** Transactions a second when many are pending. */
  gathered: number;
  /** Transactions a second when each waits for the block of the one before. */
  single: number;
}

export async function rawThroughput(directory: string, count: number): Promise<RawThroughput> {
  const raw = await RawChain.start(directory);
  try {
    await raw.sent(await raw.registrations(50));
    const one = await raw.registrations(count / 10);
    const many = await raw.registrations(count);
    const single = await timed(async () => {
      for (const it of one) await raw.sent([it]);
    });
    const gathered = await timed(() => raw.sent(many));
    return { gathered: many.length / gathered, single: one.length / single };
  } finally {
    await raw.chain.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
