import { decodeRefusal, encodeKept, interfaceOf } from '../../api/chain/contracts.ts';
import { RevertError } from '../../api/chain/errors.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';

/** The part of a policy that contracts enforce. */
export interface Version {
  /** Unix seconds. */
  effectiveFrom: number;
  flags: number;
  minTermMonths: number;
  maxTermMonths: number;
}

/** Later than any policy may take effect. */
const END_OF_TIME = 2n ** 48n;

/** The last version of a type, in effect or not; undefined if there is no such type. @param code as 8 bytes */
export async function lastVersion(
  chain: Chain,
  rightTypes: Hex,
  code: unknown,
): Promise<Version | undefined> {
  const answer = await ask(chain, rightTypes, 'policyAt', [code, END_OF_TIME]);
  if (answer === 'UnknownType') return undefined;
  const [it] = answer as [Record<keyof Version, bigint>];
  const { effectiveFrom, flags, minTermMonths, maxTermMonths } = it;
  return {
    ...{ effectiveFrom: Number(effectiveFrom), flags: Number(flags) },
    ...{ minTermMonths: Number(minTermMonths), maxTermMonths: Number(maxTermMonths) },
  };
}

export async function isCompetent(
  chain: Chain,
  rightTypes: Hex,
  code: unknown,
  institution: number,
): Promise<boolean> {
  // It asks for the competence first: UnknownType is the answer of a type that is not in effect yet.
  return (await ask(chain, rightTypes, 'policyFor', [code, institution])) !== 'NotCompetent';
}

async function ask(chain: Chain, to: Hex, method: string, args: unknown[]): Promise<unknown> {
  try {
    const answer = await chain.call({ to, data: encodeKept('RightTypes', method, args) });
    return [...interfaceOf('RightTypes').decodeFunctionResult(method, answer)];
  } catch (error) {
    const refusal = error instanceof RevertError ? decodeRefusal(error.data) : undefined;
    if (refusal) return refusal.error;
    throw error;
  }
}
