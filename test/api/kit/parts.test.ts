import { expect } from 'chai';
import fc from 'fast-check';
import { parseAsOf } from '../../../api/kit/as-of.ts';
import { amount, civilDate, hex32, text } from '../../../api/kit/fields.ts';
import { createCursors } from '../../../api/kit/pagination.ts';
import { parsePrefer } from '../../../api/kit/prefer.ts';

describe('asOf', () => {
  const cases: [string, unknown][] = [
    ['0', { block: 0 }],
    ['1200', { block: 1200 }],
    ['9007199254740993', undefined],
    ['01', undefined],
    ['-1', undefined],
    ['2026-01-31T12:00:00Z', { time: Date.UTC(2026, 0, 31, 12) / 1000 }],
    ['2026-01-31T20:00:00+08:00', { time: Date.UTC(2026, 0, 31, 12) / 1000 }],
    ['2026-01-31t12:00:00.999z', { time: Date.UTC(2026, 0, 31, 12) / 1000 }],
    ['2026-01-31T12:00:00', undefined],
    ['2026-01-31', undefined],
    ['2026-02-30T12:00:00Z', undefined],
    ['2026-01-31T24:00:00Z', undefined],
    ['2026-01-31T12:00:60Z', undefined],
    ['2026-01-31T12:00:00+24:00', undefined],
    ['2026-01-31T12:00:00 08:00', undefined],
  ];
  for (const [given, expected] of cases) {
    it(`reads ${given} as ${JSON.stringify(expected)}`, () => {
      expect(parseAsOf(given)).to.deep.equal(expected);
    });
  }

  it('reads every instant that JavaScript can write', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseAsOf(date.toISOString())).to.deep.equal({ time: Math.floor(date.getTime() / 1000) });
      }),
    );
  });
});

describe('Prefer', () => {
  const cases: [string | undefined, boolean, number][] = [
    [undefined, false, 10],
    ['respond-async', true, 10],
    ['wait=3', false, 3],
    ['Respond-Async, Wait="5"; x=y', true, 5],
    ['wait=3, wait=4', false, 3],
    ['wait=-1', false, 10],
    ['wait=999999', false, 60],
    ['wait=abc, unknown=1,,', false, 10],
  ];
  for (const [header, respondAsync, waitSeconds] of cases) {
    it(`reads ${header ?? 'nothing'}`, () => {
      expect(parsePrefer(header, 10)).to.deep.equal({ respondAsync, waitSeconds });
    });
  }
});

describe('Cursors', () => {
  const cursors = createCursors(new Uint8Array(32).fill(7));

  it('give back the position, for their own list only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.jsonValue(), (list, position) => {
        const cursor = cursors.encode(list, position);
        expect(JSON.stringify(cursors.decode(list, cursor))).to.equal(JSON.stringify(position));
        expect(() => cursors.decode(`${list}x`, cursor)).to.throw('INVALID_CURSOR');
      }),
    );
  });

  it('refuse every change of a single character, and other secrets', () => {
    const cursor = cursors.encode('rights', { after: '0x12' });
    for (let i = 0; i < cursor.length; i++) {
      const changed = cursor.slice(0, i) + (cursor[i] === 'A' ? 'B' : 'A') + cursor.slice(i + 1);
      expect(() => cursors.decode('rights', changed), changed).to.throw('INVALID_CURSOR');
    }
    for (const wrong of ['', 'x', `${cursor}=`, `${cursor}A`, cursor.slice(0, -1), 'é']) {
      expect(() => cursors.decode('rights', wrong), wrong).to.throw('INVALID_CURSOR');
    }
    expect(() => createCursors(new Uint8Array(32)).decode('rights', cursor)).to.throw('INVALID_CURSOR');
  });
});

describe('Common fields', () => {
  const ok = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
    schema.safeParse(value).success;

  it('bound amounts by 2^76 and refuse other spellings', () => {
    expect(['0', '136000000', String(2n ** 76n - 1n)].map((value) => ok(amount, value))).not.to.include(
      false,
    );
    const wrong = [
      String(2n ** 76n),
      '01',
      '-1',
      '1.0',
      '1e3',
      '',
      ' 1',
      '٣',
      1,
      '9'.repeat(23),
      `${'1'.repeat(22)}x`,
    ];
    expect(wrong.map((value) => ok(amount, value))).not.to.include(true);
  });

  it('know the calendar', () => {
    expect(['1970-01-01', '2024-02-29', '9999-12-31'].map((value) => ok(civilDate, value))).not.to.include(
      false,
    );
    const wrong = [
      '1969-12-31',
      '2023-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-1-1',
      '20240101',
      '2024-01-01T00:00:00Z',
    ];
    expect(wrong.map((value) => ok(civilDate, value))).not.to.include(true);
  });

  it('refuse control characters and blank ends in text', () => {
    expect(['云溪天河能源', 'O’Neill & Co.', 'a'.repeat(10)].map((value) => ok(text(10), value))[0]).to.be
      .true;
    const wrong = ['', ' a', 'a ', 'a\u0000b', 'a\nb', 'a\u0085', '\u2028', 'a'.repeat(11)];
    expect(wrong.map((value) => ok(text(10), value))).not.to.include(true);
  });

  it('take ids in lower case only', () => {
    expect(ok(hex32, `0x${'a'.repeat(64)}`)).to.be.true;
    expect(
      [`0x${'A'.repeat(64)}`, `0x${'a'.repeat(63)}`, 'a'.repeat(66)].map((v) => ok(hex32, v)),
    ).not.to.include(true);
  });
});
