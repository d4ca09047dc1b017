import { expect } from 'chai';
import { EVENT_NAMES, registrationOf, type EventName } from '../../../domain/registrations/events.ts';
import {
  EFFECT_KINDS,
  EFFECTS,
  entryKindOf,
  NOTICE_KINDS,
  NOTICES,
} from '../../../domain/registrations/notices.ts';
import { EMITTER, idOf } from '../history.ts';
import { C, E, J, K, LIFE, R, type Entered } from './life.ts';
import { A, B, D, I, P, Q } from './rows.ts';

const NAMES = Object.entries({ A, B, C, E, P, Q, I, J, K, R, digest: D, approver: EMITTER });

/** With names for ids, so that the tables below can be read. */
const named = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(NAMES.reduce((text, [name, id]) => text.replaceAll(id, name), JSON.stringify(value)));

const entered = (name: EventName, sequence?: number): Entered =>
  LIFE.entered.find(
    ({ event }) =>
      event.name === name &&
      (sequence === undefined || ('sequence' in event.args && event.args.sequence === BigInt(sequence))),
  )!;

const resourceOf = ({ event }: Entered) => named(registrationOf(event).resource?.(event.args));
const contentOf = ({ event }: Entered) => named(registrationOf(event).content?.(event.args, LIFE.rows));
const concernsOf = ({ event, reduction }: Entered) =>
  named(registrationOf(event).concerns?.(event.args, reduction.changes));
const indexesOf = ({ event, reduction }: Entered) =>
  registrationOf(event)
    .indexes?.(event.args, reduction.changes)
    .map(({ index, term, order, id }) => named([index, term, order, id]));

