import type { ContractName } from '../../../api/chain/contracts.ts';
import type { AbiValue } from '../../../domain/encoding/abi.ts';
import type { EventName } from '../../../domain/registrations/events.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { Signed } from '../../../domain/rules/people.ts';
import type { Draw } from '../draw.ts';
import type { Checked } from '../../../domain/rules/verdict.ts';
import { calldataOf } from '../engine/codec.ts';

/** One step: what is sent, and what must come of it. */
export interface Step {
  /** "Titles.divide". */
  operation: string;
  tx: { from: Hex; to: Hex; data: Hex };
  verdict: Checked;
  /** The event that a registration is, with what it must say; undefined where repeating what is so already emits nothing. */
  event: [name: EventName, says: Record<string, unknown>] | undefined;
  /** The second signatures handed in. */
  seconds: readonly Signed[];
}

/** Undefined if there is nothing yet that this could be about. */
export type Maker = (draw: Draw) => Step | undefined;

export function step(
  { world }: Draw,
  from: Hex,
  contract: ContractName,
  method: string,
  args: readonly unknown[],
  verdict: Checked,
  event: Step['event'],
  seconds: readonly Signed[] = [],
): Step {
  const data = calldataOf(contract, method, args as AbiValue[]);
  return {
    operation: `${contract}.${method}`,
    tx: { from, to: world.at[contract], data },
    verdict,
    event,
    seconds,
  };
}
