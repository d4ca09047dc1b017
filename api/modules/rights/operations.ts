import { textToFixed } from '../../../domain/encoding/abi.ts';
import { ACQUISITIONS } from '../../../domain/encoding/codes.ts';
import type { RightRegistrationFields } from '../../../domain/registrations/events.ts';
import { rightIdOf } from '../../../domain/encoding/ids.ts';
import { fieldProblem } from '../../errors/problem.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import type { Services } from '../../kit/services.ts';
import { dayOf } from '../../kit/subjects.ts';
import { parseDecimal } from '../../views/common.ts';
import { registersRights } from '../../../domain/rules/rights.ts';
import { decide } from '../../kit/decide.ts';
import { rightUnder } from './certificates.ts';
import { quotaOperations } from './quotas/operations.ts';
import { renewalOperations } from './renewals/operations.ts';
import type { RegisterRight } from './schemas.ts';
import { titleOperations } from './titles/operations.ts';

export interface RegisterRightIntent {
  /** Number of the authority. */
  authority: number;
  right: RegisterRight;
}

export function rightOperations(services: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = services;
  const register: OperationKind<RegisterRightIntent> = {
    subjects: ({ authority, right }) => [`right/${rightIdOf(authority, right.certificateNumber)}`],
    async prepare({ authority, right }) {
      const reader = read();
      if (!reader.get('rightType', right.type)) {
        throw fieldProblem('UNKNOWN_RIGHT_TYPE', '/type', 'is not a right type in force');
      }
      const given = registrationFields(right);
      decide(reader, (register) => registersRights(register, authority, [given]), {
        right: await rightUnder(right.certificateNumber, authority, reader),
        fields: {
          [right.holder]: '/holder',
          UnknownType: '/type',
          NotCompetent: '/type',
          VintageRequired: '/vintage',
          SerialBlocksRequired: '/serialBlocks',
          RightExists: '/certificateNumber',
        },
      });
      return calls.registerRights([given]);
    },
  };
  return {
    'right.register': register,
    ...titleOperations(services),
    ...quotaOperations(services),
    ...renewalOperations(services),
  };
}

function registrationFields(right: RegisterRight): RightRegistrationFields {
  const price = right.referencePrice;
  return {
    holder: right.holder,
    typeCode: textToFixed(right.type, 8),
    acquisition: ACQUISITIONS.indexOf(right.acquisition),
    vintage: right.vintage ?? 0,
    validFrom: dayOf(right.validFrom),
    validTo: dayOf(right.validTo),
    quantity: BigInt(right.quantity),
    certificateNumber: right.certificateNumber,
    region: right.region,
    referencePrice: price
      ? {
          ...parseDecimal(price.value),
          currency: textToFixed(price.currency, 3),
          day: dayOf(price.asOf),
          source: price.source,
        }
      : { value: 0n, decimals: 0, currency: textToFixed('', 3), day: 0, source: '' },
    serialBlocks: right.serialBlocks.map(({ prefix, start, end }) => ({
      prefix: prefix ?? '',
      first: BigInt(start),
      last: BigInt(end),
    })),
    evidence: right.evidence.map(({ kind, digest }) => ({ kind: textToFixed(kind, 16), digest })),
  };
}