describe('what the registry knows of each event', () => {
  it('is tried on a life in which each of them happens', () => {
    const happened = new Set(LIFE.entered.map(({ event }) => event.name));
    expect(EVENT_NAMES.filter((name) => !happened.has(name))).to.deep.equal([]);
  });

  it('has a notice with whom it concerns, and where it is read', () => {
    for (const { event } of LIFE.entered) {
      const { notice, effect, concerns, resource } = registrationOf(event);
      if (notice) expect(concerns && resource && 'sequence' in event.args, event.name).to.equal(true);
      expect(notice && effect, event.name).to.equal(undefined);
    }
  });

  it('has a term of the field and one of Chinese law for each kind', () => {
    for (const { en, zh } of [...Object.values(NOTICES), ...Object.values(EFFECTS)]) {
      expect(en).to.match(/^[A-Z]/);
      expect(zh).to.match(/\p{Script=Han}/u);
    }
    const kinds = new Set(LIFE.entered.map(({ event }) => entryKindOf(event)));
    expect([...NOTICE_KINDS, ...EFFECT_KINDS]).to.include.members(
      [...kinds].filter((it) => it !== undefined),
    );
  });

  it('says where the thing is that it made or changed', () => {
    for (const [name, resource] of [
      ['PartyRegistered', '/parties/P'],
      ['PartyRenamed', '/parties/P'],
      ['PartySucceeded', '/parties/P'],
      ['RightRegistered', '/rights/A'],
      ['RightRenewed', '/rights/A'],
      ['RightTransferred', '/rights/B'],
      ['RightDivided', '/rights/C'],
      ['QuotaChanged', '/rights/A/decisions/LD-N-0000000023-43'],
      ['RightRestricted', '/restrictions/LD-N-0000000020-52'],
      ['RestrictionProlonged', '/restrictions/LD-N-0000000020-52'],
      ['RestrictionLifted', '/restrictions/LD-N-0000000020-52'],
      ['InterestRegistered', '/security-interests/LD-S-0000000005-41'],
      ['InterestCancelled', '/security-interests/LD-S-0000000005-41'],
      ['RightDisposed', '/security-interests/LD-S-0000000009-29'],
      ['RightEncumbered', undefined],
      ['InstitutionAdmitted', undefined],
    ] as const) {
      expect(resourceOf(entered(name)), name).to.equal(resource);
    }
  });

  it('says whom and what it concerns', () => {
    const party = { rights: [], interests: [] };
    expect(concernsOf(entered('PartyRegistered'))).to.deep.equal({ ...party, parties: ['P'] });
    expect(concernsOf(entered('PartyRenamed'))).to.deep.equal({ ...party, parties: ['P'] });
    expect(concernsOf(entered('PartySucceeded'))).to.deep.equal({ ...party, parties: ['P', 'Q'] });
    expect(concernsOf(entered('RightRegistered'))).to.deep.equal({ ...party, parties: ['P'], rights: ['A'] });
    expect(concernsOf(entered('RightRestricted'))).to.deep.equal({
      ...{ parties: ['P'], rights: ['A'], interests: ['I', 'J'] },
    });
    expect(concernsOf(entered('RightTransferred'))).to.deep.equal({
      ...{ parties: ['Q', 'P'], rights: ['B'], interests: [] },
    });
    expect(concernsOf(entered('RightDivided'))).to.deep.equal({
      ...{ parties: ['P', 'Q'], rights: ['A', 'C'], interests: ['J'] },
    });
    expect(concernsOf(entered('RightDisposed'))).to.deep.equal({
      ...{ parties: ['P'], rights: ['A'], interest: 'J', interests: ['J'] },
    });
    const interest = { parties: ['P', 'Q'], rights: ['A'], interest: 'I' };
    expect(concernsOf(entered('InterestRegistered'))).to.deep.equal({ ...interest, interests: ['I'] });
    expect(concernsOf(entered('InterestSubordinated'))).to.deep.equal({
      ...{ ...interest, rights: ['A', 'B'], interests: ['I', 'J'] },
    });
  });

  it('says under which terms the rows are found', () => {
    const right = (id: string, order: number, holder: string, certificate: string, last: number) => [
      ['right-by-holder', holder, order, id],
      ['right-by-certificate', certificate, order, id],
      ['right-by-serial', `G\x01${String(last).padStart(39, '0')}`, order, id],
    ];
    const gram = (text: string) => ['party-by-gram', text, 1, 'P'];
    for (const [name, entries] of [
      [
        'PartyRegistered',
        [
          ['party-by-identifier', 'USCC\x0191', 1, 'P'],
          ['party-by-name', 'a', 1, 'P'],
          ...[gram('  a'), gram(' a '), gram('a  ')],
        ],
      ],
      ['PartyRenamed', [['party-by-name', 'a2', 1, 'P'], ...['  a', ' a2', 'a2 ', '2  '].map(gram)]],
      ['RightRegistered', right('A', 3, 'P', 'c', 100)],
      ['RightDivided', right('C', 31, 'Q', 'c3', 40)],
      ['RightRenewed', [['right-by-certificate', 'c2', 19, 'A']]],
      ['RightTransferred', [['right-by-holder', 'Q', 33, 'B']]],
      [
        'InterestRegistered',
        [
          ['interest-by-grantor', 'P', 5, 'I'],
          ['interest-by-right', 'A', 5, 'I'],
        ],
      ],
      ['InterestAmended', [['interest-by-right', 'B', 5, 'I']]],
      ['InterestFollowed', [['interest-by-right', 'E', 9, 'J']]],
      ['InterestExtended', undefined],
    ] as const) {
      expect(indexesOf(entered(name)), name).to.deep.equal(entries);
    }
  });

  it('shows an interest’s registrations as they were registered', () => {
    const collateral = (right: string, from: string, to: string) => [{ right, intervals: [{ from, to }] }];
    const remark = { institution: 'Q', digest: 'digest' };
    const objection = { objection: 'LD-N-0000000014-70' };
    for (const [name, sequence, content] of [
      [
        'InterestRegistered',
        5,
        {
          ...{ agent: 'Q', kind: 'pledge', debtor: 'Q', securedParties: ['P', 'Q'] },
          ...{
            securedAmount: { value: '1000', currency: 'CNY' },
            contract: { number: 'n', digest: 'digest' },
          },
          ...{ term: { from: '2024-10-04', to: '2027-07-01' }, negativePledge: false, advance: false },
          ...{ determinationDate: null, acknowledgeJunior: true, collateral: collateral('A', '0', '60') },
        },
      ],
      [
        'InterestAmended',
        6,
        {
          ...{
            agent: 'Q',
            debtor: 'Q',
            securedAmount: '1000000',
            contract: { number: 'n-2', digest: 'digest' },
          },
          ...{ negativePledge: true, determinationDate: '2030-03-27', acknowledgeJunior: true },
          addCollateral: collateral('B', '0', '10'),
        },
      ],
      ['InterestExtended', 7, { agent: 'Q', to: '2030-03-27' }],
      [
        'InterestAssigned',
        8,
        { by: 'Q', agent: 'P', to: ['P'], evidence: { digest: 'digest' }, approver: 'approver' },
      ],
      ['InterestConfirmed', 10, { agent: 'Q', contract: { digest: idOf('contract') } }],
      [
        'InterestSubordinated',
        11,
        {
          ...{ agent: 'Q', behind: 'LD-S-0000000009-29', collateral: collateral('A', '20', '60') },
          approver: 'approver',
        },
      ],
      [
        'InterestReleased',
        12,
        { agent: 'Q', collateral: collateral('A', '0', '10'), reason: 'waived', approver: 'approver' },
      ],
      [
        'ExternalRegistrationEntered',
        13,
        {
          ...{ institution: 'Q', register: 'unified', number: 'u', date: '2025-01-12', quantity: '50' },
          ...{ grantor: 'P', termTo: null, evidence: { digest: 'digest' } },
        },
      ],
      ['InterestRemarked', 14, { ...remark, remark: 'objection', date: null, number: null }],
      [
        'InterestRemarked',
        15,
        { ...remark, ...objection, remark: 'objection-notified', date: '2025-01-13', number: 'x' },
      ],
      ['DefaultDeclared', 25, { agent: 'Q', date: '2025-04-22', due: '900', digest: 'digest' }],
      ['DefaultWithdrawn', 26, { agent: 'Q', digest: 'digest' }],
      [
        'InterestRevoked',
        28,
        {
          ...{ court: 'Q', approver: 'approver' },
          judgment: { court: '广州中院', number: '1', effectiveDate: '2026-02-16', digest: 'digest' },
        },
      ],
      ['InterestCancelled', 29, { agent: 'Q', reason: 'debt-paid', approver: 'approver' }],
      ['InterestPaid', 30, { claimed: '500', paid: '500' }],
      ['InterestFollowed', 32, { right: 'E' }],
      ['RightRenewed', 19, undefined],
    ] as const) {
      expect(contentOf(entered(name, sequence)), name).to.deep.equal(content);
    }
  });
});
