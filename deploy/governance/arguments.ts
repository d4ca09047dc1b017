import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Hex } from '../../api/chain/types.ts';
import { WrongArgument } from './errors.ts';

/** Each reads one argument. @throws WrongArgument that names it */

export function oneOf<T extends string>(argument: string, names: readonly T[], given: string): T {
  const name = names.find((it) => it === given);
  if (name !== undefined) return name;
  throw new WrongArgument(argument, `has no value ${given}`, `Give one of: ${names.join(', ')}.`);
}

export function someOf<T extends string>(argument: string, names: readonly T[], given: string): T[] {
  return given.split(',').map((it) => oneOf(argument, names, it.trim()));
}

export function address(argument: string, given: string): Hex {
  if (/^0x[0-9a-fA-F]{40}$/.test(given)) return given.toLowerCase() as Hex;
  throw new WrongArgument(argument, `is not an address: ${given}`, 'Give 0x and 40 hexadecimal digits.');
}

export function sentence(argument: string, given: string): string {
  const text = given.trim();
  if (text !== '' && text.length <= 500) return text;
  throw new WrongArgument(argument, 'is empty or longer than 500 characters', 'Say in a sentence why.');
}

export function fileOf<T>(argument: string, path: string, form: z.ZodType<T>, example: string): T {
  const remedy = `${example} shows the form of the file.`;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new WrongArgument(argument, `cannot be read: ${path}: ${(error as Error).message}`, remedy);
  }
  const parsed = form.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new WrongArgument(argument, `has errors: ${path}\n${z.prettifyError(parsed.error)}\n`, remedy);
}
