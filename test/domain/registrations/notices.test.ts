import { expect } from 'chai';
import { REMARKS, SUCCESSIONS, TITLE_CAUSES } from '../../../domain/encoding/codes.ts';
import {
  EVENT_SIGNATURES,
  type EventName,
  type RegistryEvent,
} from '../../../domain/registrations/events.ts';
import { letterOf, NOTICE_KINDS, noticeKindOf } from '../../../domain/registrations/notices.ts';
import { OVERLAY_KINDS, QUOTA_KINDS } from '../../../domain/line/overlay.ts';

const kindOf = (name: EventName, args: object = {}) => noticeKindOf({ name, args } as RegistryEvent);

const REMARKED = REMARKS.slice(1).map((remark, i) => [remark, kindOf('InterestRemarked', { kind: i + 1 })]);
const DECIDED = QUOTA_KINDS.map((kind) => [
  kind,
  kindOf('QuotaChanged', { decision: { kind: OVERLAY_KINDS.indexOf(kind) } }),
]);
const CONVEYED = TITLE_CAUSES.slice(1).flatMap((cause, i) =>
  (['RightTransferred', 'RightDivided'] as const).map((name) => [
    cause,
    kindOf(name, { conveyance: { cause: i + 1 } }),
  ]),
);
const SUCCEEDED = SUCCESSIONS.slice(1).map((kind, i) => [kind, kindOf('PartySucceeded', { kind: i + 1 })]);
const TERMS = [false, true].map((advance) => kindOf('InterestRegistered', { terms: { advance } }));

/** Events whose kind of notice lies in what they say. */
const TELLING = new Set<EventName>([
  'InterestRemarked',
  'QuotaChanged',
  'RightTransferred',
  'RightDivided',
  'PartySucceeded',
  'InterestRegistered',
]);
const SILENT: readonly EventName[] = [
  'RegistryAppointed',
  'StateExtended',
  'InstitutionAdmitted',
  'CapacitiesChanged',
  'InstitutionSuspended',
  'InstitutionReinstated',
  'KeyAdded',
  'KeyRemoved',
  'KeyDelaySet',
  'PolicySet',
  'CompetenceSet',
  'RightEncumbered',
  'RightDischarged',
  'RightReleased',
  'RightReranked',
  'InterestFollowed',
  'InterestPaid',
];
const PLAIN = (Object.keys(EVENT_SIGNATURES) as EventName[]).filter(
  (name) => !TELLING.has(name) && !SILENT.includes(name),
);

describe('kinds of notice', () => {
  it('say by their words what a remark, a decision, a conveyance and a succession are', () => {
    expect(REMARKED).to.deep.equal([
      ['objection', 'objection'],
      ['objection-notified', 'objection-notification'],
      ['case-accepted', 'case-acceptance'],
      ['objection-withdrawn', 'objection-withdrawal'],
      ['cancellation-requested', 'cancellation-request'],
    ]);
    expect(DECIDED).to.deep.equal([
      ['surrendered', 'surrender'],
      ['retired', 'retirement'],
      ['cut', 'quota-cut'],
      ['not-carried-over', 'carry-over'],
    ]);
    expect(new Map(CONVEYED as [string, string][])).to.deep.equal(
      new Map([
        ['transfer', 'transfer'],
        ['succession', 'succession'],
        ['disposal', 'disposal-transfer'],
        ['court-order', 'court-order-transfer'],
        ['split', 'split'],
      ]),
    );
    expect(SUCCEEDED).to.deep.equal([
      ['merger', 'party-merger'],
      ['division', 'party-division'],
    ]);
    expect(TERMS).to.deep.equal(['initial-registration', 'advance-registration']);
  });

  it('are none for what governance does, and for the effects of a registration', () => {
    for (const name of SILENT) expect(kindOf(name), name).to.equal(undefined);
  });

  it('are each of some event, and every registration has one', () => {
    const plain = PLAIN.map((name) => kindOf(name));
    const told = [...REMARKED, ...DECIDED, ...CONVEYED, ...SUCCEEDED].map(([, kind]) => kind);
    expect(new Set([...plain, ...told, ...TERMS])).to.deep.equal(new Set(NOTICE_KINDS));
  });

  it('have letters of their own where people know them by number', () => {
    expect(
      (['party-registration', 'right-registration', 'initial-registration', 'cancellation'] as const).map(
        letterOf,
      ),
    ).to.deep.equal(['P', 'R', 'S', 'C']);
    expect(letterOf('amendment')).to.equal('N');
  });
});
