import type { PolicyFlag } from '../encoding/codes.ts';
import { collateralOf } from '../line/cut.ts';
import { interestLife, type InterestLife } from '../time/life.ts';
import { measure } from '../line/line.ts';
import type { InterestRow, LegRow, Rows } from '../state/rows.ts';

/*
 * 双登记: beside this registry an interest may have to stand in the unified register of security in movables and rights, and in the
 * register of the platform that keeps the right. What those say is entered by hand; whether it agrees is derived here. Which
 * registers a type demands, and whether its law then gives effect against third parties, are flags of its policy.
 */

type Register = 'unified' | 'platform';
type LegState = 'not-required' | 'pending' | 'matched' | 'divergent';

/** A right of the interest: the flags of its type, and the base units on its line that the interest lies on now. */
export interface Collateral {
  flags: readonly PolicyFlag[];
  quantity: bigint;
}

export interface Difference {
  field: 'quantity' | 'grantor' | 'termTo';
  /** What this registry says, and what the other register does. */
  ours: string;
  theirs: string;
}

export interface Leg {
  register: Register;
  required: boolean;
  state: LegState;
  /** The last entry, if there is one. */
  entry: LegRow | undefined;
  differences: Difference[];
}

export interface Legs {
  legs: Leg[];
  /** Divergent if any leg is, be it required or not: a divergent pair is never clean. */
  state: LegState;
  thirdPartyEffective: boolean;
  reason: string;
  freeze: 'available' | 'not-provided-by-law';
}

const DEMANDED_BY: Record<Register, PolicyFlag> = {
  unified: 'unified-register',
  platform: 'authority-platform',
};

/** @param now unix seconds */
export function legsOf(
  row: Pick<InterestRow, 'state' | 'legs'>,
  collateral: readonly Collateral[],
  now: number,
): Legs {
  const legs = (['unified', 'platform'] as const).map((register) => legOf(register, row, collateral));
  const state = overall(legs);
  const lawful = all(collateral, 'effective-against-third-parties');
  const reason = reasonOf(interestLife(row, now), lawful, state);
  return {
    legs,
    state,
    thirdPartyEffective: reason === undefined,
    reason:
      reason ?? 'the law gives it effect against third parties and every register that it demands agrees',
    freeze: all(collateral, 'platform-freeze') ? 'available' : 'not-provided-by-law',
  };
}

/** The same, of what the rows say that the interest lies on. @param now unix seconds */
export function legsIn(row: Pick<InterestRow, 'sequence' | 'state' | 'legs'>, rows: Rows, now: number): Legs {
  const collateral = row.state.rights.flatMap((id) => {
    const state = rows.get('right', id)?.state;
    if (!state) return [];
    const versions = rows.get('rightType', state.typeCode)?.versions ?? [];
    const policy = versions.findLast(({ effectiveFrom }) => effectiveFrom <= now);
    return { flags: policy?.flags ?? [], quantity: measure(collateralOf(row.sequence, state).left) };
  });
  return legsOf(row, collateral, now);
}

function legOf(
  register: Register,
  row: Pick<InterestRow, 'state' | 'legs'>,
  collateral: readonly Collateral[],
): Leg {
  const demanding = collateral.filter(({ flags }) => flags.includes(DEMANDED_BY[register]));
  const required = demanding.length > 0;
  const entry = row.legs.find((it) => it.register === register);
  if (!entry) {
    return { register, required, state: required ? 'pending' : 'not-required', entry, differences: [] };
  }
  // A register that no type demands was entered for everything.
  const expected = (required ? demanding : collateral).reduce((sum, { quantity }) => sum + quantity, 0n);
  const compared: Difference[] = [
    { field: 'quantity', ours: String(expected), theirs: String(entry.quantity) },
    { field: 'grantor', ours: row.state.grantor, theirs: entry.grantor },
    { field: 'termTo', ours: String(row.state.termTo), theirs: String(entry.termTo) },
  ];
  const differences = compared.filter(({ ours, theirs }) => ours !== theirs);
  return { register, required, state: differences.length > 0 ? 'divergent' : 'matched', entry, differences };
}

/** The worst there is. */
function overall(legs: readonly Leg[]): LegState {
  const order = ['divergent', 'pending', 'matched'] as const;
  return order.find((state) => legs.some((leg) => leg.state === state)) ?? 'not-required';
}

/** Why it has no effect against third parties; undefined if it has. */
function reasonOf(life: InterestLife, lawful: boolean, state: LegState): string | undefined {
  if (life !== 'effective' && life !== 'enforcing') return `the interest is not in force: ${life}`;
  if (!lawful) return 'the law for this type of right does not say that registration has such effect';
  if (state === 'divergent') return 'the registers contradict each other';
  if (state === 'pending') return 'a register that the law demands has not been entered';
  return undefined;
}

const all = (collateral: readonly Collateral[], flag: PolicyFlag): boolean =>
  collateral.length > 0 && collateral.every(({ flags }) => flags.includes(flag));
