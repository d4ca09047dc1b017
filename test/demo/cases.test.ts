import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { demoCase, interestBody, partyBody, readDemoCases, rightBody } from '../../demo/case.ts';
import { registerParty } from '../../api/modules/parties/schemas.ts';
import { registerRight } from '../../api/modules/rights/schemas.ts';
import { registerInterest } from '../../api/modules/security-interests/schemas.ts';
import { parseDay, termWithin } from '../../domain/time/calendar.ts';
import { checkIdentifier } from '../../domain/identity/identifiers.ts';
import { parameter } from '../../domain/law/law.ts';

interface RightType {
  code: string;
  pledgeable: boolean;
  paidOnly: boolean;
  vintageRequired: boolean;
  consentRequired: boolean;
  serialised: boolean;
}

const types = new Map(
  (
    JSON.parse(
      readFileSync(new URL('../../deploy/policies/right-types.json', import.meta.url), 'utf8'),
    ) as RightType[]
  ).map((type) => [type.code, type]),
);

const day = (text: string): number => {
  const checked = parseDay(text);
  if (!checked.ok) throw new Error(`${text}: ${checked.message}`);
  return checked.value;
};

/** Every object with a `value` in it, with the path to it. */
function sourcedValues(node: unknown, path = ''): { path: string; synthetic: boolean }[] {
  if (typeof node !== 'object' || node === null) return [];
  const here =
    'value' in node && typeof node.value !== 'object' ? [{ path, synthetic: 'synthetic' in node }] : [];
  return [...here, ...Object.entries(node).flatMap(([key, child]) => sourcedValues(child, `${path}/${key}`))];
}

describe('demonstration cases', () => {
  const cases = readDemoCases();

  it('are the published ones', () => {
    expect(cases.map(({ id }) => id.slice(0, 2))).to.deep.equal(['01', '03', '04', '05', '06', '10', '11']);
  });

  it('have the schema that editors are given', () => {
    const committed = readFileSync(new URL('../../demo/case.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed)).to.deep.equal(JSON.parse(JSON.stringify(z.toJSONSchema(demoCase))));
  });

  it('never share an identifier or a certificate number', () => {
    const identifiers = cases.flatMap(({ parties }) =>
      Object.values(parties).flatMap((party) => party.identifiers.map(({ value }) => value)),
    );
    const certificates = cases.flatMap(({ rights }) => rights.map((right) => right.certificateNumber.value));
    for (const list of [identifiers, certificates]) expect(new Set(list).size).to.equal(list.length);
  });

  for (const given of cases) {
    describe(given.id, () => {
      const rights = new Map(given.rights.map((right) => [right.key, right]));

      it('marks as synthetic what is never published, and has something that is', () => {
        const values = sourcedValues({ ...given, sources: [] });
        for (const { path, synthetic } of values) {
          if (/certificateNumber|contract|term|validFrom/.test(path)) {
            expect(synthetic, path).to.equal(true);
          }
        }
        expect(values.some(({ synthetic }) => !synthetic)).to.equal(true);
      });

      it('has identifiers with valid check digits, recognisably made up', () => {
        for (const [key, party] of Object.entries(given.parties)) {
          for (const { scheme, value, synthetic } of party.identifiers) {
            expect(synthetic, key).to.equal(true);
            expect(checkIdentifier(scheme, value), key).to.deep.equal({ ok: true, value });
            expect(value.slice(8, 11), key).to.equal('DEM');
          }
        }
      });

      it('refers to its own parties and rights only', () => {
        const known = Object.keys(given.parties);
        for (const right of given.rights) expect(known).to.include(right.holder);
        for (const interest of given.securityInterests) {
          expect(known).to.include.members([interest.grantor, interest.debtor, ...interest.securedParties]);
          for (const part of interest.collateral) {
            expect(rights.get(part.right)?.holder, part.right).to.equal(interest.grantor);
          }
        }
      });

      it('makes bodies that the service takes', () => {
        const id = () => `0x${'0a'.repeat(32)}`;
        for (const party of Object.values(given.parties)) registerParty.parse(partyBody(party));
        for (const right of given.rights) registerRight.parse(rightBody(right, id));
        for (const interest of given.securityInterests) {
          const right = (key: string) => `0x${Buffer.from(key).toString('hex').padEnd(64, '0').slice(0, 64)}`;
          registerInterest.parse(interestBody(interest, { party: id, institution: id, right }));
        }
      });

      it('keeps the rules of each type of right', () => {
        for (const right of given.rights) {
          const type = types.get(right.type.value);
          expect(type, right.type.value).to.include({
            pledgeable: true,
            consentRequired: false,
            serialised: false,
          });
          if (type?.paidOnly === true) expect(right.acquisition.value, right.key).not.to.equal('free');
          expect(right.vintage.value !== null, right.key).to.equal(type?.vintageRequired);
        }
      });

      it('never pledges more than there is, for a term that the law allows and the right outlasts', () => {
        const taken = new Map<string, bigint>();
        for (const { collateral, term } of given.securityInterests) {
          const [from, to] = [day(term.from.value), day(term.to.value)];
          const shortest = parameter('registration.term.minimum', from).value;
          const longest = parameter('registration.term.maximum', from).value;
          expect(termWithin(from, to, shortest, longest)).to.equal(true);
          for (const { right, quantity } of collateral) {
            taken.set(right, (taken.get(right) ?? 0n) + BigInt(quantity.value));
            const end = rights.get(right)?.validTo.value;
            if (end) expect(day(end)).to.be.at.least(to);
          }
        }
        for (const [key, quantity] of taken) {
          expect(quantity <= BigInt(rights.get(key)!.quantity.value), key).to.equal(true);
        }
      });
    });
  }

  it('turn into the bodies of requests', () => {
    const yunxi = cases.find(({ id }) => id === '06-yunxi-water-right')!;
    expect(partyBody(yunxi.parties.tianhe!)).to.deep.equal({
      legalName: '郧西天河能源有限公司',
      kind: 'legal-entity',
      jurisdiction: 'CN-42',
      address: yunxi.parties.tianhe!.address.value,
      identifiers: [{ scheme: 'USCC', value: yunxi.parties.tianhe!.identifiers[0]!.value }],
    });
    expect(rightBody(yunxi.rights[0]!, (key) => `id of ${key}`)).to.deep.include({
      type: 'WTR',
      holder: 'id of tianhe',
      quantity: '241000000',
      acquisition: 'paid',
      referencePrice: {
        value: '0.15',
        currency: 'CNY',
        asOf: '2024-04-21',
        source: 'Valuation reported with the loan',
      },
    });
    const ids = {
      party: (key: string) => `party ${key}`,
      institution: (key: string) => `institution ${key}`,
      right: (key: string) => `right ${key}`,
    };
    expect(interestBody(yunxi.securityInterests[0]!, ids)).to.deep.include({
      kind: 'pledge',
      grantor: 'party tianhe',
      securedParties: ['institution yunxi-rcb'],
      securedAmount: { value: '1000000000', currency: 'CNY' },
      collateral: [{ right: 'right water', quantity: '136000000' }],
    });
    const hubei = cases.find(({ id }) => id === '04-subsidiary-as-grantor')!;
    expect(rightBody(hubei.rights[0]!, String)).to.have.property('referencePrice', null);
  });
});
