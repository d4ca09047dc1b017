// What may be called with what, from the types that the compilation generates. Nothing of them is needed at run time.
import type { AddressLike, BigNumberish, BytesLike } from 'ethers';
import type { TypedContractMethod } from '../../types/common.ts';
import type { Ledger } from '../../types/ledger/index.ts';
import type {
  Amendments,
  Annotations,
  Batches,
  Cancellations,
  Divisions,
  Enforcement,
  Institutions,
  Parties,
  Positions,
  Quotas,
  Restrictions,
  Rights,
  RightTypes,
  SecurityInterests,
  Titles,
} from '../../types/registries/index.ts';
import type { Hex } from './types.ts';

/** What we call of OpenZeppelin's contract, which comes compiled and without types. */
interface AccessManagerCalls {
  canCall: readonly [caller: Hex, target: Hex, selector: Hex];
  cancel: readonly [caller: Hex, target: Hex, data: Hex];
  expiration: readonly [];
  execute: readonly [target: Hex, data: Hex];
  getSchedule: readonly [id: Hex];
  grantRole: readonly [role: bigint | number, account: Hex, delay: number];
  hashOperation: readonly [caller: Hex, target: Hex, data: Hex];
  labelRole: readonly [role: bigint | number, label: string];
  renounceRole: readonly [role: bigint | number, account: Hex];
  schedule: readonly [target: Hex, data: Hex, when: number];
  setTargetFunctionRole: readonly [target: Hex, selectors: readonly Hex[], role: bigint | number];
}

interface Registries {
  Ledger: Ledger;
  Amendments: Amendments;
  Annotations: Annotations;
  Batches: Batches;
  Cancellations: Cancellations;
  Divisions: Divisions;
  Enforcement: Enforcement;
  Institutions: Institutions;
  Parties: Parties;
  Positions: Positions;
  Quotas: Quotas;
  Restrictions: Restrictions;
  Rights: Rights;
  RightTypes: RightTypes;
  SecurityInterests: SecurityInterests;
  Titles: Titles;
}

/** Stricter than ethers: numbers are numbers, bytes and addresses hexadecimal; and read-only lists are accepted. */
type Given<T> = [BigNumberish] extends [T]
  ? bigint | number
  : [BytesLike] extends [T]
    ? Hex
    : [AddressLike] extends [T]
      ? Hex
      : T extends object
        ? { readonly [K in keyof T]: Given<T[K]> }
        : T;

type ArgumentsOf<T> =
  T extends TypedContractMethod<infer A, unknown, 'nonpayable'>
    ? Given<A>
    : T extends TypedContractMethod<infer A, unknown, 'view'>
      ? Given<A>
      : never;

type CallsOf<C> = { [M in keyof C as ArgumentsOf<C[M]> extends never ? never : M]: ArgumentsOf<C[M]> };

type Calls = { [N in keyof Registries]: CallsOf<Registries[N]> } & { AccessManager: AccessManagerCalls };

/** The methods of a contract. */
export type Method<N extends keyof Calls> = keyof Calls[N] & string;

/** Their arguments, in the order of the contract. */
export type Arguments<N extends keyof Calls, M extends Method<N>> = Calls[N][M] extends infer A extends
  readonly unknown[]
  ? A
  : never;

/** What comes behind the first two, which name a subject and hand in its head. */
export type ArgumentsBehindHead<N extends keyof Calls, M extends Method<N>> =
  Arguments<N, M> extends readonly [unknown, unknown, ...infer Rest] ? Readonly<Rest> : never;
