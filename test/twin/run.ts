import { fork, type ChildProcess } from 'node:child_process';
import { inspect } from 'node:util';
import { add, live, shareAccepted, type Outcomes } from './lives.ts';

/*
 * The long run: LUDENG_TWIN_STEPS (1,000,000), LUDENG_TWIN_SEED, LUDENG_TWIN_PROCESSES (2). Ends with a table of what came of which
 * operation, or at the first difference, with the seed that repeats it.
 */

interface Report {
  steps: number;
  outcomes: [string, number][];
}

const STEPS = Number(process.env['LUDENG_TWIN_STEPS'] ?? 1_000_000);
const SEED = Number(process.env['LUDENG_TWIN_SEED'] ?? Date.now() % 2 ** 31);
const PROCESSES = Number(process.env['LUDENG_TWIN_PROCESSES'] ?? 2);
const PROGRESS_MILLISECONDS = 15_000;

const place = process.env['LUDENG_TWIN_PLACE'];
if (place === undefined) await share();
else await work(Number(place));

async function work(mine: number): Promise<void> {
  // An orderly exit ends the chain too, be it that the others found a difference or that whoever shares the run is gone.
  const end = () => process.exit(process.exitCode ?? 1);
  process.once('SIGTERM', end).once('SIGINT', end).once('disconnect', end);
  const steps = Math.floor(STEPS / PROCESSES) + (mine < STEPS % PROCESSES ? 1 : 0);
  const lived = (outcomes: Outcomes, count: number) => {
    process.send?.({ steps: count, outcomes: [...outcomes] } satisfies Report);
  };
  await live({ seed: SEED + mine, steps, every: PROCESSES, lived }).catch((error: unknown) => {
    console.error(inspect(error));
    process.exitCode = 1;
  });
  process.exitCode ??= 0;
  process.disconnect();
}

async function share(): Promise<void> {
  console.log(`${STEPS} steps in ${PROCESSES} processes, seed ${SEED}`);
  const outcomes: Outcomes = new Map();
  const began = Date.now();
  let done = 0;
  const progress = setInterval(() => {
    const rate = (1_000 * done) / (Date.now() - began);
    const left = rate > 0 ? Math.round((STEPS - done) / rate / 60) : '?';
    console.log(`${done} of ${STEPS} steps, ${rate.toFixed(0)} a second, ${left} minutes left`);
  }, PROGRESS_MILLISECONDS);
  const workers = Array.from({ length: PROCESSES }, (_, mine) => {
    const env = { ...process.env, LUDENG_TWIN_SEED: String(SEED), LUDENG_TWIN_PLACE: String(mine) };
    const worker = fork(new URL(import.meta.url), { env });
    worker.on('message', ({ steps, outcomes: more }: Report) => {
      done += steps;
      add(outcomes, more);
    });
    return worker;
  });
  const codes = await Promise.all(workers.map((worker) => ended(worker, workers)));
  clearInterval(progress);
  table(outcomes);
  const failed = codes.some((code) => code !== 0);
  const share = (100 * shareAccepted(outcomes)).toFixed(1);
  const seconds = Math.round((Date.now() - began) / 1_000);
  console.log(
    `${done} steps, ${share} % accepted, ${seconds} s, seed ${SEED}: ${failed ? 'FAILED' : 'no difference'}`,
  );
  process.exitCode = failed || done < STEPS ? 1 : 0;
}

/** One that has found a difference ends the others. */
function ended(worker: ChildProcess, workers: readonly ChildProcess[]): Promise<number> {
  return new Promise((resolve) => {
    worker.once('exit', (code) => {
      if (code !== 0) workers.filter((it) => it !== worker).forEach((it) => it.kill());
      resolve(code ?? 1);
    });
  });
}

function table(outcomes: Outcomes): void {
  let operation = '';
  for (const [outcome, count] of [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [name = '', result = ''] = outcome.split(' ');
    if (name !== operation) console.log(`\n${name}`);
    operation = name;
    console.log(`${String(count).padStart(9)}  ${result}`);
  }
  console.log();
}
