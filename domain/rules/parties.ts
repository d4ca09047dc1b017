import { textToFixed } from '../encoding/abi.ts';
import { WRITING_CAPACITIES } from '../encoding/codes.ts';
import type { Hex } from '../encoding/hash.ts';
import { partyIdOf } from '../encoding/ids.ts';
import type { Actor, Register } from './register.ts';
import { isMaker } from './people.ts';
import { refused } from './refusals.ts';
import { each, isText, when, type Checked } from './verdict.ts';

interface Identifier {
  scheme: string;
  value: string;
}

export interface PartyDraft {
  legalName: string;
  registeredAddress: string;
  identifiers: Identifier[];
}

export function registersParty(register: Register, by: Actor, draft: PartyDraft): Checked {
  const { legalName, registeredAddress, identifiers } = draft;
  const count = identifiers.length;
  return (
    isMaker(register, by, ...WRITING_CAPACITIES) ??
    when(!isText(legalName, 512), 'InvalidName') ??
    when(registeredAddress !== '' && !isText(registeredAddress, 512), 'InvalidText') ??
    when(count < 1 || count > 8, 'InvalidIdentifierCount', { count }) ??
    each(identifiers, (identifier, index) => {
      const { scheme, value } = identifier;
      if (!/^[A-Z0-9]{1,8}$/.test(scheme) || !isText(value, 512)) {
        return refused('InvalidIdentifier', { index });
      }
      const again = identifiers.slice(0, index).some((it) => it.scheme === scheme && it.value === value);
      const party = again ? partyIdOf(identifiers[0]!) : register.bearerOf(identifier);
      return party && refused('IdentifierTaken', { scheme: textToFixed(scheme, 8), value, party });
    })
  );
}

function lasting(register: Register, party: Hex): Checked {
  if (!register.party(party)) return refused('UnknownParty', { party });
  return when(register.hasEnded(party), 'PartyEnded', { party });
}

export function renamesParty(register: Register, by: Actor, party: Hex, legalName: string): Checked {
  const institution = register.institutionOf(by);
  const capacities = register.institution(institution)?.capacities ?? [];
  const entitled =
    register.party(party)?.registrant === institution || capacities.includes('registration-authority');
  return (
    isMaker(register, by, ...WRITING_CAPACITIES) ??
    lasting(register, party) ??
    when(!entitled, 'NotRegistrant', { party, institution }) ??
    when(!isText(legalName, 512), 'InvalidName')
  );
}

export interface SuccessionDraft {
  party: Hex;
  kind: number;
  successors: Hex[];
}

export function succeeds(
  register: Register,
  by: Actor,
  { party, kind, successors }: SuccessionDraft,
): Checked {
  const count = successors.length;
  const fits = kind === 1 ? count === 1 : kind === 2 && count >= 2 && count <= 16;
  return (
    isMaker(register, by, 'registration-authority') ??
    lasting(register, party) ??
    when(!fits, 'InvalidSuccessors', { index: count }) ??
    each(successors, (successor, index) => {
      const ascends = index === 0 || successor > successors[index - 1]!;
      const known = register.party(successor) !== undefined && successor !== party;
      return when(!ascends || !known, 'InvalidSuccessors', { index }) ?? lasting(register, successor);
    })
  );
}
