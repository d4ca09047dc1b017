import type { Hex } from '../../../domain/encoding/hash.ts';
import { OVERLAY_KINDS } from '../../../domain/line/overlay.ts';
import type { RestrictionRow } from '../../../domain/state/rows.ts';
import { approvals } from '../../chain/calls.ts';
import { Problem } from '../../errors/problem.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import { checkerKey, type SignerKeys } from '../../proposals/proposal.ts';
import type { Services } from '../../kit/services.ts';
import { signerOf } from '../../kit/signing.ts';
import { rightOf } from '../../kit/subjects.ts';
import type { Reader } from '../../read/reader.ts';
import {
  requireCompetent,
  requireLiftable,
  requireProlongable,
  requireUntil,
  unitsRestricted,
  type Actor,
} from './rules.ts';
import type { LiftRestriction, ProlongRestriction, RestrictUnits } from './schemas.ts';
import { rightsRestricted } from './view.ts';

export interface RestrictIntent {
  actor: Actor;
  right: Hex;
  restriction: RestrictUnits;
}

export interface ProlongIntent {
  actor: Actor;
  /** Registry sequence by which the restriction is known. */
  ref: number;
  prolongation: ProlongRestriction;
}

export interface LiftIntent {
  actor: Actor;
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
    prepare({ actor, right, restriction }) {
      const reader = read();
      const row = rightOf(reader, right);
      requireCompetent(restriction.kind, row, actor);
      const until = requireUntil(restriction.kind, restriction.until, reader);
      const intervals = unitsRestricted(restriction, row, reader);
      const kind = OVERLAY_KINDS.indexOf(restriction.kind);
      return calls.restrict({ right: row, intervals }, { kind, until, ...restriction.order });
    },
  };

  const prolong: OperationKind<ProlongIntent> = {
    subjects,
    prepare({ actor, ref, prolongation }) {
      const reader = read();
      const row = restrictionOf(reader, ref);
      const { day, right } = requireProlongable(row, prolongation, actor, reader);
      return calls.prolong(right, ref, day, prolongation.order.number, prolongation.order.digest);
    },
  };

  const lift: OperationKind<LiftIntent> = {
    subjects,
    async prepare({ actor, ref, lift: body, signers }) {
      const reader = read();
      const right = requireLiftable(restrictionOf(reader, ref), body, actor, reader);
      const { number, digest } = body.order;
      const approval = await sign(checkerKey(signers), approvals.lift(right, ref, number, digest));
      return calls.lift(right, ref, number, digest, approval);
    },
  };

  return { 'restriction.enter': restrict, 'restriction.prolong': prolong, 'restriction.lift': lift };
}

/** @throws Problem NOT_FOUND */
export function restrictionOf(reader: Reader, ref: number): RestrictionRow {
  const row = reader.get('restriction', String(ref));
  if (!row) throw new Problem('NOT_FOUND', { detail: 'There is no restriction of this number.' });
  return row;
}
