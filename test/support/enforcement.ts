import type { Wallet } from 'ethers';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { DISPOSAL_ROUTES, type DisposalRoute } from '../../domain/encoding/codes.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import type { Call } from './chain.ts';
import type { By } from './interests.ts';
import { accountOf, BANK, HOLDER, keyOf, partyOf, PLANT } from './people.ts';
import type { Registry } from './registry.ts';
import { NO_APPROVAL, TODAY, type Approval } from './samples.ts';
import { approve, hashOf } from './second-signature.ts';

export interface Default {
  day: number;
  due: bigint;
}

export function declares(
  registry: Registry,
  interest: Hex,
  changes: Partial<Default> = {},
  { from = accountOf(BANK), head = registry.interestHead(interest) }: By = {},
): Call {
  const { day, due } = { day: TODAY, due: 1n, ...changes };
  const digest = keccakText('notice');
  return registry.call(from, 'Enforcement', 'declareDefault', interest, head, day, due, digest);
}

export const withdraws = (
  registry: Registry,
  interest: Hex,
  { from = accountOf(BANK), head = registry.interestHead(interest) }: By = {},
): Call => registry.call(from, 'Enforcement', 'withdrawDefault', interest, head, keccakText('cured'));

export interface Disposal {
  route: number;
  buyer: Hex;
  currency: Hex;
  proceeds: bigint;
  referenceValue: bigint;
  source: string;
  evidence: Hex;
}

/** A layer of a claimant's amount, by their places: what is claimed, and what is paid. */
export type Payment = readonly [claimant: number, layer: number, claim: bigint, paid: bigint];

export interface Sale {
  units: readonly [from: number, to: number];
  route?: DisposalRoute;
  disposal?: Partial<Disposal>;
  /** The first is enforced. */
  claimants: readonly Hex[];
  payments: readonly Payment[];
  from?: Hex;
  signer?: Wallet;
  approval?: Approval;
  /** Who consents, where the route is an agreement. */
  consenting?: Wallet;
  head?: ReturnType<Registry['rightHead']>;
  heads?: ReturnType<Registry['interestHead']>[];
}

const INTERVAL = 'tuple(uint128 from, uint128 to)';
const DISPOSAL =
  'tuple(uint8 route, bytes32 buyer, bytes3 currency, uint128 proceeds, uint128 referenceValue, string source, bytes32 evidence)';
const PAYMENTS = 'tuple(uint8 claimant, uint8 layer, uint128 claim, uint128 paid)[]';

export async function disposes(registry: Registry, right: Hex, sale: Sale): Promise<Call> {
  const { route = 'platform-sale', consenting = keyOf(HOLDER, 'maker') } = sale;
  const institution = route === 'court' ? 'court' : BANK;
  const disposal: Disposal = {
    route: DISPOSAL_ROUTES.indexOf(route),
    buyer: partyOf(PLANT),
    currency: textToFixed('CNY', 3),
    proceeds: 100n,
    referenceValue: route === 'agreement' ? 100n : 0n,
    source: 'S-1',
    evidence: keccakText('protocol'),
    ...sale.disposal,
  };
  const units = { from: BigInt(sale.units[0]), to: BigInt(sale.units[1]) };
  const payments = sale.payments.map(([claimant, layer, claim, paid]) => ({ claimant, layer, claim, paid }));
  const claimants = sale.claimants.map((interest, i) => ({
    interest,
    head: sale.heads?.[i] ?? registry.interestHead(interest),
  }));
  const interest = sale.claimants[0] ?? right;
  const details = hashOf(['bytes32', INTERVAL, DISPOSAL, PAYMENTS], [interest, units, disposal, payments]);
  const word = registry.wordOf('right', right);
  const second = (act: string, signer: Wallet) =>
    approve(registry, signer, { contract: 'Enforcement', act, subject: right, word, details });
  const approval = sale.approval ?? (await second('Disposal', sale.signer ?? keyOf(institution, 'checker')));
  const consent = route === 'agreement' ? await second('DisposalConsent', consenting) : NO_APPROVAL;
  const head = sale.head ?? registry.rightHead(right);
  const from = sale.from ?? accountOf(institution);
  const rest = [units, disposal, claimants, payments, approval, consent] as const;
  return registry.call(from, 'Enforcement', 'dispose', right, head, ...rest);
}
