import { expiryInstant } from '../../../domain/time/calendar.ts';
import { SUCCESSIONS, type Succession } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { networkHelpers } from '../../support/chain.ts';
import { COURT, DIGEST, lifts, prolongs, restrict } from '../../support/lines.ts';
import { accountOf, AUTHORITY, BANK, HOLDER, partyOf, PLANT, recordOf } from '../../support/people.ts';
import { freshRegistry } from '../../support/registry.ts';
import { registerRight, rightOf, TODAY } from '../../support/samples.ts';
import { typeCode } from '../../support/types.ts';
import {
  CERTIFICATE_ROWS,
  CERTIFICATE_STATUSES,
  PARTY_ROWS,
  PARTY_STATUSES,
  RESTRICTION_ROWS,
  RESTRICTION_STATUSES,
  type CertificateStatus,
  type PartyStatus,
  type RestrictionStatus,
} from './other-rows.ts';
import { tries, type World } from './trial.ts';

describe('who may register what on a restriction, in which status', () => {
  const UNTIL = TODAY + 10;
  interface Restrictions extends World {
    right: Hex;
    ref: number;
  }

  async function world(status: RestrictionStatus, by: string): Promise<Restrictions> {
    const registry = await freshRegistry();
    const right = await registerRight(registry, rightOf('A'));
    const kind = by === COURT ? 'judicial-freeze' : 'compliance-hold';
    const ref = await restrict(registry, right, [[0, 10]], kind, { until: UNTIL });
    if (status === 'lifted') await registry.act(await lifts(registry, right, ref, { by }));
    if (status === 'expired') await networkHelpers.time.increaseTo(expiryInstant(UNTIL) + 1);
    return { registry, right, ref };
  }

  const prolongation = ({ registry, right, ref }: Restrictions, by: string) =>
    prolongs(registry, right, ref, UNTIL + 1, by);
  const lift = ({ registry, right, ref }: Restrictions, by: string) => lifts(registry, right, ref, { by });

  tries({
    rows: RESTRICTION_ROWS,
    statuses: RESTRICTION_STATUSES,
    actors: {
      'court that ordered': COURT,
      'authority of the right': AUTHORITY,
      'another authority': 'second-authority',
      holder: HOLDER,
      'secured party': BANK,
    },
    needs: (key) => (key === 'prolongsFreeze' || key === 'liftsFreeze' ? COURT : AUTHORITY),
    world,
    calls: { prolongsFreeze: prolongation, liftsFreeze: lift, prolongsHold: prolongation, liftsHold: lift },
  });
});

describe('who may register what on a party, in which status', () => {
  const PARTY = 'newcomer';

  const succeeds =
    (kind: Succession, ...labels: string[]) =>
    ({ registry }: World, by: string) => {
      const rest = [SUCCESSIONS.indexOf(kind), labels.map(partyOf).sort(), DIGEST] as const;
      return registry.call(accountOf(by), 'Parties', 'succeed', partyOf(PARTY), ...rest);
    };
  const registers = ({ registry }: World, by: string) =>
    registry.call(accountOf(by), 'Parties', 'register', recordOf(PARTY));

  async function world(status: PartyStatus): Promise<World> {
    const registry = await freshRegistry();
    if (status !== 'unknown') await registry.act(registers({ registry }, BANK));
    if (status === 'ended') await registry.act(succeeds('merger', PLANT)({ registry }, AUTHORITY));
    return { registry };
  }

  tries({
    rows: PARTY_ROWS,
    statuses: PARTY_STATUSES,
    actors: {
      'institution that registered it': BANK,
      'registration authority': AUTHORITY,
      'another institution': HOLDER,
      supervisor: 'supervisor',
    },
    world,
    calls: {
      registration: registers,
      rename: ({ registry }, by) =>
        registry.call(accountOf(by), 'Parties', 'rename', partyOf(PARTY), '新名称', DIGEST),
      merger: succeeds('merger', PLANT),
      division: succeeds('division', PLANT, HOLDER),
    },
  });
});

describe('who may register a right', () => {
  const given = rightOf('A', { typeCode: typeCode('PAID') });

  async function world(status: CertificateStatus): Promise<World> {
    const registry = await freshRegistry();
    if (status === 'registered') await registerRight(registry, given);
    return { registry };
  }

  tries({
    rows: CERTIFICATE_ROWS,
    statuses: CERTIFICATE_STATUSES,
    actors: {
      'competent authority': AUTHORITY,
      'another authority': 'second-authority',
      holder: HOLDER,
      court: COURT,
    },
    world,
    calls: {
      registration: ({ registry }, by) => registry.call(accountOf(by), 'Rights', 'register', [given]),
    },
  });
});
