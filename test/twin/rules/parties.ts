import { textToFixed } from '../../../domain/encoding/abi.ts';
import { WRITING_CAPACITIES } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { partyIdOf } from '../../../domain/encoding/ids.ts';
import type { World } from '../world.ts';
import { isMaker } from './people.ts';
import { each, isText, refused, when, type Checked } from './verdict.ts';

interface Identifier {
  scheme: string;
  value: string;
}

export interface PartyDraft {
  legalName: string;
  registeredAddress: string;
  identifiers: Identifier[];
}

export function registersParty(world: World, by: Hex, draft: PartyDraft): Checked {
  const { legalName, registeredAddress, identifiers } = draft;
  const count = identifiers.length;
  return (
    isMaker(world, by, ...WRITING_CAPACITIES) ??
    when(!isText(legalName, 512), 'InvalidName') ??
    when(registeredAddress !== '' && !isText(registeredAddress, 512), 'InvalidText') ??
    when(count < 1 || count > 8, 'InvalidIdentifierCount', { count }) ??
    each(identifiers, (identifier, index) => {
      const { scheme, value } = identifier;
      if (!/^[A-Z0-9]{1,8}$/.test(scheme) || !isText(value, 512)) {
        return refused('InvalidIdentifier', { index });
      }
      const again = identifiers.slice(0, index).some((it) => it.scheme === scheme && it.value === value);
      const party = again ? partyIdOf(identifiers[0]!) : ownerOf(world, identifier);
      return party && refused('IdentifierTaken', { scheme: textToFixed(scheme, 8), value, party });
    })
  );
}

function ownerOf(world: World, { scheme, value }: Identifier): Hex | undefined {
  const owns = (it: Identifier) => it.scheme === scheme && it.value === value;
  return world.rows.all('party').find(({ identifiers }) => identifiers.some(owns))?.id;
}

function lasting(world: World, party: Hex): Checked {
  if (!world.party(party)) return refused('UnknownParty', { party });
  return when(world.hasEnded(party), 'PartyEnded', { party });
}

export function renamesParty(world: World, by: Hex, party: Hex, legalName: string): Checked {
  const institution = world.institutionOf(by);
  const capacities = world.institution(institution)?.capacities ?? [];
  const entitled =
    world.party(party)?.registrant === institution || capacities.includes('registration-authority');
  return (
    isMaker(world, by, ...WRITING_CAPACITIES) ??
    lasting(world, party) ??
    when(!entitled, 'NotRegistrant', { party, institution }) ??
    when(!isText(legalName, 512), 'InvalidName')
  );
}

export interface SuccessionDraft {
  party: Hex;
  kind: number;
  successors: Hex[];
}

export function succeeds(world: World, by: Hex, { party, kind, successors }: SuccessionDraft): Checked {
  const count = successors.length;
  const fits = kind === 1 ? count === 1 : kind === 2 && count >= 2 && count <= 16;
  return (
    isMaker(world, by, 'registration-authority') ??
    lasting(world, party) ??
    when(!fits, 'InvalidSuccessors', { index: count }) ??
    each(successors, (successor, index) => {
      const ascends = index === 0 || successor > successors[index - 1]!;
      const known = world.party(successor) !== undefined && successor !== party;
      return when(!ascends || !known, 'InvalidSuccessors', { index }) ?? lasting(world, successor);
    })
  );
}
