import { readFileSync } from 'node:fs';
import { AbiCoder, ContractFactory, Interface, solidityPacked, type InterfaceAbi } from 'ethers';
import type { EVENT_SIGNATURES } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { addressOf, ethers, request, send } from '../../test/support/chain.ts';
import { accountOf, AUTHORITY } from '../../test/support/people.ts';
import type { InterestRegistration, RightRegistration } from '../../test/support/samples.ts';
import type { Registry } from '../../test/support/registry.ts';
import { BATCH, type Gas } from './scenarios.ts';

const ARTIFACTS = '../../node_modules/@ethereum-attestation-service/eas-contracts/artifacts/contracts/';
const ZERO_ADDRESS = `0x${'00'.repeat(20)}`;
const ZERO = `0x${'00'.repeat(32)}`;

/** EAS as it is published, on the same chain. */
export class Eas {
  readonly #at: Hex;
  readonly #abi: Interface;
  readonly #schema: Hex;

  private constructor(at: Hex, abi: Interface, schema: Hex) {
    this.#at = at;
    this.#abi = abi;
    this.#schema = schema;
  }

  static async deploy(): Promise<Eas> {
    const schemas = await create('SchemaRegistry');
    const eas = await create('EAS', schemas.at);
    const from = accountOf(AUTHORITY);
    const data = schemas.abi.encodeFunctionData('register', ['bytes record', ZERO_ADDRESS, true]) as Hex;
    const { logs } = await send({ from, to: schemas.at, data });
    const schema = logs[0]?.topics[1];
    if (!schema) throw new Error('EAS registered no schema');
    const it = new Eas(eas.at, eas.abi, schema);
    await it.attest('0x00');
    return it;
  }

  /** Gas of one attestation of the record: without recipient, reference or expiry, which is the cheapest. */
  async attest(record: Hex): Promise<number> {
    return this.#send('attest', [{ schema: this.#schema, data: attestation(record) }]);
  }

  /** Gas per attestation, many in one transaction. */
  async multiAttest(records: readonly Hex[]): Promise<number> {
    const total = await this.#send('multiAttest', [
      [{ schema: this.#schema, data: records.map(attestation) }],
    ]);
    return Math.round(total / records.length);
  }

  async #send(method: string, args: readonly unknown[]): Promise<number> {
    const data = this.#abi.encodeFunctionData(method, args) as Hex;
    // Not through `send`: a hundred of the longer form need more gas than any test gives, and than a block of most chains has.
    const tx = { from: accountOf(AUTHORITY), to: this.#at, data, gas: '0x7735940', gasPrice: '0x0' };
    const hash = await request<Hex>('eth_sendTransaction', tx);
    const { status, gasUsed } = await request<{ status: Hex; gasUsed: Hex }>(
      'eth_getTransactionReceipt',
      hash,
    );
    if (status !== '0x1') throw new Error(`EAS refused ${method}`);
    return Number(gasUsed);
  }
}

const attestation = (data: Hex) => ({
  recipient: ZERO_ADDRESS,
  expirationTime: 0,
  revocable: true,
  refUID: ZERO,
  data,
  value: 0,
});

async function create(name: string, ...args: unknown[]): Promise<{ at: Hex; abi: Interface }> {
  const path = new URL(`${ARTIFACTS}${name}.sol/${name}.json`, import.meta.url);
  const { abi, bytecode } = JSON.parse(readFileSync(path, 'utf8')) as { abi: InterfaceAbi; bytecode: string };
  const [signer] = await ethers.getSigners();
  const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args);
  await contract.waitForDeployment();
  return { at: await addressOf(contract), abi: new Interface(abi) };
}

/** The same fields in both forms: as the registry's own event has them, and as tightly as they can be told apart. */
export interface RecordForms {
  abi: Hex;
  packed: Hex;
}

export function rightRecord(registry: Registry, it: RightRegistration): RecordForms {
  const price = it.referencePrice;
  return {
    abi: abiOf(registry, 'Rights', 'RightRegistered', ['registration'], { registration: it }),
    packed: packed([
      ['bytes32', it.holder],
      ['bytes8', it.typeCode],
      ['uint8', it.acquisition],
      ['uint16', it.vintage],
      ['uint32', it.validFrom],
      ['uint32', it.validTo],
      ['uint80', it.quantity],
      ...text(it.certificateNumber),
      ...text(it.region),
      ['uint80', price.value],
      ['uint8', price.decimals],
      ['bytes3', price.currency],
      ['uint32', price.day],
      ...text(price.source),
      ['uint8', it.serialBlocks.length],
      ['uint8', it.evidence.length],
    ]),
  };
}

export function interestRecord(registry: Registry, it: InterestRegistration): RecordForms {
  const { terms } = it;
  const collateral = it.collateral.map(({ right, intervals }) => ({ right, intervals }));
  const names = ['grantor', 'terms', 'collateral'];
  return {
    abi: abiOf(registry, 'SecurityInterests', 'InterestRegistered', names, { ...it, collateral }),
    packed: packed([
      ['bytes32', it.grantor],
      ['uint8', terms.kind],
      ['bytes32', terms.debtor],
      ['uint8', terms.securedParties.length],
      ...terms.securedParties.map((number): Field => ['uint32', number]),
      ['uint80', terms.securedAmount],
      ['bytes3', terms.currency],
      ['uint32', terms.termFrom],
      ['uint32', terms.termTo],
      ...text(terms.contractNumber),
      ['bytes32', terms.contractDigest],
      ['bool', terms.acknowledgeJunior],
      ['uint8', collateral.length],
      ...collateral.flatMap(({ right, intervals }): Field[] => [
        ['bytes32', right],
        ['uint8', intervals.length],
        ...intervals.flatMap(({ from, to }): Field[] => [
          ['uint80', from],
          ['uint80', to],
        ]),
      ]),
    ]),
  };
}

type Field = [type: string, value: unknown];

/** With its length, or the next field could not be found. */
const text = (value: string): Field[] => [
  ['uint8', Buffer.byteLength(value)],
  ['string', value],
];

const packed = (fields: readonly Field[]): Hex =>
  solidityPacked(
    fields.map(([type]) => type),
    fields.map(([, value]) => value),
  ) as Hex;

function abiOf(
  registry: Registry,
  contract: 'Rights' | 'SecurityInterests',
  event: keyof typeof EVENT_SIGNATURES,
  names: readonly string[],
  values: Record<string, unknown>,
): Hex {
  const inputs = registry.interfaces[contract].getEvent(event)?.inputs ?? [];
  const chosen = inputs.filter(({ name }) => names.includes(name));
  const coder = AbiCoder.defaultAbiCoder();
  return coder.encode(
    chosen,
    chosen.map(({ name }) => values[name]),
  ) as Hex;
}

/** What the same records cost as attestations. `copies` are {@link BATCH} records that differ as registrations do. */
export async function easGas(eas: Eas, name: string, copies: readonly RecordForms[]): Promise<Gas> {
  const [first] = copies;
  if (!first || copies.length !== BATCH) throw new RangeError(`${BATCH} copies of the record are needed`);
  const gas: Gas = {};
  for (const form of ['abi', 'packed'] as const) {
    gas[`${name}, ${form}`] = await eas.attest(first[form]);
    gas[`${name}, ${form}, batch`] = await eas.multiAttest(copies.map((copy) => copy[form]));
  }
  return gas;
}
