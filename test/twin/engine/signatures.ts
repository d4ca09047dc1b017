import type { SigningKey } from 'ethers';
import type { AbiValue } from '../../../domain/encoding/abi.ts';
import { keccak256, keccakText, type Hex } from '../../../domain/encoding/hash.ts';
import { walletOf } from '../../support/people.ts';
import { CHAIN_ID } from './chain.ts';
import { encodedAs } from './codec.ts';

/* EIP-712 by hand: the same few words each time, where a library would take the type apart anew. */

const DOMAIN = encodedAs('bytes32 type, bytes32 name, bytes32 version, uint256 chain, address contract');
const DOMAIN_TYPE = keccakText(
  'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)',
);
const APPROVAL = encodedAs(
  'bytes32 type, bytes32 act, bytes32 subject, bytes32 word, bytes32 details, uint40 deadline',
);
const APPROVAL_TYPE = keccakText(
  'Approval(string act,bytes32 subject,bytes32 word,bytes32 details,uint40 deadline)',
);
const [NAME, VERSION] = [keccakText('Ludeng'), keccakText('1')];

const separators = new Map<Hex, Hex>();
const acts = new Map<string, Hex>();
const keys = new Map<Hex, SigningKey>();

export interface Approvable {
  contract: Hex;
  act: string;
  subject: Hex;
  word: Hex;
  details: Hex;
  deadline: number;
}

const accounts = new Map<string, Hex>();

/** The account of a label, whose key is known from here on. */
export function signerOf(label: string): Hex {
  return remember(accounts, label, () => {
    const wallet = walletOf(label);
    const address = wallet.address.toLowerCase() as Hex;
    keys.set(address, wallet.signingKey);
    return address;
  });
}

export function digestOf({ contract, act, subject, word, details, deadline }: Approvable): Hex {
  const separator = remember(separators, contract, () =>
    keccak256(DOMAIN(DOMAIN_TYPE, NAME, VERSION, CHAIN_ID, contract)),
  );
  const struct = keccak256(
    APPROVAL(
      APPROVAL_TYPE,
      remember(acts, act, () => keccakText(act)),
      subject,
      word,
      details,
      deadline,
    ),
  );
  return keccak256('0x1901', separator, struct);
}

export function sign(signer: Hex, approvable: Approvable): Hex {
  const key = keys.get(signer);
  if (!key) throw new Error(`nobody knows the key of ${signer}`);
  return key.sign(digestOf(approvable)).serialized as Hex;
}

export const hashed =
  (types: string): ((...values: AbiValue[]) => Hex) =>
  (...values) =>
    keccak256(encoderOf(types)(...values));

const encoders = new Map<string, ReturnType<typeof encodedAs>>();
const encoderOf = (types: string) => remember(encoders, types, () => encodedAs(types));

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
