import { keyLabel } from '../../api/chain/signer.ts';
import { CAPACITIES, maskOf, namesIn } from '../../domain/encoding/codes.ts';
import { partyIdOf } from '../../domain/encoding/ids.ts';
import { institutionForm, type GenesisInstitution } from '../genesis.ts';
import { fileOf } from './arguments.ts';
import { codesOf, competence, type Sketch } from './drafts.ts';
import { WrongArgument } from './errors.ts';
import { addingKey } from './keys.ts';
import type { Planning } from './planning.ts';
import type { Member } from './record.ts';
import { isCompetent } from './right-types.ts';

/**
 * The admission of an institution as the genesis file has them: what of it the chain does not have yet. Its keys and competences are
 * scheduled together with it, for the number that it is about to get; nothing of them is executed for another party.
 */
export async function admission(planning: Planning, path: string): Promise<Sketch[]> {
  const it = fileOf('FILE', path, institutionForm, 'An institution of demo/institutions.json');
  const codes = competences(planning, it);
  const party = partyIdOf(it.identifiers[0]!);
  const known = planning.labels.get(party);
  if ((known ?? it.label) !== it.label || (!known && [...planning.labels.values()].includes(it.label))) {
    throw new WrongArgument(
      'FILE',
      known
        ? `has the party of ${known} under another label, ${it.label}`
        : `has the label ${it.label} of another institution`,
      'Give each institution a label of its own, always the same.',
    );
  }
  const present = await planning.members.numberOf(party);
  const member = { number: present || (await numberToBe(planning, party)), party, label: it.label };
  const after = present === 0 ? { after: sameAdmission(member) } : {};
  const drafts: Sketch[] = present === 0 ? [admit(it, member)] : [];
  if (present !== 0) await requireCapacities(planning, it, member);
  for (const duty of it.duties) {
    const label = keyLabel(it.label, duty);
    const held = planning.keystore.has(label)
      ? await planning.members.key(planning.keystore.address(label))
      : undefined;
    if (present !== 0 && held?.institution === present) continue;
    drafts.push({ ...(await addingKey(planning, member, duty, 'CN')), ...after });
  }
  for (const code of codes) {
    const draft = competence(code, member, true);
    const { chain, deployment } = planning;
    if (
      present !== 0 &&
      (await isCompetent(chain, deployment.addresses.RightTypes, draft.args[0], present))
    ) {
      continue;
    }
    drafts.push({ ...draft, ...after });
  }
  return drafts;
}

function admit(newcomer: GenesisInstitution, member: Member): Sketch {
  const { capacities, legalName } = newcomer;
  return {
    kind: 'admit',
    args: [member.party, maskOf(CAPACITIES, capacities), legalName],
    words: `admit ${legalName} (${member.label}) as ${capacities.join(', ')}`,
    same: sameAdmission(member),
    institution: member,
    newcomer,
  };
}

const sameAdmission = ({ party }: Member): string => `admit ${party}`;

/** Admissions that are under way take the next numbers, in the order in which they were planned. */
async function numberToBe({ members, open }: Planning, party: string): Promise<number> {
  const admissions = open.filter(({ kind }) => kind === 'admit');
  const planned = admissions.find(({ institution }) => institution?.party === party);
  return planned?.institution?.number ?? (await members.count()) + admissions.length + 1;
}

function competences(planning: Planning, { competentFor }: GenesisInstitution): string[] {
  const codes = codesOf(planning);
  const strange = competentFor.find((code) => code !== '*' && !codes.includes(code));
  if (strange === undefined) return competentFor.includes('*') ? codes : competentFor;
  throw new WrongArgument(
    'FILE',
    `has a competence for ${strange}, which is no right type here`,
    `Schedule its policy first; there are ${codes.join(', ')}.`,
  );
}

async function requireCapacities(
  { members }: Planning,
  { capacities, label }: GenesisInstitution,
  { number }: Member,
): Promise<void> {
  const present = (await members.institution(number)).capacities;
  if (present === maskOf(CAPACITIES, capacities)) return;
  throw new WrongArgument(
    'FILE',
    `has other capacities than ${label}, which is admitted as ${namesIn(CAPACITIES, present).join(', ')}`,
    'Change them with: governance schedule capacities.',
  );
}
