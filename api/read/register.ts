import type { Hex } from '../../domain/encoding/hash.ts';
import { Register } from '../../domain/rules/register.ts';
import type { RowKind, RowTypes } from '../../domain/state/rows.ts';
import type { Reader } from './reader.ts';

/** What only a look-up of its own finds, done before a rule is asked. */
export interface Found {
  /** By {@link keyOfIdentifier}. */
  bearers?: ReadonlyMap<string, Hex>;
  /** The right that has the certificate of the request. */
  right?: Hex | undefined;
  /** Of the disposal of the request. */
  buyer?: Hex | undefined;
}

export const keyOfIdentifier = ({ scheme, value }: { scheme: string; value: string }): string =>
  `${scheme}:${value}`;

/** The index as the rules ask it. */
export class IndexRegister extends Register {
  readonly now: number;
  private readonly reader: Reader;
  private readonly found: Found;

  constructor(reader: Reader, found: Found = {}) {
    super();
    this.now = reader.now;
    [this.reader, this.found] = [reader, found];
  }

  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    return this.reader.get(kind, id);
  }

  /** The service acts for institutions, and never governs. */
  mayGovern(): boolean {
    return false;
  }

  numberOf(party: Hex): number {
    return this.reader.institutionOf(party) ?? 0;
  }

  bearerOf(identifier: { scheme: string; value: string }): Hex | undefined {
    return this.found.bearers?.get(keyOfIdentifier(identifier));
  }

  rightUnder(): Hex | undefined {
    return this.found.right;
  }

  buyerOf(): Hex | undefined {
    return this.found.buyer;
  }
}
