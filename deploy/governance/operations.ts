import type { ContractName } from '../../api/chain/contracts.ts';
import { CAPACITIES, DUTIES, maskOf } from '../../domain/encoding/codes.ts';
import { HOLIDAYS } from '../../domain/time/holidays.ts';
import type { Place } from '../../domain/time/working-days.ts';
import { APPOINTMENTS } from '../composition.ts';
import { admission } from './admission.ts';
import { dismissing, isAppointed } from './appointments.ts';
import { address, oneOf, sentence, someOf } from './arguments.ts';
import { Refused, WrongArgument } from './errors.ts';
import { codesOf, competence, shown, type Sketch } from './drafts.ts';
import { roleFor } from './function-roles.ts';
import { addingKey } from './keys.ts';
import type { Planning } from './planning.ts';
import { setting } from './policies.ts';
import type { Draft } from './record.ts';
import { appointment } from './succession.ts';
import { instant } from './wording.ts';

export interface OperationKind {
  /** Its arguments with what they are, in the order in which `sketch` is given them. */
  takes: Readonly<Record<string, string>>;
  /** One line for the help. */
  summary: string;
  /** Flags with what they are without being given. */
  options?: Readonly<Record<string, { help: string; fallback: string }>>;
  /** The function that does it; the role follows from it. An admission needs more of them besides. */
  contract: ContractName;
  method: string;
  /** @throws WrongArgument or Refused; nothing if all of it is on the chain already */
  sketch: (
    planning: Planning,
    given: readonly string[],
    options: Readonly<Record<string, string>>,
  ) => Promise<Sketch[]>;
}

const LABEL = 'label or number of the institution';
const REASON = 'why, in a sentence';

