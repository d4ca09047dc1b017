import { isErrorCode } from '../../../api/errors/catalogue.ts';
import { catalogue } from '../../../api/errors/catalogue.ts';
import type { Draft } from './draft.ts';
import type { FuzzAnswer } from './transport.ts';

interface ProblemLike {
  code?: unknown;
  status?: unknown;
  type?: unknown;
  title?: unknown;
  detail?: unknown;
  remedy?: unknown;
  errors?: unknown;
}

const filled = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** What is wrong with an answer, whatever was asked; nothing if it is as the API promises. */
export function faultOf(draft: Draft, answer: FuzzAnswer): string | undefined {
  const { status, headers, text } = answer;
  if (status === 0) return 'no HTTP answer';
  if (status >= 500) return `status ${status}`;
  if (status < 200 || (status >= 300 && status < 400)) return `unexpected status ${status}`;
  if ('x-injected' in headers) return 'a header was injected';
  if (/node_modules|\.ts:\d+:\d+/.test(text)) return 'the answer shows the inside of the program';
  // An answer to HEAD is a head only; a raw request may have been one.
  if (draft.method === 'HEAD') return undefined;
  return status < 400 ? undefined : faultOfProblem(answer);
}

function faultOfProblem({ status, headers, text }: FuzzAnswer): string | undefined {
  if (headers['content-type'] !== 'application/problem+json') {
    return `${status} is not application/problem+json`;
  }
  let problem: ProblemLike;
  try {
    problem = JSON.parse(text) as ProblemLike;
  } catch {
    return `${status} is not JSON`;
  }
  const { code } = problem;
  if (!isErrorCode(code)) return `the code ${String(code)} is not in the catalogue`;
  if (catalogue[code].status !== status || problem.status !== status) {
    return `${code} does not belong to ${status}`;
  }
  for (const member of ['type', 'title', 'detail', 'remedy'] as const) {
    if (!filled(problem[member])) return `${code} has no ${member}`;
  }
  return status === 400 ? faultOfFields(problem) : undefined;
}

function faultOfFields({ code, errors }: ProblemLike): string | undefined {
  const [first] = (Array.isArray(errors) ? errors : []) as {
    field?: unknown;
    in?: unknown;
    message?: unknown;
  }[];
  const named = typeof first?.field === 'string' && first.field.startsWith('/');
  return named && filled(first.message) && filled(first.in) ? undefined : `${String(code)} names no field`;
}
