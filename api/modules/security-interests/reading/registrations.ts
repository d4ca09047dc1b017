import { z } from 'zod';
import type { RegistryEvent } from '../../../../domain/registrations/events.ts';
import { letterOf, noticeKindOf } from '../../../../domain/registrations/notices.ts';
import { formatNumber } from '../../../../domain/encoding/numbers.ts';
import { timestamp } from '../../../kit/fields.ts';
import { timestampOf } from '../../../views/common.ts';
import { EFFECTS } from '../../../views/interest/registrations.ts';
import type { Reader } from '../../../read/reader.ts';
import { contentOf } from './content.ts';

export const registrationSchema = z
  .strictObject({
    number: z.string(),
    sequence: z.string(),
    kind: z.string(),
    at: timestamp,
    content: z.looseObject({}).meta({ description: 'What was registered, as it was registered.' }),
  })
  .meta({ id: 'Registration', description: 'One registration in the chain of an interest.' });

export function registrationView(event: RegistryEvent, reader: Reader): z.input<typeof registrationSchema> {
  const { sequence, time } = event.args as { sequence: bigint; time: number };
  const kind = noticeKindOf(event);
  return {
    number: formatNumber(kind ? letterOf(kind) : 'N', sequence),
    sequence: String(sequence),
    kind: kind ?? (EFFECTS as Partial<Record<string, string>>)[event.name] ?? event.name,
    at: timestampOf(time),
    content: contentOf(event, reader),
  };
}
