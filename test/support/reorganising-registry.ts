import type { Arguments } from '../../api/chain/typed-calls.ts';
import { join } from 'node:path';
import { getCreateAddress } from 'ethers';
import { startAnvil, type Anvil } from '../../api/chain/anvil.ts';
import { RegistryCalls, type Call } from '../../api/chain/calls.ts';
import { encodeCall, encodeKept, type ContractName } from '../../api/chain/contracts.ts';
import { Keystore } from '../../api/chain/keystore.ts';
import { RpcChain } from '../../api/chain/rpc-chain.ts';
import { keyLabel, type UnsignedTransaction } from '../../api/chain/signer.ts';
import type { Hex } from '../../api/chain/types.ts';
import { audit, type Audit } from '../../api/indexer/audit.ts';
import { Follower, type Rollback } from '../../api/indexer/follower.ts';
import { rebuild } from '../../api/indexer/rebuild.ts';
import { IndexStore } from '../../api/store/index-store.ts';
import type { IndexIdentity } from '../../api/store/identity.ts';
import { appointing, dismissing } from '../../deploy/governance/appointments.ts';
import { addressesOf, BOOTSTRAP_KEY, deploy, GOVERNANCE_KEY, type Addresses } from '../../deploy/deploy.ts';
import type { Genesis } from '../../deploy/genesis.ts';
import { readPolicies } from '../../deploy/policies.ts';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { INTEREST_KINDS, SUBJECT_KINDS } from '../../domain/encoding/codes.ts';
import { partyIdOf, rightIdOf } from '../../domain/encoding/ids.ts';
import { FACT_KINDS } from '../../domain/state/facts.ts';
import { take } from '../../domain/line/ranks.ts';
import { usccOf } from './bodies.ts';
import { creationOf } from './successor.ts';

const CHAIN_ID = 31_337;
const AUTHORITY = 1;
const BANK = 2;
const NO_DELAYS = { admission: 0, policy: 0, succession: 0, administration: 0, key: 0 };

const institution = (
  label: string,
  capacity: 'registration-authority' | 'secured-party',
  types: string[],
) => ({
  label,
  legalName: label,
  jurisdiction: 'CN-GD',
  address: '',
  identifiers: [{ scheme: 'USCC' as const, value: usccOf(label) }],
  capacities: [capacity],
  duties: ['maker' as const],
  competentFor: types,
});

const GENESIS: Genesis = {
  delays: NO_DELAYS,
  institutions: [
    institution('authority', 'registration-authority', ['WTR']),
    institution('bank', 'secured-party', []),
  ],
};

const nothing = (): undefined => undefined;

interface Parts {
  folder: string;
  anvil: Anvil;
  chain: RpcChain;
  keystore: Keystore;
  addresses: Addresses;
  identity: IndexIdentity;
  witness: IndexStore;
}

/** The real contracts on a real engine whose blocks can be taken back, with an index that follows every block. */
export class ReorganisingRegistry {
  private readonly parts: Parts;
  private readonly calls: RegistryCalls;
  /** Where registrations go: a test puts the address of a successor here. */
  readonly at: Addresses;
  private made = 0;

  private constructor(parts: Parts) {
    this.parts = parts;
    this.at = { ...parts.addresses };
    this.calls = new RegistryCalls(this.at, CHAIN_ID);
  }

  static async start(folder: string): Promise<ReorganisingRegistry> {
    const timestamp = Math.floor(Date.now() / 1000) - 3_600;
    const anvil = await startAnvil({
      ...{ chainId: CHAIN_ID, timestamp, hardfork: 'prague', blockGasLimit: 30_000_000 },
      runDirectory: join(folder, 'run'),
    });
    const { rpc } = anvil;
    const keystore = await Keystore.open({ directory: join(folder, 'keys'), chainId: CHAIN_ID });
    for (const label of [BOOTSTRAP_KEY, GOVERNANCE_KEY, 'authority/maker', 'bank/maker']) {
      await keystore.ensure(label);
    }
    const policies = readPolicies(new URL('../../deploy/policies/right-types.json', import.meta.url));
    const deploying = await RpcChain.open({ rpc, chainId: CHAIN_ID, finality: 'immediate' });
    const mining = setInterval(() => void rpc.request('evm_mine', []), 10);
    await deploy(deploying, keystore, { genesis: GENESIS, policies, now: timestamp });
    clearInterval(mining);
    const addresses = addressesOf(keystore.address(BOOTSTRAP_KEY));
    // No block of the test is ever final: taking back what was is another matter.
    const chain = await RpcChain.open({ rpc, chainId: CHAIN_ID, finality: { depth: 1_000 } });
    const genesisHash = (await chain.block(0))!.hash;
    const identity = { chainId: CHAIN_ID, genesisHash, ledger: addresses.Ledger };
    const witness = await IndexStore.open(join(folder, 'witness'), identity);
    return new ReorganisingRegistry({ chain, folder, anvil, keystore, addresses, identity, witness });
  }

