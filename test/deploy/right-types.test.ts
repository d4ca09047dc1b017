import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseDay } from '../../domain/time/calendar.ts';

const policy = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{1,8}$/),
  nameZh: z.string().regex(/\p{Script=Han}/u),
  nameEn: z.string().min(3),
  unit: z.string().min(1),
  displayUnit: z.string().min(1),
  unitsPerDisplayUnit: z.string().regex(/^[1-9]\d*$/),
  flow: z.boolean(),
  vintageRequired: z.boolean(),
  pledgeable: z.boolean(),
  paidOnly: z.boolean(),
  consentRequired: z.boolean(),
  serialised: z.boolean(),
  approvalBound: z.boolean(),
  effectiveAgainstThirdParties: z.boolean(),
  requiredExternalRegistrations: z.array(z.enum(['zhongdengwang', 'gdex'])),
  authorityKind: z.string().min(3),
  freezeAvailable: z.boolean(),
  effectiveFrom: z.string().refine((text) => parseDay(text).ok),
  source: z.string().min(5),
  note: z.string().min(5),
});

describe('policies of right types', () => {
  const read = JSON.parse(
    readFileSync(new URL('../../deploy/policies/right-types.json', import.meta.url), 'utf8'),
  ) as unknown;
  const policies = z.array(policy).parse(read);
  const byCode = new Map(policies.map((entry) => [entry.code, entry]));

  it('has one for every type of right', () => {
    expect([...byCode.keys()]).to.deep.equal([
      ...['CEA', 'GDEA', 'SZEA', 'HBEA', 'CCER', 'PHCER', 'VCU', 'GS', 'ITMO'],
      ...['EMR-COD', 'EMR-NH3N', 'EMR-SO2', 'EMR-NOX', 'EMR-VOC', 'EMR-TP', 'EMR-WW', 'EUR', 'WTR', 'GIN'],
    ]);
    expect(byCode.size).to.equal(policies.length);
  });

  it('counts a flow per year and a stock not', () => {
    for (const { code, flow, unit, displayUnit } of policies) {
      expect(unit.endsWith('/a'), code).to.equal(flow);
      expect(displayUnit.endsWith('/a'), code).to.equal(flow);
    }
  });

  it('wants a year from allowances and credits only, and payment for discharge rights only', () => {
    for (const { code, vintageRequired, paidOnly, unit } of policies) {
      expect(vintageRequired, code).to.equal(unit === 'tCO2e');
      expect(paidOnly, code).to.equal(code.startsWith('EMR-'));
    }
  });

  it('claims a freeze only where a source says that there is one', () => {
    expect(policies.filter((entry) => entry.freezeAvailable).map((entry) => entry.code)).to.deep.equal([
      'GDEA',
    ]);
    expect(byCode.get('GDEA')?.requiredExternalRegistrations).to.deep.equal(['zhongdengwang', 'gdex']);
  });

  it('binds transfers of water and discharge rights to an approval, and no others', () => {
    for (const { code, approvalBound } of policies) {
      expect(approvalBound, code).to.equal(code === 'WTR' || code.startsWith('EMR-'));
    }
  });

  it('claims effect against third parties only where a source gives it', () => {
    const claiming = policies.filter((entry) => entry.effectiveAgainstThirdParties).map(({ code }) => code);
    expect(claiming).to.deep.equal(['GDEA', 'GIN']);
  });

  it('needs no consent for water and income rights', () => {
    for (const code of ['WTR', 'GIN']) expect(byCode.get(code)?.consentRequired, code).to.equal(false);
  });
});
