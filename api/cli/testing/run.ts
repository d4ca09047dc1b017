import { spawn, type ChildProcess } from 'node:child_process';
import { root } from '../root.ts';

export interface RunResult {
  readonly code: number;
  readonly output: string;
}

const running = new Set<ChildProcess>();

/**
 * Runs a Node script of the project, or of one of its packages, and keeps what it prints. It is a process group of its own, so
 * that nothing it started survives it.
 * @param minutes after that it is ended, and the output says so
 */
export async function runNode(args: readonly string[], minutes: number): Promise<RunResult> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    detached: process.platform !== 'win32',
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true', NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const keep = (chunk: string) => (output += chunk);
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const timer = setTimeout(() => {
    keep(`\nEnded after ${minutes} minutes: something never finished, or was left open.\n`);
    end(child);
  }, minutes * 60_000);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  clearTimeout(timer);
  end(child);
  running.delete(child);
  return { code, output };
}

/** Ends every process that is still running, with all that it started. */
export function endAll(): void {
  for (const child of running) end(child);
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // No process of the group is left.
  }
}
