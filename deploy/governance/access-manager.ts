import { keccak256 as hashOf } from 'ethers';
import { encodeKept, interfaceOf, type ContractName } from '../../api/chain/contracts.ts';
import { RevertError } from '../../api/chain/errors.ts';
import type { Signer } from '../../api/chain/signer.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';
import { finalReceipt } from '../deploy.ts';
import { refusalOf } from './refusals.ts';

/** A call as the AccessManager knows it. */
export interface GovernedCall {
  contract: ContractName;
  target: Hex;
  method: string;
  args: readonly unknown[];
}

/** Enough for the longest policy; what is not used costs nothing. */
const GAS_LIMIT = 3_000_000;

/** The AccessManager, asked and told by one key. */
export class AccessManager {
  readonly #chain: Chain;
  readonly #signer: Signer;
  readonly #address: Hex;
  readonly #key: string;

  constructor(chain: Chain, signer: Signer, address: Hex, key: string) {
    this.#chain = chain;
    this.#signer = signer;
    this.#address = address;
    this.#key = key;
  }

  get caller(): Hex {
    return this.#signer.address(this.#key);
  }

  /** The id under which it keeps the schedule of the call. */
  async operationOf(call: GovernedCall): Promise<Hex> {
    const [id] = await this.#read('hashOperation', [this.caller, ...this.#target(call)]);
    return id as Hex;
  }

  /** When the call may be executed, in unix seconds; undefined unless it is scheduled and not expired. */
  async scheduleOf(call: GovernedCall): Promise<number | undefined> {
    const [at] = await this.#read('getSchedule', [await this.operationOf(call)]);
    return Number(at) || undefined;
  }

  /** How long a schedule can be executed, in seconds. */
  async expiration(): Promise<number> {
    return Number((await this.#read('expiration', []))[0]);
  }

  /** How many seconds the call has to wait after it is scheduled; undefined if this key may not make it. */
  async delayOf({ contract, target, method }: Omit<GovernedCall, 'args'>): Promise<number | undefined> {
    const selector = interfaceOf(contract).getFunction(method)!.selector;
    const [immediate, delay] = await this.#read('canCall', [...[this.caller, target, selector]]);
    return immediate === true ? 0 : Number(delay) || undefined;
  }

  /**
   * Simulates, signs, lets the hash be noted, sends, and waits until it is final.
   * @throws Refused in words, before anything is sent
   */
  async transact(
    does: 'schedule' | 'execute' | 'cancel',
    call: GovernedCall,
    note: (hash: Hex) => Promise<unknown>,
  ): Promise<void> {
    const [target, data] = this.#target(call);
    const given = {
      schedule: [target, data, 0],
      execute: [target, data],
      cancel: [this.caller, target, data],
    }[does];
    const request = { to: this.#address, data: encodeKept('AccessManager', does, given) };
    try {
      await this.#chain.call({ from: this.caller, ...request });
    } catch (error) {
      if (error instanceof RevertError) throw refusalOf(error);
      throw error;
    }
    const nonce = await this.#chain.nonce(this.caller);
    const raw = await this.#signer.signTransaction(this.#key, { nonce, ...request, gasLimit: GAS_LIMIT });
    await note(hashOf(raw) as Hex);
    const receipt = await finalReceipt(this.#chain, await this.#chain.send(raw));
    if (receipt.status !== 1) {
      throw new Error(`AccessManager.${does} failed in transaction ${receipt.transactionHash}.`);
    }
  }

  #target({ contract, target, method, args }: GovernedCall): [Hex, Hex] {
    return [target, encodeKept(contract, method, args)];
  }

  async #read(method: string, args: unknown[]): Promise<unknown[]> {
    const request = { to: this.#address, data: encodeKept('AccessManager', method, args) };
    const answer = await this.#chain.call(request);
    return [...interfaceOf('AccessManager').decodeFunctionResult(method, answer)] as unknown[];
  }
}