export const OPERATIONS = {
  appoint: {
    takes: { NAME: `one of ${Object.keys(APPOINTMENTS).join(', ')}`, ADDRESS: 'where its contract is' },
    summary: 'appoint a registry: the contract at ADDRESS writes what registries of this NAME write',
    ...{ contract: 'Ledger', method: 'appoint' },
    sketch: (planning, [name = '', at = '']) => appointment(planning, name, at),
  },
  dismiss: {
    takes: { ADDRESS: 'where its contract is' },
    summary: 'end the appointment of the registry at ADDRESS',
    ...{ contract: 'Ledger', method: 'appoint' },
    sketch: async ({ chain, deployment }, [at = '']) => {
      const registry = address('ADDRESS', at);
      if (!(await isAppointed(chain, deployment.addresses.Ledger, registry))) {
        throw new WrongArgument(
          'ADDRESS',
          `has no appointment: ${registry}`,
          'Give that of a registry that has one.',
        );
      }
      return [{ kind: 'dismiss', args: dismissing(registry), words: `dismiss the registry ${registry}` }];
    },
  },
  admit: {
    takes: { FILE: 'JSON, as an institution of demo/institutions.json' },
    summary: 'admit the institution in FILE, with a new key for each duty and its competences',
    ...{ contract: 'Institutions', method: 'admit' },
    sketch: (planning, [path = '']) => admission(planning, path),
  },
  key: {
    takes: { LABEL, DUTY: `one of ${DUTIES.join(', ')}` },
    summary: 'make a key for an institution; it acts from noon of the fourth working day',
    options: { place: { help: 'whose working days count: CN, HK or MO', fallback: 'CN' } },
    ...{ contract: 'Institutions', method: 'addKey' },
    sketch: async (planning, [label = '', given = ''], { place = 'CN' }) => {
      const duty = oneOf('DUTY', DUTIES, given);
      const working = oneOf('--place', Object.keys(HOLIDAYS) as Place[], place);
      return [await addingKey(planning, await planning.members.find('LABEL', label), duty, working)];
    },
  },
  'remove-key': {
    takes: { ADDRESS: 'of the key' },
    summary: 'remove a key at once and for ever',
    ...{ contract: 'Institutions', method: 'removeKey' },
    sketch: async ({ members }, [at = '']) => {
      const key = address('ADDRESS', at);
      const { institution, removedAt } = await members.key(key);
      if (institution === 0) {
        throw new WrongArgument(
          'ADDRESS',
          `is no key of an institution: ${key}`,
          'Give that of a key that was added.',
        );
      }
      if (removedAt !== 0) {
        throw new Refused(`The key ${key} was removed at ${instant(removedAt)}.`, 'Nothing is left to do.');
      }
      return [
        { kind: 'remove-key', args: [key], words: `remove the key ${key} of institution ${institution}` },
      ];
    },
  },
  capacities: {
    takes: { LABEL, CAPACITIES: `some of ${CAPACITIES.join(', ')}, with commas between them` },
    summary: 'replace the capacities of an institution',
    ...{ contract: 'Institutions', method: 'setCapacities' },
    sketch: async ({ members }, [label = '', given = '']) => {
      const capacities = someOf('CAPACITIES', CAPACITIES, given);
      const member = await members.find('LABEL', label);
      const args = [member.number, maskOf(CAPACITIES, capacities)];
      const words = `give ${shown(member)} the capacities ${capacities.join(', ')}, and no others`;
      return [{ kind: 'capacities', args, words, institution: member }];
    },
  },
  suspend: {
    takes: { LABEL, REASON },
    summary: 'suspend an institution at once: none of its keys can do anything',
    ...{ contract: 'Institutions', method: 'suspend' },
    sketch: async ({ members }, [label = '', reason = '']) => {
      const why = sentence('REASON', reason);
      const member = await members.find('LABEL', label);
      if ((await members.institution(member.number)).suspended) {
        throw new Refused(`Suspended already: ${shown(member)}.`, 'Nothing is left to do.');
      }
      const words = `suspend ${shown(member)}: ${why}`;
      return [{ kind: 'suspend', args: [member.number, why], words, institution: member }];
    },
  },
  reinstate: {
    takes: { LABEL, REASON },
    summary: 'end the suspension of an institution',
    ...{ contract: 'Institutions', method: 'reinstate' },
    sketch: async ({ members }, [label = '', reason = '']) => {
      const why = sentence('REASON', reason);
      const member = await members.find('LABEL', label);
      if (!(await members.institution(member.number)).suspended) {
        throw new Refused(`Not suspended: ${shown(member)}.`, 'Nothing is left to do.');
      }
      const words = `reinstate ${shown(member)}: ${why}`;
      return [{ kind: 'reinstate', args: [member.number, why], words, institution: member }];
    },
  },
  policy: {
    takes: { FILE: 'JSON, as deploy/policies/right-types.json' },
    summary: 'set the policies in FILE that are not on the chain yet',
    ...{ contract: 'RightTypes', method: 'setPolicy' },
    sketch: (planning, [path = '']) => setting(planning, path),
  },
  competence: {
    takes: { CODE: 'of the right type', LABEL, SWITCH: 'on or off' },
    summary: 'say whether an institution confirms rights of a type',
    ...{ contract: 'RightTypes', method: 'setCompetence' },
    sketch: async (planning, [given = '', label = '', position = '']) => {
      const code = oneOf('CODE', codesOf(planning), given);
      const on = oneOf('SWITCH', ['on', 'off'], position) === 'on';
      return [competence(code, await planning.members.find('LABEL', label), on)];
    },
  },
} as const satisfies Record<string, OperationKind>;

export type OperationName = keyof typeof OPERATIONS;

/** The function that does it, for each kind; one of them is planned with an appointment only. */
const FUNCTIONS: Readonly<Record<string, Pick<OperationKind, 'contract' | 'method'>>> = {
  ...OPERATIONS,
  'function-role': { contract: 'AccessManager', method: 'setTargetFunctionRole' },
};

/** @throws WrongArgument or Refused; nothing if all of it is on the chain already */
export async function draftsOf(
  name: OperationName,
  planning: Planning,
  given: readonly string[],
  options: Readonly<Record<string, string>>,
): Promise<Draft[]> {
  const { sketch }: OperationKind = OPERATIONS[name];
  const sketches = await sketch(planning, given, options);
  return sketches.map((it) => {
    const { contract, method } = FUNCTIONS[it.kind]!;
    const target = planning.deployment.addresses[contract];
    return { same: `${it.kind} ${JSON.stringify(it.args)}`, ...it, contract, target, method };
  });
}

/** Who may do it; the table of deploy/roles.ts decides. */
export function roleOf({ contract, method }: Pick<Draft, 'contract' | 'method'>): string {
  return roleFor(contract, method)?.label ?? 'ADMINISTRATION';
}
