import { z } from 'zod';
import { civilDate, hex32, positiveAmount, text } from '../../../kit/fields.ts';
import { registrationNumber } from '../../../views/schemas.ts';

/** 256 bytes on chain, of which a Chinese character takes three. */
const fileNumber = text(80);

export const object = z.strictObject({
  number: fileNumber.optional().meta({ description: 'How the objector files it.' }),
  digest: hex32.meta({ description: 'Salted digest of the written objection.' }),
});

export const notifyObjection = z.strictObject({ date: civilDate, digest: hex32.optional() });

export const acceptObjection = z.strictObject({
  number: fileNumber.meta({
    description: 'File number under which the court or arbitral body took the case.',
  }),
  date: civilDate,
  digest: hex32,
});

export const withdrawObjection = z.strictObject({ digest: hex32.optional() });

export const requestCancellation = z.strictObject({
  date: civilDate.meta({ description: 'Day on which the debt was paid, or the claim otherwise ended.' }),
  number: fileNumber.optional(),
  digest: hex32,
});

export const enterExternal = z.strictObject({
  register: z.enum(['unified', 'platform']),
  number: fileNumber,
  date: civilDate,
  quantity: positiveAmount.meta({ description: 'Base units that the register says are encumbered.' }),
  grantor: hex32.meta({ description: 'The grantor that the register names.' }),
  termTo: civilDate,
  evidence: z.strictObject({ digest: hex32 }),
});

export const objectionParams = z.strictObject({
  number: registrationNumber('S', 'a security interest'),
  objection: registrationNumber('N', 'an objection'),
});
