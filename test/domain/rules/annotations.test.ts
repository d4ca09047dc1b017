import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import type { LegFields } from '../../../domain/registrations/events.ts';
import { enters, remarks, type RemarkDraft } from '../../../domain/rules/annotations.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import type { ObjectionRow } from '../../../domain/state/rows.ts';
import { idOf } from '../history.ts';
import {
  AUTHORITY,
  BANK,
  COURT,
  HOLDER,
  keyOf,
  PLANT,
  RIVAL,
  S,
  table,
  TODAY,
  type SmallWorld,
} from './small-world.ts';

const given = ({ interest }: SmallWorld) => ({ interest: S, row: interest });
const stale = ({ interest }: SmallWorld) => ({ row: { ...interest, journal: S } });
const ENDED = { interest: { status: 'revoked' } } as const;
const LEG: LegFields = {
  ...{ register: 1, number: 'ZD', day: TODAY, quantity: 1n, grantor: HOLDER, termTo: TODAY },
  evidence: idOf('certificate'),
};
const leg = (changes: Partial<LegFields>) => ({ leg: { ...LEG, ...changes } });
const LONG = '约'.repeat(86);

const OBJECTION = { sequence: 50, institution: RIVAL } as ObjectionRow;
const OBJECTED = { row: { objections: [OBJECTION] } };
const WITHDRAWN = { row: { objections: [{ ...OBJECTION, withdrawn: { sequence: 51, time: 1 } }] } };

describe('Rules: annotations', () => {
  table('what another register says', enters, (world) => ({ ...given(world), ...leg({}) }), BANK, [
    [undefined],
    [undefined, leg({ register: 2 }), {}, AUTHORITY],
    [somehow('WrongCapacity'), {}, {}, PLANT],
    [refused('NotEffective', { interest: S, status: 5 }), {}, ENDED],
    [refused('InvalidLeg'), leg({ register: 0 })],
    [refused('InvalidLeg'), leg({ number: '' })],
    [refused('InvalidLeg'), leg({ day: TODAY + 1 })],
    [refused('InvalidLeg'), leg({ day: 0 })],
    [refused('InvalidLeg'), leg({ quantity: 0n })],
    [refused('InvalidLeg'), leg({ evidence: ZERO_WORD })],
    [refused('NotEntitledToLeg', { register: 1, institution: AUTHORITY }), {}, {}, AUTHORITY],
    [refused('NotEntitledToLeg', { register: 2, institution: RIVAL }), leg({ register: 2 }), {}, RIVAL],
    [somehow('StaleState'), stale],
  ]);

  table<RemarkDraft>(
    'remarks',
    remarks,
    (world) => ({ ...given(world), kind: 1, ref: 0, day: 0, number: '' }),
    RIVAL,
    [
      [undefined],
      [somehow('WrongDuty'), {}, {}, keyOf(RIVAL, 'auditor')],
      [refused('InvalidRemark', { kind: 0 }), { kind: 0 }],
      [refused('InvalidRemark', { kind: 1 }), { ref: 50 }],
      [refused('InvalidRemark', { kind: 1 }), { number: LONG }],
      [refused('InvalidRemark', { kind: 2 }), { kind: 2, ref: 50 }, OBJECTED],
      [refused('InvalidRemark', { kind: 3 }), { kind: 3, ref: 50, day: TODAY }, OBJECTED],
      [refused('InvalidRemark', { kind: 4 }), { kind: 4, ref: 50, day: TODAY + 1 }, OBJECTED],
      [refused('InvalidRemark', { kind: 5 }), { kind: 5 }],
      [refused('NotEffective', { interest: S, status: 5 }), {}, ENDED],
      [refused('NotEntitledToRemark', { kind: 1, institution: BANK }), {}, {}, BANK],
      [refused('NotEntitledToRemark', { kind: 5, institution: RIVAL }), { kind: 5, day: TODAY }],
      [undefined, { kind: 5, day: TODAY }, {}, PLANT],
      [refused('UnknownObjection', { interest: S, ref: 50 }), { kind: 2, ref: 50, day: TODAY }],
      [refused('UnknownObjection', { interest: S, ref: 50 }), { kind: 2, ref: 50, day: TODAY }, WITHDRAWN],
      [refused('NotObjector', { ref: 50, institution: BANK }), { kind: 4, ref: 50 }, OBJECTED, BANK],
      [refused('NotObjector', { ref: 50, institution: COURT }), { kind: 4, ref: 50 }, OBJECTED, COURT],
      [undefined, { kind: 3, ref: 50, day: TODAY, number: 'n' }, OBJECTED, COURT],
      [somehow('StaleState'), stale],
    ],
  );
});
