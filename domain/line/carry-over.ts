import type { Day } from '../time/calendar.ts';
import { parameter } from '../law/law.ts';

/**
 * How many national allowances of the years up to 2024 an operator may carry over: at most the base and a part of what it
 * sold net, and never more than it holds. What remains can still be traded but not be used for 2025 and later. Half a
 * tonne is no allowance, so the cap is rounded down.
 * @param holding tCO2e held
 * @param netSold tCO2e sold less tCO2e bought; 0 for an operator that bought more than it sold
 * @param on the day whose rule is asked for
 * @throws RangeError if a quantity is negative, or no rule was in force.
 */
export function carryOver(
  holding: bigint,
  netSold: bigint,
  on: Day,
): { readonly carried: bigint; readonly remainder: bigint } {
  if (holding < 0n || netSold < 0n) throw new RangeError(`not a quantity: ${holding}, ${netSold}`);
  const base = BigInt(parameter('carry-over.base', on).value);
  const percent = BigInt(parameter('carry-over.net-sold', on).value);
  const cap = base + (netSold * percent) / 100n;
  const carried = cap < holding ? cap : holding;
  return { carried, remainder: holding - carried };
}

/**
 * Whether the rule of carry-over is about a right: national allowances of the years that it names.
 * @param vintage compliance year; 0 where the type has none
 */
export const isCarriedOver = (typeCode: string, vintage: number, on: Day): boolean =>
  typeCode === 'CEA' && vintage > 0 && vintage <= parameter('carry-over.last-year', on).value;
