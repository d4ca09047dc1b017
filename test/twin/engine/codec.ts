import { artifactOf, CONTRACT_NAMES, type ContractName } from '../../../api/chain/contracts.ts';
import {
  decode,
  encode,
  parseFields,
  tupleWith,
  typeName,
  type AbiField,
} from '../../../domain/encoding/abi.ts';
import type { AbiTuple, AbiValue } from '../../../domain/encoding/abi.ts';
import { keccakText, toHex, type Hex } from '../../../domain/encoding/hash.ts';

/*
 * Calldata and refusals by the domain's own codec, which is several times as fast as a general library. A test holds it against ethers
 * for every function.
 */

interface Parameter {
  name: string;
  type: string;
  components?: Parameter[];
}
interface Declaration {
  type: string;
  name?: string;
  inputs?: Parameter[];
}

export interface Refusal {
  error: string;
  args: Record<string, AbiValue>;
}

export const declarationsOf = (contract: ContractName): Declaration[] =>
  artifactOf(contract).abi as unknown as Declaration[];

/** As domain/encoding/abi.ts reads it: "(bytes32 right, uint8 kind)[] items". */
const textOf = ({ name, type, components }: Parameter, index: number): string => {
  const shape = components ? type.replace('tuple', `(${components.map(textOf).join(', ')})`) : type;
  return `${shape} ${name === '' ? `_${index}` : name}`;
};

const fieldsOf = (inputs: Parameter[] = []): AbiField[] => parseFields(inputs.map(textOf).join(', '));

const selectorOf = (name: string, fields: readonly AbiField[]): Hex =>
  keccakText(`${name}(${fields.map(({ type }) => typeName(type)).join(',')})`).slice(0, 10) as Hex;

const functions = new Map<string, { selector: Hex; fields: AbiField[] }>();
const errors = new Map<string, { name: string; body: AbiTuple }>();

for (const contract of CONTRACT_NAMES) {
  for (const { type, name = '', inputs } of declarationsOf(contract)) {
    if (type !== 'function' && type !== 'error') continue;
    const fields = fieldsOf(inputs);
    const selector = selectorOf(name, fields);
    if (type === 'error') errors.set(selector, { name, body: tupleWith(fields) });
    else functions.set(`${contract}.${name}`, { selector, fields });
  }
}

/** The calldata of a function, arguments in the order of the contract. */
export function calldataOf(contract: ContractName, method: string, args: readonly AbiValue[]): Hex {
  const known = functions.get(`${contract}.${method}`);
  if (!known) throw new Error(`${contract} has no function ${method}`);
  const values = Object.fromEntries(known.fields.map(({ name }, i) => [name, args[i]!]));
  return `${known.selector}${toHex(encode(known.fields, values)).slice(2)}`;
}

/** Every custom error of ours; whatever else there is keeps its data for a name. */
export function refusalOf(data: Hex): Refusal {
  const known = errors.get(data.slice(0, 10));
  if (!known) return { error: data, args: {} };
  return { error: known.name, args: decode(known.body, `0x${data.slice(10)}`) };
}

/** keccak256(abi.encode(...)) of values of these types, as details of a second signature are hashed. */
export const encodedAs = (types: string): ((...values: AbiValue[]) => Uint8Array) => {
  const fields = parseFields(types);
  return (...values) => encode(fields, Object.fromEntries(fields.map(({ name }, i) => [name, values[i]!])));
};
