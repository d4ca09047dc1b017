import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  decryptKeystoreJson,
  encryptKeystoreJson,
  isKeystoreJson,
  Transaction,
  Wallet,
  type TypedDataDomain,
  type TypedDataField,
} from 'ethers';
import { replaceDurably } from './durable.ts';
import { ChainError } from './errors.ts';
import { stretch, useNativeScrypt } from './scrypt.ts';
import type { Signer, UnsignedTransaction } from './signer.ts';
import type { Hex } from './types.ts';

export interface KeystoreOptions {
  directory: string;
  chainId: number;
  /**
   * Without it a random secret is kept in the directory itself, mode 0600: a reader of the directory has the keys.
   * That is for pilots and demonstrations only.
   */
  passphrase?: string | undefined;
  /** Type 0 for networks that do not know EIP-1559; default 2. */
  transactionType?: 0 | 2;
}

const SECRET = 'passphrase';
const SALT = 'salt';
const SUFFIX = '.json';

/**
 * The password of each file is 256 random bits, or stretched to that already: stretching it once more would only make
 * every start slower. Files of a generated secret open in any wallet; those of a passphrase with its stretched form.
 */
const FILE_SCRYPT_N = 2 ** 10;

useNativeScrypt();

/**
 * The institution's keys, one encrypted keystore (JSON version 3) per label, as any Ethereum wallet reads it. The keys
 * are decrypted once at start, stay in this object, and are never part of an error or of its printed form.
 */
export class Keystore implements Signer {
  readonly #directory: string;
  readonly #chainId: number;
  readonly #type: 0 | 2;
  readonly #password: string;
  readonly #wallets: Map<string, Wallet>;
  readonly #making = new Map<string, Promise<Hex>>();

  private constructor(options: KeystoreOptions, password: string, wallets: Map<string, Wallet>) {
    this.#directory = options.directory;
    this.#chainId = options.chainId;
    this.#type = options.transactionType ?? 2;
    this.#password = password;
    this.#wallets = wallets;
  }

  /** Throws KEYSTORE_PASSPHRASE_MISSING, KEYSTORE_PASSPHRASE_WRONG, KEYSTORE_FORMAT_UNKNOWN or KEYSTORE_EXPOSED. */
  static async open(options: KeystoreOptions): Promise<Keystore> {
    const { directory } = options;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const files = readdirSync(directory).filter((name) => name.endsWith(SUFFIX));
    for (const name of files) assertPrivate(join(directory, name));
    const password = await passwordOf(directory, options.passphrase, files.length > 0);
    const wallets = await Promise.all(
      files.map(async (name): Promise<[string, Wallet]> => {
        const text = readFileSync(join(directory, name), 'utf8');
        return [labelOf(name), await decrypt(text, password, name)];
      }),
    );
    return new Keystore(options, password, new Map(wallets));
  }

