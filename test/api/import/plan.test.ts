import { expect } from 'chai';
import fc from 'fast-check';
import { columnsOf, IMPORT_KINDS } from '../../../api/import/columns.ts';
import { headingsFor, kindOf } from '../../../api/import/header.ts';
import { planner } from '../../../api/import/plan.ts';
import { UnreadableFile } from '../../../api/import/rows.ts';
import { keccakText } from '../../../domain/encoding/hash.ts';
import { exampleRow, planOne } from './support.ts';

const HOLDER = keccakText('USCC:91420322DEM000102G');

describe('import plan: rights', () => {
  it('maps a row to the body of POST /v1/rights', () => {
    const planned = planOne('rights', {
      serialBlocks: 'VCS-003:1-100 | 241-300',
      quantity: '160',
      vintage: '2024',
    });
    expect(planned.outcome === 'ready' && planned.body).to.deep.equal({
      type: 'WTR',
      holder: HOLDER,
      certificateNumber: 'WTR-EXAMPLE-0001',
      quantity: '160',
      region: 'CN-42',
      validFrom: '2024-01-01',
      validTo: '2033-12-31',
      vintage: 2024,
      serialBlocks: [
        { prefix: 'VCS-003', start: '1', end: '100' },
        { start: '241', end: '300' },
      ],
      acquisition: 'paid',
      referencePrice: { value: '0.15', currency: 'CNY', asOf: '2024-04-21', source: 'valuation report' },
      evidence: [{ kind: 'permit', digest: `0x${'5a'.repeat(32)}` }],
    });
  });

  it('leaves out what the row leaves out', () => {
    const empty = { 'referencePrice.value': '', 'referencePrice.currency': '', 'referencePrice.asOf': '' };
    const planned = planOne('rights', { ...empty, 'referencePrice.source': '', evidence: '', validTo: '' });
    expect(planned.outcome === 'ready' && planned.body).to.deep.include({
      validTo: null,
      vintage: null,
      evidence: [],
    });
    expect(planned.outcome === 'ready' && planned.body).not.to.have.property('referencePrice');
  });

  const tolerated: [string, string, string, unknown][] = [
    ['holder', 'USCC:91420322dem000102g', 'holder', HOLDER],
    ['holder', '统一 9142', 'holder', undefined],
    ['holder', `0x${'AB'.repeat(32)}`, 'holder', `0x${'ab'.repeat(32)}`],
    ['quantity', '241,000,000', 'quantity', '241000000'],
    ['quantity', '000100', 'quantity', '100'],
    ['validFrom', '2024/1/1', 'validFrom', '2024-01-01'],
    ['validFrom', '2024.01.01', 'validFrom', '2024-01-01'],
    ['acquisition', 'PAID', 'acquisition', 'paid'],
    ['type', ' WTR ', 'type', 'WTR'],
  ];
  for (const [field, text, property, value] of tolerated.filter(([, , , value]) => value !== undefined)) {
    it(`reads ${field} "${text}"`, () => {
      const planned = planOne('rights', { [field]: text });
      expect(planned.outcome === 'ready' && planned.body).to.have.property(property, value);
    });
  }

  const faults: [string, string, RegExp][] = [
    ['type', '', /is empty/],
    ['type', 'water', /no code/],
    ['holder', '91420322DEM000102H', /check digit/],
    ['holder', 'ABC:123', /no scheme/],
    ['holder', '0x12', /no 32-byte id/],
    ['holder', '统一 9142', /USCC has 18 characters/],
    ['certificateNumber', 'x'.repeat(81), /longer than 80 characters/],
    ['vintage', '1900', /before 1990/],
    ['serialBlocks', '1-7', /add up to the quantity/],
    ['referencePrice.value', '0.123456789', /8 decimals/],
    ['certificateNumber', 'x'.repeat(2001), /2001 characters/],
    ['certificateNumber', '=HYPERLINK("http://x")', /formula/],
    ['certificateNumber', '@SUM(A1)', /formula/],
    ['certificateNumber', '+cmd|calc', /formula/],
    ['certificateNumber', "'=1+1", /formula/],
    ['certificateNumber', '-A1', /formula/],
    ['certificateNumber', 'a\tb', /control/],
    ['certificateNumber', 'a\u202eb', /control/],
    ['certificateNumber', 'a\ud800', /control/],
    ['quantity', '0', /whole number/],
    ['quantity', '-5', /whole number/],
    ['quantity', '1.5', /whole number/],
    ['quantity', '1.36E+08', /lost digits/],
    ['quantity', '1'.repeat(39), /whole number/],
    ['quantity', (1n << 76n).toString(), /whole number/],
    ['region', 'Hubei', /region/],
    ['validFrom', '2024-02-30', /no day/],
    ['validFrom', '01/02/2024', /YYYY-MM-DD/],
    ['validTo', '2023-12-31', /before validFrom/],
    ['vintage', '24', /not a year/],
    ['serialBlocks', 'one', /no block/],
    ['serialBlocks', 'X:100-1', /no block/],
    ['serialBlocks', Array.from({ length: 65 }, (_, i) => `X:${i}-${i}`).join('|'), /65 values/],
    ['acquisition', 'none', /not known/],
    ['referencePrice.value', '1,5', /no price/],
    ['referencePrice.source', '', /reference price/],
    ['evidence', 'permit', /no evidence/],
  ];
  for (const [field, text, message] of faults) {
    it(`refuses ${field} "${text.slice(0, 24)}"`, () => {
      const planned = planOne('rights', { [field]: text });
      expect(planned.outcome).to.equal('faulty');
      if (planned.outcome !== 'faulty') return;
      expect(planned.faults).to.have.length(1);
      expect(planned.faults[0]).to.include({ field });
      expect(planned.faults[0]!.message).to.match(message);
      expect(planned.faults[0]!.remedy).to.match(/^[A-Z].*\.$/);
    });
  }

  it('names every fault of a row at once', () => {
    const planned = planOne('rights', { type: 'x', quantity: '', region: '=1' });
    expect(planned.outcome === 'faulty' && planned.faults.map(({ field }) => field)).to.have.members([
      'type',
      'quantity',
      'region',
    ]);
  });
});

