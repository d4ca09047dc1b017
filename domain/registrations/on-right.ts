import type { Fields } from '../encoding/abi-types.ts';
import type { Hex } from '../encoding/hash.ts';
import { interestIdOf } from '../encoding/ids.ts';
import type { RightRow, RowChange, Rows } from '../state/rows.ts';
import type { RightState } from '../state/state.ts';
import { existing, rightChange } from './reduction.ts';
import { distinct, registration, type Concerns, type Registration } from './registration.ts';

type RightChange = Partial<Omit<RightRow, 'state'>> & { state?: Partial<RightState> };

interface OnRight<S extends string, K extends string> extends Omit<
  Registration<S, K>,
  'reduce' | 'concerns' | 'effect'
> {
  readonly after?: (row: RightRow, args: Fields<S>) => RightChange;
  /** Rows of other kinds that it changes. */
  readonly also?: (args: Fields<S>, rows: Rows) => RowChange[];
  readonly concerned?: (args: Fields<S>) => Partial<Concerns>;
}

/** A registration on one right: in its journal, and of concern to all who have an interest on its line. */
export const onRight = <const S extends string, const K extends string = never>({
  after,
  also,
  concerned,
  ...it
}: OnRight<S, K>): Registration<S, K, never> =>
  registration({
    ...it,
    reduce(args, rows) {
      const { right, stateHash } = args as { right: Hex; stateHash: Hex };
      const row = existing(rows, 'right', right);
      const { state, ...rest } = after?.(row, args) ?? {};
      const next = { ...row, ...rest, state: { ...row.state, ...state } };
      return {
        changes: [rightChange(next, stateHash), ...(also?.(args, rows) ?? [])],
        subjects: [{ kind: 'right', id: right }],
      };
    },
    concerns: (args, changes) => concernsOfRights(changes, concerned?.(args)),
  });

/** @param more whom the lines do not tell */
export function concernsOfRights(changes: readonly RowChange[], more: Partial<Concerns> = {}): Concerns {
  const rows = changes.flatMap((it): RightRow[] => (it.kind === 'right' ? [it.row] : []));
  const lying = rows.flatMap(({ state }) => state.overlays.filter(({ kind }) => kind === 'interest'));
  return {
    parties: distinct([...rows.map(({ state }) => state.holder), ...(more.parties ?? [])]),
    rights: distinct(rows.map(({ id }) => id)),
    interest: more.interest,
    interests: distinct([...(more.interests ?? []), ...lying.map(({ ref }) => interestIdOf(ref))]),
  };
}
