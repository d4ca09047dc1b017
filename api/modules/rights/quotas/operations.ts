import type { Hex } from '../../../../domain/encoding/hash.ts';
import { OVERLAY_KINDS } from '../../../../domain/line/overlay.ts';
import { decides } from '../../../../domain/rules/quotas.ts';
import { decide } from '../../../kit/decide.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import type { Services } from '../../../kit/services.ts';
import { rightOf } from '../../../kit/subjects.ts';
import { unitsDecided } from './units.ts';
import type { DecisionBody } from './schemas.ts';

export interface DecisionIntent {
  /** Number of the authority. */
  authority: number;
  right: Hex;
  decided: DecisionBody;
}

export function quotaOperations({ read, calls }: Pick<Services, 'read' | 'calls'>) {
  const decision: OperationKind<DecisionIntent> = {
    subjects: ({ right }) => [`right/${right}`],
    prepare({ authority, right, decided }) {
      const reader = read();
      const row = rightOf(reader, right);
      const intervals = unitsDecided(decided, row, reader);
      const fields = {
        kind: OVERLAY_KINDS.indexOf(decided.kind),
        overriding: decided.kind === 'surrendered' && decided.overriding,
        period: decided.period ?? 0,
        ...decided.decision,
      };
      decide(reader, (register) => decides(register, authority, { right, row, intervals, ...fields }), {
        fields: { [right]: '/' },
        units: [{ right, intervals }],
      });
      return calls.decide({ right: row, intervals }, fields);
    },
  };
  return { 'right.decide': decision };
}