  async close(): Promise<void> {
    await this.parts.witness.close();
    await this.parts.chain.close();
    await this.parts.anvil.stop();
  }

  /** An index of this chain, still empty. */
  index(name: string): Promise<IndexStore> {
    return IndexStore.open(join(this.parts.folder, name), this.parts.identity);
  }

  /** As a run of its own has it: nobody watches anything on its connection before. */
  async follower(store: IndexStore, onRollback: (rollback: Rollback) => void = nothing): Promise<Follower> {
    const watched = [this.parts.addresses.Ledger];
    return new Follower({ chain: await this.connect(), store, watched }, nothing, onRollback);
  }

  /** Brings an index to the head of the chain, wherever the chain has gone, and tells what had to be taken back. */
  async follow(store: IndexStore): Promise<Rollback[]> {
    const rollbacks: Rollback[] = [];
    const follower = await this.follower(store, (it) => rollbacks.push(it));
    for (;;) {
      const { hash } = await follower.advance();
      if (store.head?.hash === hash) return rollbacks;
    }
  }

  /** A point that the chain can be taken back to, once. */
  snapshot(): Promise<Hex> {
    return this.parts.anvil.rpc.request<Hex>('evm_snapshot', []);
  }

  /** Takes back every block since. */
  async takeBack(snapshot: Hex): Promise<void> {
    if (!(await this.parts.anvil.rpc.request<boolean>('evm_revert', [snapshot]))) {
      throw new Error('not taken back');
    }
  }

  /** Blocks with a party, a right of it and, from the second one on, a pledge of an earlier right that may already bear some. */
  async grow(blocks: number): Promise<void> {
    for (let i = 0; i < blocks; i++) {
      await this.follow(this.parts.witness);
      const name = `示例${++this.made}有限公司`;
      const identifier = { scheme: 'USCC', value: usccOf(name) };
      const [bankNonce, nonce] = [await this.nonceOf('bank'), await this.nonceOf('authority')];
      const pledge = await this.pledge(`合同${this.made}`);
      await this.send('authority', nonce, this.registerParty(name, identifier));
      await this.send('authority', nonce + 1, this.registerRight(partyIdOf(identifier), `证${this.made}`));
      if (pledge) await this.send('bank', bankNonce, pledge);
      await this.mine();
    }
  }

  /** Creates a second contract of the name, in a block of its own. */
  async create(name: ContractName): Promise<Hex> {
    const from = this.parts.keystore.address(GOVERNANCE_KEY);
    const nonce = await this.parts.chain.nonce(from);
    await this.sign(GOVERNANCE_KEY, {
      nonce,
      data: creationOf(name, this.parts.addresses),
      gasLimit: 16_000_000,
    });
    await this.mine();
    return getCreateAddress({ from, nonce }).toLowerCase() as Hex;
  }

  /** Hands in an appointment; the next block has it. */
  appoint(name: ContractName, registry: Hex): Promise<void> {
    return this.govern(appointing(name, registry));
  }

  dismiss(registry: Hex): Promise<void> {
    return this.govern(dismissing(registry));
  }

  /** Hands in the registration of a party that is new. @returns its id */
  async enterParty(name: string): Promise<Hex> {
    const identifier = { scheme: 'USCC', value: usccOf(name) };
    await this.send('authority', await this.nonceOf('authority'), this.registerParty(name, identifier));
    return partyIdOf(identifier);
  }

