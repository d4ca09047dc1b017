import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeCall, interfaceOf } from '../api/chain/contracts.ts';
import { replaceDurably } from '../api/chain/durable.ts';
import type { Keystore } from '../api/chain/keystore.ts';
import { keyLabel } from '../api/chain/signer.ts';
import type { Arguments, Method } from '../api/chain/typed-calls.ts';
import type { Chain, Hex } from '../api/chain/types.ts';
import { trustedKeyActiveAt } from '../domain/time/clocks.ts';
import { DUTIES, maskOf, type Duty } from '../domain/encoding/codes.ts';
import type { Place } from '../domain/time/working-days.ts';
import { finalReceipt, GOVERNANCE_KEY } from './deploy.ts';
import type { Deployment } from './record.ts';

/** A key that governance has scheduled. Times are unix seconds. */
export interface Admission {
  institution: string;
  duty: Duty;
  /** In the keystore. */
  label: string;
  address: Hex;
  /** From when governance may execute it. */
  executableAt: number;
  /** From when the key acts, unless the registry's own delay, which begins when it is executed, ends later. */
  activeFrom: number;
  /** Whether the holidays of a year until then are not published yet. */
  provisional: boolean;
}

export interface Governor {
  directory: string;
  chain: Chain;
  keystore: Keystore;
  deployment: Pick<Deployment, 'addresses' | 'genesis'>;
}

const FILE = 'admissions.json';

/** What is scheduled and not executed. */
export function pendingAdmissions(directory: string): Admission[] {
  const path = join(directory, FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Admission[]) : [];
}

/**
 * Makes a key and schedules its admission; the same again finds what is scheduled already.
 * @param now unix seconds
 * @throws RangeError if the registry has no such institution
 */
export async function scheduleKey(
  governor: Governor,
  { institution, duty, place = 'CN' }: { institution: string; duty: Duty; place?: Place },
  now: number,
): Promise<Admission> {
  const { directory, keystore, deployment } = governor;
  const pending = pendingAdmissions(directory);
  const planned = pending.find((it) => it.institution === institution && it.duty === duty);
  numberOf(deployment, institution);
  const label = planned?.label ?? freeLabel(keystore, institution, duty);
  const { at: activeFrom, provisional } = trustedKeyActiveAt(now, place);
  const address = await keystore.ensure(label);
  const admission = planned ?? {
    institution,
    duty,
    label,
    address,
    executableAt: 0,
    activeFrom,
    provisional,
  };
  // Kept first: an interrupted run goes on with the same key and the same call.
  if (!planned) await keep(directory, [...pending, admission]);
  const executableAt = (await scheduled(governor, admission)) ?? (await schedule(governor, admission));
  const complete = { ...admission, executableAt };
  const others = pending.filter((it) => it !== planned);
  await keep(directory, [...others, complete]);
  return complete;
}

/** Executes what is due. What waited so long that its schedule has expired has to be scheduled again. @param now unix seconds */
export async function executeDue(governor: Governor, now: number): Promise<Admission[]> {
  const pending = pendingAdmissions(governor.directory);
  const due = pending.filter(({ executableAt }) => executableAt !== 0 && executableAt <= now);
  const executed: Admission[] = [];
  for (const admission of due) {
    // It was added if the run that did so ended before it noted that.
    if (!(await isAdded(governor, admission.address))) {
      if ((await scheduled(governor, admission)) === undefined) continue;
      await govern(governor, 'execute', institutionsOf(governor), addKey(governor, admission));
    }
    const left = pendingAdmissions(governor.directory).filter(({ address }) => address !== admission.address);
    await keep(governor.directory, left);
    executed.push(admission);
  }
  return executed;
}

/** At once: a key that somebody else may have does not wait. */
export async function removeKey(governor: Governor, address: Hex): Promise<void> {
  await govern(
    governor,
    'execute',
    institutionsOf(governor),
    encodeCall('Institutions', 'removeKey', [address]),
  );
}

/** When it may be executed; undefined unless it is scheduled. */
async function scheduled(governor: Governor, admission: Admission): Promise<number | undefined> {
  const caller = governor.keystore.address(GOVERNANCE_KEY);
  const operation = [caller, institutionsOf(governor), addKey(governor, admission)] as const;
  const id = (await read(governor, 'hashOperation', operation)) as Hex;
  return Number(await read(governor, 'getSchedule', [id])) || undefined;
}

async function schedule(governor: Governor, admission: Admission): Promise<number> {
  await govern(governor, 'schedule', institutionsOf(governor), addKey(governor, admission), 0);
  const at = await scheduled(governor, admission);
  if (at === undefined) throw new Error(`The admission of ${admission.label} was not scheduled.`);
  return at;
}

async function isAdded({ chain, deployment }: Governor, address: Hex): Promise<boolean> {
  const to = deployment.addresses.Institutions;
  const answer = await chain.call({ to, data: encodeCall('Institutions', 'key', [address]) });
  const [key] = interfaceOf('Institutions').decodeFunctionResult('key', answer) as unknown as [
    { institution: bigint },
  ];
  return key.institution !== 0n;
}

async function read<M extends Method<'AccessManager'>>(
  { chain, deployment }: Governor,
  method: M,
  args: Arguments<'AccessManager', M>,
): Promise<unknown> {
  const data = encodeCall('AccessManager', method, args);
  const answer = await chain.call({ to: deployment.addresses.AccessManager, data });
  return interfaceOf('AccessManager').decodeFunctionResult(method, answer)[0] as unknown;
}

/** @throws RevertError if governance may not, or not yet */
async function govern<M extends 'schedule' | 'execute'>(
  governor: Governor,
  method: M,
  ...args: Arguments<'AccessManager', M>
): Promise<void> {
  const { chain, keystore, deployment } = governor;
  const from = keystore.address(GOVERNANCE_KEY);
  const [to, data] = [deployment.addresses.AccessManager, encodeCall('AccessManager', method, args)];
  await chain.call({ from, to, data });
  const tx = { nonce: await chain.nonce(from), to, data, gasLimit: 1_000_000 };
  const hash = await chain.send(await keystore.signTransaction(GOVERNANCE_KEY, tx));
  const { status } = await finalReceipt(chain, hash);
  if (status !== 1) throw new Error(`AccessManager.${method} failed in transaction ${hash}.`);
}

const institutionsOf = ({ deployment }: Governor): Hex => deployment.addresses.Institutions;

const addKey = ({ deployment }: Governor, { institution, address, duty, activeFrom }: Admission): Hex =>
  encodeCall('Institutions', 'addKey', [
    numberOf(deployment, institution),
    address,
    maskOf(DUTIES, [duty]),
    activeFrom,
  ]);

/** Institutions have the numbers of their places in the genesis file, from 1. */
function numberOf({ genesis }: Governor['deployment'], institution: string): number {
  const place = genesis.institutions.findIndex(({ label }) => label === institution);
  if (place >= 0) return place + 1;
  const known = genesis.institutions.map(({ label }) => label).join(', ');
  throw new RangeError(`There is no institution ${institution}; this registry has: ${known}.`);
}

function freeLabel(keystore: Keystore, institution: string, duty: Duty): string {
  const first = keyLabel(institution, duty);
  if (!keystore.has(first)) return first;
  let count = 2;
  while (keystore.has(`${first}.${count}`)) count += 1;
  return `${first}.${count}`;
}

const keep = (directory: string, pending: readonly Admission[]): Promise<void> =>
  replaceDurably(join(directory, FILE), `${JSON.stringify(pending, null, 2)}\n`);