describe('import plan: interests', () => {
  it('maps a row to the body of POST /v1/security-interests', () => {
    const [a, b] = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`];
    const planned = planOne('interests', {
      'collateral.right': `${a}|${b}`,
      'collateral.quantity': '1,000|20',
      acknowledgeJunior: '是',
    });
    expect(planned.outcome === 'ready' && planned.body).to.deep.equal({
      kind: 'pledge',
      grantor: HOLDER,
      debtor: HOLDER,
      securedParties: [b],
      securedAmount: { value: '1000000000', currency: 'CNY' },
      contract: { number: 'LOAN-2026-0001', digest: `0x${'5a'.repeat(32)}` },
      term: { from: '2026-01-01', to: '2028-12-31' },
      collateral: [
        { right: a, quantity: '1000' },
        { right: b, quantity: '20' },
      ],
      acknowledgeJunior: true,
    });
  });

  const faults: [Record<string, string>, string, RegExp][] = [
    [{ 'term.to': '2026-01-30' }, 'term.to', /1 to 360 months/],
    [{ 'term.to': '2056-01-01' }, 'term.to', /1 to 360 months/],
    [{ 'term.from': '9999-12-31' }, 'term.to', /1 to 360 months/],
    [{ 'collateral.quantity': '1|2' }, 'collateral.quantity', /as many/],
    [
      { 'collateral.right': `0x${'11'.repeat(32)}|0x${'11'.repeat(32)}`, 'collateral.quantity': '1|2' },
      'collateral.right',
      /twice/,
    ],
    [{ kind: 'lien' }, 'kind', /not known/],
    [{ securedParties: '91420322DEM000102G|91420322DEM000102G' }, 'securedParties', /twice/],
    [{ acknowledgeJunior: 'maybe' }, 'acknowledgeJunior', /neither/],
    [{ 'securedAmount.currency': 'rmb' }, 'securedAmount.currency', /currency/],
  ];
  for (const [changes, field, message] of faults) {
    it(`refuses ${JSON.stringify(changes).slice(0, 50)}`, () => {
      const planned = planOne('interests', changes);
      expect(planned.outcome === 'faulty' && planned.faults).to.have.length(1);
      if (planned.outcome !== 'faulty') return;
      expect(planned.faults[0]!.field).to.equal(field);
      expect(planned.faults[0]!.message).to.match(message);
    });
  }
});

describe('import plan: the file', () => {
  const fieldsOf = (kind: 'rights' | 'interests') => columnsOf(kind).map(({ field }) => field);

  it('knows the kind by the headings, English or Chinese', () => {
    for (const kind of IMPORT_KINDS) {
      expect(kindOf(fieldsOf(kind))).to.equal(kind);
      expect(kindOf(['备注', ...columnsOf(kind).map(({ zh }) => zh)])).to.equal(kind);
    }
    expect(() => kindOf(['foo'])).to.throw(UnreadableFile, 'neither');
  });

  it('names every heading that does not fit', () => {
    const headings = [
      ...fieldsOf('rights').filter((field) => field !== 'region'),
      'TYPE',
      '权益种类',
      'colour',
    ];
    expect(() => headingsFor('rights', headings)).to.throw(
      UnreadableFile,
      /"colour" is unknown, type occurs twice, type occurs twice, region is missing/,
    );
  });

  it('refuses the second of two equal rows, and says which was the first', () => {
    for (const kind of IMPORT_KINDS) {
      const plan = planner(kind, headingsFor(kind, fieldsOf(kind)));
      expect(plan(exampleRow(kind, {}, 2)).outcome).to.equal('ready');
      const second = plan(exampleRow(kind, {}, 7));
      expect(second.outcome === 'faulty' && second.faults[0]?.message).to.match(/row 2/);
    }
  });

  it('takes two pledges of one contract in different rights', () => {
    const plan = planner('interests', headingsFor('interests', fieldsOf('interests')));
    expect(plan(exampleRow('interests', {}, 2)).outcome).to.equal('ready');
    const other = exampleRow('interests', { 'collateral.right': `0x${'33'.repeat(32)}` }, 3);
    expect(plan(other).outcome).to.equal('ready');
  });

  it('never takes an example for a registration', () => {
    const row = exampleRow('rights', { note: ' EXAMPLE 示例' });
    expect(planner('rights', headingsFor('rights', row.headings))(row).outcome).to.equal('example');
  });

  it('never throws, whatever is in the cells', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.bigInt().map(String),
      fc.constantFrom('9999-12-31', '1970-01-01', '1e308', '|', '||', ':', '0x', 'USCC:', '10'.repeat(19)),
    );
    for (const kind of IMPORT_KINDS) {
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...fieldsOf(kind)), anything), (changes) => {
          const planned = planOne(kind, changes);
          if (planned.outcome !== 'faulty') return;
          for (const { message, remedy } of planned.faults) expect(message && remedy).not.to.equal('');
        }),
        { numRuns: 500 },
      );
    }
  });
});
