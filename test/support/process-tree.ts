import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface Process {
  pid: number;
  parent: number;
  state: string;
}

/** State and parent, from the fields behind the command, which may hold anything; undefined once it is gone. */
function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

function descendants(root: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name)) ?? []);
  const below = (pid: number): number[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(root);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

/** Kills a process with all that it started, at one instant, and waits until nothing of it runs. Linux only. */
export async function killTree(root: number): Promise<void> {
  // Stopped first, so that it starts nothing while its children are looked for.
  signal(root, 'SIGSTOP');
  const tree = [root, ...descendants(root)];
  for (const pid of tree) signal(pid, 'SIGKILL');
  while (tree.some((pid) => !['Z', 'X', undefined].includes(processOf(pid)?.state))) await sleep(2);
}