  labels(): string[] {
    return [...this.#wallets.keys()].toSorted();
  }

  has(label: string): boolean {
    return this.#wallets.has(label);
  }

  address(label: string): Hex {
    return this.#wallet(label).address as Hex;
  }

  /** Makes a key under this label if there is none; its file is on disk when the address is returned. */
  async ensure(label: string): Promise<Hex> {
    const known = this.#wallets.get(label);
    if (known) return known.address as Hex;
    // Two who ask at the same time get one key.
    const making =
      this.#making.get(label) ?? this.#add(label, new Wallet(`0x${randomBytes(32).toString('hex')}`));
    this.#making.set(label, making);
    return making.finally(() => this.#making.delete(label));
  }

  /** Takes in a key that exists already. Throws KEYSTORE_LABEL_TAKEN rather than replace another key. */
  async import(label: string, privateKey: string): Promise<Hex> {
    let wallet: Wallet;
    try {
      wallet = new Wallet(privateKey);
    } catch {
      // The cause would carry the key.
      throw new ChainError(
        'KEYSTORE_KEY_INVALID',
        `The key for ${label} is not a private key of 32 bytes in hex.`,
      );
    }
    const known = this.#wallets.get(label);
    if (known?.address === wallet.address) return wallet.address as Hex;
    if (known) throw new ChainError('KEYSTORE_LABEL_TAKEN', `There is another key under ${label} already.`);
    return this.#add(label, wallet);
  }

  async signTransaction(label: string, { nonce, to, data, gasLimit }: UnsignedTransaction): Promise<Hex> {
    const price = this.#type === 2 ? { maxFeePerGas: 0, maxPriorityFeePerGas: 0 } : { gasPrice: 0 };
    const transaction = Transaction.from({
      type: this.#type,
      chainId: this.#chainId,
      ...price,
      nonce,
      data,
      gasLimit,
      ...(to !== undefined && { to }),
    });
    transaction.signature = this.#wallet(label).signingKey.sign(transaction.unsignedHash);
    return transaction.serialized as Hex;
  }

  async signTypedData(
    label: string,
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<Hex> {
    return (await this.#wallet(label).signTypedData(domain, types, value)) as Hex;
  }

  async #add(label: string, wallet: Wallet): Promise<Hex> {
    const { address, privateKey } = wallet;
    const options = { scrypt: { N: FILE_SCRYPT_N } };
    const text = await encryptKeystoreJson({ address, privateKey }, this.#password, options);
    await replaceDurably(join(this.#directory, fileOf(label)), text);
    this.#wallets.set(label, wallet);
    return address as Hex;
  }

  #wallet(label: string): Wallet {
    const wallet = this.#wallets.get(label);
    if (wallet) return wallet;
    throw new ChainError('KEYSTORE_KEY_MISSING', `There is no key ${label} in ${this.#directory}.`);
  }
}

const fileOf = (label: string): string => `${encodeURIComponent(label)}${SUFFIX}`;
const labelOf = (name: string): string => decodeURIComponent(name.slice(0, -SUFFIX.length));

async function passwordOf(directory: string, passphrase: string | undefined, used: boolean): Promise<string> {
  if (passphrase !== undefined) return stretched(directory, passphrase);
  const path = join(directory, SECRET);
  if (!existsSync(path)) {
    if (used) {
      throw new ChainError(
        'KEYSTORE_PASSPHRASE_MISSING',
        `The keys in ${directory} were encrypted with a passphrase: set LUDENG_KEYSTORE_PASSPHRASE.`,
      );
    }
    await replaceDurably(path, randomBytes(32).toString('base64url'));
  }
  assertPrivate(path);
  return readFileSync(path, 'utf8').trim();
}

async function stretched(directory: string, passphrase: string): Promise<string> {
  const path = join(directory, SALT);
  if (!existsSync(path)) await replaceDurably(path, randomBytes(32).toString('hex'));
  return stretch(passphrase, Buffer.from(readFileSync(path, 'utf8').trim(), 'hex'));
}

async function decrypt(text: string, password: string, name: string): Promise<Wallet> {
  if (!isKeystoreJson(text)) {
    throw new ChainError(
      'KEYSTORE_FORMAT_UNKNOWN',
      `${name} is not a keystore of JSON version 3: it is damaged, or of another version of Ludeng. Nothing was altered. ` +
        'Restore it from its backup, or open the directory with the version that made it: "madeBy" in deployment.json.',
    );
  }
  try {
    return new Wallet((await decryptKeystoreJson(text, password)).privateKey);
  } catch {
    throw new ChainError(
      'KEYSTORE_PASSPHRASE_WRONG',
      `The passphrase does not open ${name}. Give LUDENG_KEYSTORE_PASSPHRASE as it was when the keys were made.`,
    );
  }
}

function assertPrivate(path: string): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  throw new ChainError(
    'KEYSTORE_EXPOSED',
    `Others may read ${path}. Run chmod 600 on it, and consider its keys known.`,
  );
}
