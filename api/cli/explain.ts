import { ChainError } from '../chain/errors.ts';
import { ConfigError } from '../settings/config.ts';
import { catalogueEntry } from '../errors/catalogue.ts';
import { Problem } from '../errors/problem.ts';
import { StoreError } from '../store/errors.ts';

/** An error as a person at a terminal needs it: what is wrong and what to do. The stack only for the unforeseen. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Problem) {
    return `${error.detail} [${error.code}]\n${catalogueEntry(error.code).remedy}`;
  }
  if (error instanceof ChainError || error instanceof StoreError) {
    const cause = error.cause instanceof Error ? `\n  ${error.cause.message}` : '';
    return `${error.message} [${error.code}]${cause}\nSee "When it does not start" in docs/operations.md.`;
  }
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}
