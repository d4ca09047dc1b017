import { z } from 'zod';
import { registrationOf, type RegistryEvent } from '../../../../domain/registrations/events.ts';
import { entryKindOf, letterOf } from '../../../../domain/registrations/notices.ts';
import { formatNumber } from '../../../../domain/encoding/numbers.ts';
import { timestamp } from '../../../kit/fields.ts';
import { timestampOf } from '../../../views/common.ts';
import type { Reader } from '../../../read/reader.ts';

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
  const [kind, content] = [entryKindOf(event), registrationOf(event).content];
  if (kind === undefined || !content) throw new RangeError(`${event.name} is no registration on an interest`);
  return {
    number: formatNumber(letterOf(kind), sequence),
    sequence: String(sequence),
    kind,
    at: timestampOf(time),
    content: content(event.args, reader),
  };
}
