import type { Fields } from '../encoding/abi-types.ts';
import type { Hex } from '../encoding/hash.ts';
import { formatNumber } from '../encoding/numbers.ts';
import type { Instant, InterestRow, RowChange, Rows } from '../state/rows.ts';
import type { InterestState } from '../state/state.ts';
import type { ON_INTEREST } from './parts.ts';
import { existing, instantOf, interestChange, rowIn } from './reduction.ts';
import { distinct, kindOf, registration, type Concerns, type Registration } from './registration.ts';

type InterestChange = Partial<Omit<InterestRow, 'state' | 'terms'>> & {
  state?: Partial<InterestState>;
  terms?: Partial<InterestRow['terms']>;
};

interface OnInterest<S extends string, K extends string, E extends string> extends Omit<
  Registration<S, K, E>,
  'reduce' | 'concerns' | 'resource'
> {
  readonly after?: (row: InterestRow, args: Fields<S>, instant: Instant, rows: Rows) => InterestChange;
  /** Other interests that the notice concerns. */
  readonly concerned?: (args: Fields<S>) => Hex[];
}

type InterestArgs = Fields<typeof ON_INTEREST> & { stateHash: Hex };

/** A registration on an interest: in its journal. */
export const onInterest = <
  const S extends string,
  const K extends string = never,
  const E extends string = never,
>({
  after,
  concerned,
  ...it
}: OnInterest<S, K, E>): Registration<S, K, E> =>
  registration({
    ...it,
    reduce(args, rows) {
      const { interest, stateHash, ...dated } = args as InterestArgs;
      const [row, instant] = [existing(rows, 'interest', interest), instantOf(dated)];
      const { state, terms, ...rest } = after?.(row, args, instant, rows) ?? {};
      const next = {
        ...row,
        ...rest,
        state: { ...row.state, ...state },
        terms: { ...row.terms, ...terms },
        registrations: [...row.registrations, { kind: kindOf(it, args)!, ...instant }],
      };
      return {
        changes: [interestChange(next, stateHash)],
        subjects: [{ kind: 'interest', id: interest }],
      };
    },
    concerns: (args, changes) =>
      concernsOfInterest((args as InterestArgs).interest, changes, concerned?.(args)),
    resource: (args) => interestResource((args as InterestArgs).interest),
  });

export const interestResource = (interest: Hex): string =>
  `/security-interests/${formatNumber('S', BigInt(interest))}`;

export function concernsOfInterest(
  interest: Hex,
  changes: readonly RowChange[],
  others: readonly Hex[] = [],
): Concerns {
  const { id, state } = rowIn(changes, 'interest', interest);
  return {
    parties: distinct([state.grantor, state.debtor]),
    rights: distinct(state.rights),
    interest: id,
    interests: distinct([id, ...others]),
  };
}
