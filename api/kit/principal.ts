import type { Capacity, Duty } from '../../domain/encoding/codes.ts';

/** Who is asking. */
export interface Principal {
  /** Id of the institution: the party id of the legal entity that it is. */
  readonly institution: `0x${string}`;
  readonly capacities: readonly Capacity[];
  readonly duty: Duty;
  readonly suspended: boolean;
  /** Public part of the API key, for logs and for telling two persons of one institution apart. */
  readonly keyId: string;
}

/** Who may call a route. Several capacities or duties mean: any of them. */
export type Access =
  | 'public'
  | 'account'
  | {
      readonly capacity?: Capacity | readonly Capacity[];
      readonly duty?: Duty | readonly Duty[];
    };

export const asList = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
