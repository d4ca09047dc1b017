// Governance adds a key to a registry of the embedded network, or removes one. Stop the service first: the chain has one user.
//   node scripts/admit-key.ts --data DIR --institution LABEL --duty maker|checker|auditor [--place CN|HK|MO]
//   node scripts/admit-key.ts --data DIR                       executes what is due
//   node scripts/admit-key.ts --data DIR --remove ADDRESS      at once
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbeddedChain } from '../api/chain/embedded.ts';
import { Keystore } from '../api/chain/keystore.ts';
import type { Hex } from '../api/chain/types.ts';
import { parseConfig } from '../api/settings/config.ts';
import { executeDue, pendingAdmissions, removeKey, scheduleKey, type Governor } from '../deploy/admission.ts';
import { readDeployment } from '../deploy/record.ts';
import { DUTIES } from '../domain/encoding/codes.ts';
import { HOLIDAYS } from '../domain/time/holidays.ts';
import type { Place } from '../domain/time/working-days.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { data: text, institution: text, duty: text, place: { ...text, default: 'CN' }, remove: text },
});

const { data, keystorePassphrase: passphrase } = parseConfig(
  process.env,
  values.data ? { data: values.data } : {},
);
const deployment = readDeployment(data);
if (!deployment?.complete) throw new Error(`There is no registry in ${data}: start the service once.`);
const chain = await EmbeddedChain.open({ directory: join(data, 'chain') });
try {
  const keystore = await Keystore.open({ directory: join(data, 'keys'), chainId: chain.chainId, passphrase });
  await run({ directory: data, chain, keystore, deployment });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await chain.close();
}

async function run(governor: Governor): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  if (values.remove !== undefined) {
    if (!/^0x[0-9a-fA-F]{40}$/.test(values.remove)) throw new Error('--remove is the address of a key.');
    await removeKey(governor, values.remove as Hex);
    console.log(`${values.remove} acts no longer.`);
    return;
  }
  const executed = await executeDue(governor, now);
  for (const { label, address, activeFrom } of executed) {
    console.log(
      `${label} ${address} was added; it acts from ${when(activeFrom)}, or when the registry's delay ends.`,
    );
  }
  const isDone = executed.some((it) => it.institution === values.institution && it.duty === values.duty);
  if (values.institution !== undefined && !isDone) {
    const duty = DUTIES.find((it) => it === values.duty);
    if (!duty) throw new Error(`--duty is one of ${DUTIES.join(', ')}.`);
    if (!(values.place in HOLIDAYS)) throw new Error('--place is one of CN, HK, MO.');
    await scheduleKey(governor, { institution: values.institution, duty, place: values.place as Place }, now);
  }
  for (const { label, address, executableAt, activeFrom, provisional } of pendingAdmissions(
    governor.directory,
  )) {
    const caution = provisional ? ' (holidays until then are not all published)' : '';
    console.log(
      `${label} ${address}: run this again from ${when(executableAt)}; it acts from ${when(activeFrom)}${caution}.`,
    );
  }
}

function when(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
