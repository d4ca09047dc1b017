import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from '../support/client.ts';
import { killLeft, LudengProcess } from '../support/ludeng-process.ts';

// One system for all files of a run: each test makes parties and rights of its own, as strangers in one registry do.

let system: LudengProcess | undefined;
let folder = '';
let running: Registry | undefined;

before('start the system', async function () {
  this.timeout(90_000);
  folder = mkdtempSync(join(tmpdir(), 'ludeng-e2e-'));
  system = new LudengProcess(join(folder, 'data'));
  running = new Registry(await system.ready, system.credentials);
});

after('stop the system', async function () {
  this.timeout(30_000);
  await system?.stop();
  await killLeft();
  rmSync(folder, { recursive: true, force: true });
});

/** The running system; only inside a test or a hook. */
export function registry(): Registry {
  if (!running) throw new Error('the system has not been started');
  return running;
}

let count = 0;
/** A text that no other test uses. */
export const unique = (what: string): string => `${what}${process.pid}-${++count}`;
