import type { Register } from '../../domain/rules/register.ts';
import type { Checked } from '../../domain/rules/verdict.ts';
import type { Request } from '../errors/meanings/meaning.ts';
import { explained } from '../errors/refusals.ts';
import type { Reader } from '../read/reader.ts';
import { IndexRegister, type Found } from '../read/register.ts';

/**
 * Asks a rule of the domain, which decides as the contract will.
 * @param fields where the request says what a refusal is about, see {@link Request}
 * @throws Problem with what the refusal means in this request
 */
export function decide(
  reader: Reader,
  rule: (register: Register) => Checked,
  { fields = {}, units, codes, ...found }: Partial<Omit<Request, 'rows'>> & Found = {},
): void {
  const register = new IndexRegister(reader, found);
  const refusal = rule(register);
  if (!refusal) return;
  const request = { rows: register, fields, ...(units && { units }), ...(codes && { codes }) };
  throw explained(refusal, request);
}
