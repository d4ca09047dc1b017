import { policiesForm, setPolicyArguments, type Policy } from '../policies.ts';
import { fileOf } from './arguments.ts';
import type { Sketch } from './drafts.ts';
import { WrongArgument } from './errors.ts';
import type { Planning } from './planning.ts';
import { lastVersion, type Version } from './right-types.ts';
import { instant } from './wording.ts';

const EXAMPLE = 'deploy/policies/right-types.json';

/** The policies of a file that the chain does not have, so that the file of the registry can be changed and handed in as a whole. */
export async function setting(planning: Planning, path: string): Promise<Sketch[]> {
  const policies = fileOf('FILE', path, policiesForm, EXAMPLE);
  const earliest = planning.now + (await planning.delayOf('RightTypes', 'setPolicy'));
  const sketches = await Promise.all(policies.map((policy) => settingOf(planning, policy, earliest)));
  return sketches.filter((it) => it !== undefined);
}

async function settingOf(
  { chain, deployment, now }: Planning,
  policy: Policy,
  earliest: number,
): Promise<Sketch | undefined> {
  const args = argumentsOf(policy, now);
  const [code, version] = args as [string, Version];
  const last = await lastVersion(chain, deployment.addresses.RightTypes, code);
  if (last && isEqual(last, version)) return undefined;
  if (last && version.effectiveFrom <= Math.max(last.effectiveFrom, earliest)) {
    const bound = instant(Math.max(last.effectiveFrom, earliest));
    throw new WrongArgument(
      'FILE',
      `changes ${policy.code} from ${policy.effectiveFrom} on, which is not after ${bound}`,
      'A change takes effect after the version before and after the delay of governance: give a later effectiveFrom.',
    );
  }
  const words = `set the policy of ${policy.code} (${policy.nameEn}) from ${policy.effectiveFrom}`;
  return { kind: 'policy', args, words, code: policy.code };
}

function argumentsOf(policy: Policy, now: number): readonly unknown[] {
  try {
    return setPolicyArguments(policy, now);
  } catch (error) {
    const remedy = `${EXAMPLE} shows the form of the file.`;
    throw new WrongArgument('FILE', `has errors in ${policy.code}: ${(error as Error).message}`, remedy);
  }
}

const isEqual = (a: Version, b: Version): boolean =>
  a.effectiveFrom === b.effectiveFrom &&
  a.flags === b.flags &&
  a.minTermMonths === b.minTermMonths &&
  a.maxTermMonths === b.maxTermMonths;