  mine(): Promise<unknown> {
    return this.parts.anvil.rpc.request('evm_mine', []);
  }

  async rebuilt(): Promise<string> {
    const { folder, identity, addresses } = this.parts;
    const watched = [addresses.Ledger];
    const location = join(folder, 'rebuilt');
    return (await rebuild({ location, identity, chain: await this.connect(), watched })).digest;
  }

  audit(store: IndexStore): Promise<Audit> {
    const ask = (method: 'word' | 'fact', args: Arguments<'Ledger', 'word' | 'fact'>): Promise<Hex> =>
      this.parts.chain.call({ to: this.at.Ledger, data: encodeCall('Ledger', method, args) });
    return audit(store, store.head!.number, {
      word: (kind, id) => ask('word', [SUBJECT_KINDS[kind], id]),
      fact: (kind, ref) => ask('fact', [FACT_KINDS[kind], ref]),
    });
  }

  private nonceOf(who: string): Promise<number> {
    return this.parts.chain.nonce(this.parts.keystore.address(keyLabel(who, 'maker')));
  }

  private async send(who: string, nonce: number, { to, data, gasLimit }: Call): Promise<void> {
    await this.sign(keyLabel(who, 'maker'), { nonce, to, data, gasLimit });
  }

  /** Without delays, whoever governs calls the Ledger itself. */
  private async govern(args: readonly unknown[]): Promise<void> {
    const nonce = await this.parts.chain.nonce(this.parts.keystore.address(GOVERNANCE_KEY));
    const data = encodeKept('Ledger', 'appoint', args);
    await this.sign(GOVERNANCE_KEY, { nonce, to: this.at.Ledger, data, gasLimit: 1_000_000 });
  }

  private async sign(key: string, transaction: UnsignedTransaction): Promise<void> {
    await this.parts.chain.send(await this.parts.keystore.signTransaction(key, transaction));
  }

  private connect(): Promise<RpcChain> {
    return RpcChain.open({ rpc: this.parts.anvil.rpc, chainId: CHAIN_ID, finality: { depth: 1_000 } });
  }

  private registerParty(legalName: string, { scheme, value }: { scheme: string; value: string }): Call {
    const identifiers = [{ scheme: textToFixed(scheme, 8), value }];
    return this.calls.registerParty({ legalName, jurisdiction: 'CN-GD', registeredAddress: '', identifiers });
  }

  private registerRight(holder: Hex, certificateNumber: string): Call {
    const none = { value: 0n, decimals: 0, currency: textToFixed('', 3), day: 0, source: '' };
    return this.calls.registerRights([
      {
        ...{ holder, certificateNumber, typeCode: textToFixed('WTR', 8), acquisition: 2, vintage: 0 },
        ...{ validFrom: 0, validTo: 0, quantity: 1_000n, region: 'CN-44', referencePrice: none },
        ...{ serialBlocks: [], evidence: [] },
      },
    ]);
  }

  /** Of some units of a right that the index already has: mostly of the free ones, sometimes of all. */
  private async pledge(contractNumber: string): Promise<Call | undefined> {
    const rights = this.parts.witness.rowsAsOf('right', this.parts.witness.head!.number);
    const all = await Array.fromAsync(rights);
    const right = all[(this.made * 7) % Math.max(1, all.length)];
    if (!right || right.state.overlays.length > 8) return undefined;
    const intervals = take(this.made % 5 === 0 ? 1_000n : 90n, 1_000n, right.state.overlays);
    if (!intervals || intervals.length > 16) return undefined;
    const today = Math.floor(Date.now() / 86_400_000);
    const terms = {
      ...{ kind: INTEREST_KINDS.indexOf('pledge'), debtor: right.state.holder, securedParties: [BANK] },
      ...{ securedAmount: 1_000n, currency: textToFixed('CNY', 3), termFrom: today, termTo: today + 700 },
      ...{ contractNumber, contractDigest: rightIdOf(AUTHORITY, contractNumber), acknowledgeJunior: true },
      ...{ negativePledge: false, advance: false, determinationDay: 0 },
    };
    const collateral = [{ right, intervals }];
    return this.calls.registerInterests([{ grantor: right.state.holder, terms, collateral }]);
  }
}
