import type { Hex } from '../../../domain/encoding/hash.ts';
import { OVERLAY_KINDS } from '../../../domain/line/overlay.ts';
import { lifts, prolongs, restricts } from '../../../domain/rules/restrictions.ts';
import type { RestrictionRow, RightRow } from '../../../domain/state/rows.ts';
import { approvals } from '../../chain/calls.ts';
import { Problem } from '../../errors/problem.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import { checkerKey, type SignerKeys } from '../../proposals/proposal.ts';
import type { Services } from '../../kit/services.ts';
import { signerOf } from '../../kit/signing.ts';
import { dayOf, rightOf } from '../../kit/subjects.ts';
import { decide } from '../../kit/decide.ts';
import type { Reader } from '../../read/reader.ts';
import { requireLawfulTerm, rightFreed, rightOf as rightRestricted, unitsRestricted } from './rules.ts';
import type { LiftRestriction, ProlongRestriction, RestrictUnits } from './schemas.ts';
import { rightsRestricted } from './view.ts';

export interface RestrictIntent {
  /** Number of the institution that acts. */
  by: number;
  right: Hex;
  restriction: RestrictUnits;
}

export interface ProlongIntent {
  /** Number of the institution that acts. */
  by: number;
  /** Registry sequence by which the restriction is known. */
  ref: number;
  prolongation: ProlongRestriction;
}

export interface LiftIntent {
  /** Number of the institution that acts. */
  by: number;
  ref: number;
  lift: LiftRestriction;
  signers: SignerKeys;
}

export function restrictionOperations(services: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = services;
  const sign = signerOf(services);
  const subjects = ({ ref }: { ref: number }): string[] => {
    const reader = read();
    const row = reader.get('restriction', String(ref));
    return row ? rightsRestricted(row, reader).map(({ id }) => `right/${id}`) : [];
  };

  const restrict: OperationKind<RestrictIntent> = {
    subjects: ({ right }) => [`right/${right}`],
    prepare({ by, right, restriction }) {
      const reader = read();
      const row = rightOf(reader, right);
      const intervals = unitsRestricted(restriction, row, reader);
      const order = {
        kind: OVERLAY_KINDS.indexOf(restriction.kind),
        until: dayOf(restriction.until),
        ...restriction.order,
      };
      const units = [{ right, intervals }];
      decide(reader, (register) => restricts(register, by, { right, row, intervals, ...order }), {
        fields: { [right]: '/' },
        units,
      });
      requireLawfulTerm(restriction.kind, order.until, reader);
      return calls.restrict({ right: row, intervals }, order);
    },
  };

  const prolong: OperationKind<ProlongIntent> = {
    subjects,
    prepare({ by, ref, prolongation }) {
      const reader = read();
      const row = restrictionOf(reader, ref);
      const right = rightRestricted(row, reader);
      const until = dayOf(prolongation.until);
      const { number, digest } = prolongation.order;
      const draft = { right: right.id, row: right, ref, until, number };
      decide(reader, (register) => prolongs(register, by, draft), { codes: NOT_BY_OTHERS });
      requireLawfulTerm(row.kind, until, reader);
      return calls.prolong(right, ref, until, number, digest);
    },
  };

  const lift: OperationKind<LiftIntent> = {
    subjects,
    async prepare({ by, ref, lift: body, signers }) {
      const reader = read();
      const right = rightLifted(restrictionOf(reader, ref), body, by, reader);
      const { number, digest } = body.order;
      const approval = await sign(checkerKey(signers), approvals.lift(right, ref, number, digest));
      return calls.lift(right, ref, number, digest, approval);
    },
  };

  return { 'restriction.enter': restrict, 'restriction.prolong': prolong, 'restriction.lift': lift };
}

/** Whose capacity is another is not told which it would take: it is not the one that restricted. */
const NOT_BY_OTHERS = { WrongCapacity: 'NOT_RESTRICTOR' } as const;

/** The right from which the institution lifts it. @throws Problem if it may not */
export function rightLifted(
  row: RestrictionRow,
  body: LiftRestriction,
  by: number,
  reader: Reader,
): RightRow {
  const right = rightFreed(row, body, reader);
  const draft = { right: right.id, row: right, ref: row.ref, number: body.order.number };
  decide(reader, (register) => lifts(register, by, { ...draft, approval: 'awaited' }), {
    codes: NOT_BY_OTHERS,
  });
  return right;
}

/** @throws Problem NOT_FOUND */
export function restrictionOf(reader: Reader, ref: number): RestrictionRow {
  const row = reader.get('restriction', String(ref));
  if (!row) throw new Problem('NOT_FOUND', { detail: 'There is no restriction of this number.' });
  return row;
}
