import type { z } from 'zod';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import type { AsOf } from '../../kit/as-of.ts';
import { institutionNumber, type Services, type WriteContext } from '../../kit/services.ts';
import { rightOf } from '../../kit/subjects.ts';
import { asOfView } from '../../views/common.ts';
import { rightSchema, rightView } from '../../views/right.ts';
import type { Reader } from '../../read/reader.ts';
import { withAsOf } from '../../views/schemas.ts';

export const rightAnswer = withAsOf(rightSchema);

export const addressOf = (right: Hex): string => `/v1/rights/${right}`;

/** What the routes of rights do with a request. */
export class RightDesk {
  readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  /** @throws Problem NOT_FOUND */
  find(id: Hex, asOf?: AsOf): { row: RightRow; reader: Reader } {
    const reader = this.services.read(asOf);
    return { row: rightOf(reader, id), reader };
  }

  show(id: Hex, asOf?: AsOf): z.input<typeof rightAnswer> {
    const { row, reader } = this.find(id, asOf);
    return { ...rightView(row, reader), asOf: asOfView(reader.point) };
  }

  /** Number of the institution that asks. */
  institution({ principal }: WriteContext): number {
    return institutionNumber(this.services, principal);
  }
}
