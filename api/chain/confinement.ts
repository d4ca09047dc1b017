import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

/**
 * How the engine's process is tied to ours and kept from others. anvil always opens a TCP port besides its unix socket,
 * and a process that reaches that port can seal blocks; so it gets a network namespace of its own where the system allows that.
 */
export interface Confinement {
  /** The command and its arguments, wrapped. */
  wrap(command: string[]): string[];
  /** Loopback address that the engine binds; unreachable from outside when `exposure.tcp` is 'none'. */
  host: string;
  port: number;
  exposure: Exposure;
  /** What kills the engine when this process dies without a word. */
  guard: 'kernel' | 'pipe';
}

/** What of the engine others on this machine can reach. For the start-up log and `ludeng doctor`. */
export interface Exposure {
  tcp: 'none' | 'loopback';
  /** Present with 'loopback'. */
  address?: string;
  note: string;
}

const NAMESPACE = ['unshare', '--user', '--net', '--'];
const DEATH_SIGNAL = ['setpriv', '--pdeathsig', 'KILL', '--'];

// The kernel's signal is armed before the shell looks who its parent is, so our death in between is noticed too.
const CHECK_PARENT = ['sh', '-c', '[ "$PPID" = "$0" ] || exit 1; exec "$@"'];

// Descriptor 3 is a pipe that only we hold open: it ends when we do.
const WATCH_PIPE = [
  'sh',
  '-c',
  '"$@" 3<&- & child=$!; (cat <&3; kill -9 $child) >/dev/null 2>&1 & watch=$!; wait $child; code=$?; kill $watch; exit $code',
  'sh',
];

export interface ConfinementOptions {
  /** False skips what the system may allow; for tests of the fallbacks. */
  namespace?: boolean;
  deathSignal?: boolean;
}

export function confine(options: ConfinementOptions = {}): Confinement {
  const namespace = options.namespace !== false && works(NAMESPACE);
  const kernel =
    options.deathSignal !== false && works(namespace ? [...NAMESPACE, ...DEATH_SIGNAL] : DEATH_SIGNAL);
  const tie = kernel ? [...DEATH_SIGNAL, ...CHECK_PARENT, String(process.pid)] : WATCH_PIPE;
  // Outside Linux only 127.0.0.1 is configured; on Linux the whole of 127.0.0.0/8 is.
  const octets = [randomInt(1, 255), randomInt(256), randomInt(1, 255)];
  const host = namespace || process.platform !== 'linux' ? '127.0.0.1' : `127.${octets.join('.')}`;
  const port = namespace ? 8545 : randomInt(20_000, 60_000);
  return {
    wrap: (command) => [...(namespace ? NAMESPACE : []), ...tie, ...command],
    host,
    port,
    guard: kernel ? 'kernel' : 'pipe',
    exposure: namespace
      ? {
          tcp: 'none',
          note: 'The engine runs in a network namespace of its own: only its unix socket is reachable.',
        }
      : {
          tcp: 'loopback',
          address: `${host}:${port}`,
          note:
            'This system does not allow a network namespace, so programs of other users on this machine could reach ' +
            'the engine if they guessed its address. Allow unprivileged user namespaces, or keep the machine to yourself.',
        },
  };
}

function works(prefix: string[]): boolean {
  if (process.platform !== 'linux') return false;
  const [command, ...args] = [...prefix, 'true'];
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
