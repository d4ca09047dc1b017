import { Problem } from '../errors/problem.ts';
import type { Failure } from './operation.ts';

/** A failure as the operation keeps it, and back as the problem that the caller is told. */
export function failureOf({ code, detail, fields, extensions }: Problem): Failure {
  return { code, detail, fields, extensions };
}

export function problemOfFailure({ code, ...options }: Failure): Problem {
  return new Problem(code, options);
}
