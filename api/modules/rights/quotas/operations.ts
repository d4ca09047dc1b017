import type { Hex } from '../../../../domain/encoding/hash.ts';
import { OVERLAY_KINDS } from '../../../../domain/line/overlay.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import type { Services } from '../../../kit/services.ts';
import { requireAuthority, rightOf } from '../../../kit/subjects.ts';
import { unitsDecided } from './units.ts';
import type { DecisionBody } from './schemas.ts';

export interface DecisionIntent {
  /** Number of the authority. */
  authority: number;
  right: Hex;
  decided: DecisionBody;
}

export function quotaOperations({ read, calls }: Pick<Services, 'read' | 'calls'>) {
  const decide: OperationKind<DecisionIntent> = {
    subjects: ({ right }) => [`right/${right}`],
    prepare({ authority, right, decided }) {
      const reader = read();
      const row = rightOf(reader, right);
      requireAuthority(row, authority);
      const intervals = unitsDecided(decided, row, reader);
      return calls.decide(
        { right: row, intervals },
        {
          kind: OVERLAY_KINDS.indexOf(decided.kind),
          overriding: decided.kind === 'surrendered' && decided.overriding,
          period: decided.period ?? 0,
          number: decided.decision.number,
          digest: decided.decision.digest,
        },
      );
    },
  };
  return { 'right.decide': decide };
}
