import { Problem } from '../errors/problem.ts';

/** One condition of being able to serve. `check` throws or rejects with what is wrong. */
export interface ReadinessCheck {
  readonly name: string;
  check(): void | Promise<void>;
}

export interface CheckResult {
  name: string;
  ok: boolean;
  detail?: string;
}

const TIMEOUT_MS = 2_000;

/** @throws Problem NOT_READY with every check */
export async function assertReady(
  checks: readonly ReadinessCheck[],
  timeoutMs = TIMEOUT_MS,
): Promise<CheckResult[]> {
  const results = await Promise.all(checks.map((each) => runCheck(each, timeoutMs)));
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length === 0) return results;
  throw new Problem('NOT_READY', {
    detail: `Not ready: ${failed.map(({ name }) => name).join(', ')}.`,
    extensions: { checks: results },
  });
}

async function runCheck(readiness: ReadinessCheck, timeoutMs: number): Promise<CheckResult> {
  const { name } = readiness;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([Promise.resolve().then(() => readiness.check()), late]);
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
