import { expect } from 'chai';
import fc from 'fast-check';
import {
  exactNameKey,
  isSimilar,
  matchName,
  nameCore,
  similarity,
  similarityGrams,
  type NameMatch,
} from '../../../domain/identity/names.ts';

const ON = '2026-01-01';

describe('exact names', () => {
  const same: [string, string][] = [
    ['綠能科技有限公司', '绿能科技有限公司'],
    ['廣東環境權益交易所有限責任公司', '广东环境权益交易所有限责任公司'],
    ['绿能（广州）科技有限公司', '绿能(广州)科技有限公司'],
    ['绿能（广州）科技有限公司', '绿能广州 科技有限公司'],
    ['ＧＲＥＥＮ　Energy', 'green energy'],
    ['Green Energy Co., Ltd.', 'GREEN ENERGY CO LTD'],
    ['A & B Limited', 'A and B Limited'],
    ["O'Brien Energy S.A.", 'OBrien Energy SA'],
    ['Águas de Macau, Limitada', 'Aguas de Macau Limitada'],
    ['香港鑛業有限公司', '香港矿业有限公司'],
    ['中華煤氣　有限公司', '中华煤气有限公司'],
  ];
  for (const [a, b] of same) {
    it(`${a} is ${b}`, () => {
      expect(exactNameKey(a)).to.equal(exactNameKey(b));
      expect(matchName(a, b, ON)).to.equal('EXACT');
    });
  }

  it('keeps the form of company', () => {
    expect(exactNameKey('绿能有限公司')).to.equal('绿能有限公司');
    expect(exactNameKey('绿能有限公司')).not.to.equal(exactNameKey('绿能股份有限公司'));
    expect(exactNameKey('Green Ltd')).not.to.equal(exactNameKey('Green Limited'));
  });

  it('is empty, and matches nothing, without a letter or digit', () => {
    expect(exactNameKey(' （）…* ')).to.equal('');
    expect(matchName('()', '()', ON)).to.equal(undefined);
    expect(similarity('', '')).to.equal(0);
  });

  it('is a fixed point for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        const key = exactNameKey(name);
        expect(exactNameKey(key)).to.equal(key);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('name cores', () => {
  const cores: [string, string][] = [
    ['湖北宜化集团有限责任公司', '湖北宜化'],
    ['廣州綠能（集團）股份有限公司', '广州绿能'],
    ['Green Energy Group Co., Ltd.', 'greenenergy'],
    ['Sociedade X, S. A.', 'sociedadex'],
    ['Macau Water Lda.', 'macauwater'],
    ['宏图合伙企业（有限合伙）', '宏图'],
    ['Casa Visa Limited', 'casavisa'],
    ['有限公司', '有限公司'],
    ['The Limited', 'the'],
    ['Limited', 'limited'],
  ];
  for (const [name, core] of cores) {
    it(`of ${name} is ${core}`, () => {
      expect(nameCore(name)).to.equal(core);
    });
  }
});

describe('similar names', () => {
  const found: [string, string][] = [
    ['广州绿能科技', '廣州綠能科技有限公司'],
    ['广州绿能科枝有限公司', '广州绿能科技有限责任公司'],
    ['广州绿能科有限公司', '广州绿能科技有限公司'],
    ['广州绿绿能科技有限公司', '广州绿能科技有限公司'],
    ['ＧＲＥＥＮ ＥＮＥＲＧＹ', 'Green Energy Limited'],
    ['Hong Kong Green Energy Ltd', 'Green Energy (Hong Kong) Limited'],
    ['GreenEnergy Limited', 'Green Energy Ltd'],
    ['Macau Water Limitada', 'Macau Water, Lda.'],
    ['中国长江三峡新能源发展股份有限公司', '中国三峡新能源发展股份有限公司'],
  ];
  for (const [asked, name] of found) {
    it(`${asked} finds ${name}`, () => {
      expect(matchName(asked, name, ON)).to.equal('SIMILAR' satisfies NameMatch);
    });
  }

  // Invented or well-known names, chosen because clerks could confuse them; none may find another.
  const unrelated = [
    '中国工商银行股份有限公司',
    '中国农业银行股份有限公司',
    '中国建设银行股份有限公司',
    '广州绿能科技有限公司',
    '深圳绿能环保有限公司',
    '广东省能源集团有限公司',
    '深圳能源集团股份有限公司',
    '深圳燃气集团股份有限公司',
    '佛山水务环保股份有限公司',
    '东莞水务集团有限公司',
    '郧西天河能源有限公司',
    'CLP Power Hong Kong Limited',
    'Green Energy (Hong Kong) Limited',
    'Hong Kong Green Finance Limited',
    'Companhia de Electricidade de Macau, S.A.',
    'Sociedade de Abastecimento de Águas de Macau, S.A.',
  ];
  it('does not find an unrelated name', () => {
    for (const [at, a] of unrelated.entries()) {
      for (const b of unrelated.slice(at + 1)) expect(matchName(a, b, ON), `${a} / ${b}`).to.equal(undefined);
    }
  });

  it('does not call names of one character similar because they differ in one character', () => {
    expect(isSimilar('绿有限公司', '能有限公司', ON)).to.equal(false);
    expect(isSimilar('绿有限公司', '綠', ON)).to.equal(true);
  });

  it('does not compare names whose lengths are too far apart', () => {
    expect(isSimilar('宜化', '湖北宜化化工', ON)).to.equal(false);
  });

  const names = fc
    .array(fc.constantFrom(...Array.from('绿能科技广州湖北水务ab '), '綠', '有限公司', ' Ltd'), {
      maxLength: 8,
    })
    .map((parts) => parts.join(''));

  it('is symmetric, between 0 and 1, and 1 for a name with itself', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(similarity(a, b)).to.equal(similarity(b, a));
        expect(similarity(a, b)).to.be.within(0, 1);
        expect(isSimilar(a, b, ON)).to.equal(isSimilar(b, a, ON));
        if (exactNameKey(a) !== '') expect(similarity(a, a)).to.equal(1);
      }),
    );
  });

  it('shares a trigram whenever two names are similar, so an index by trigram is complete', () => {
    const edits = fc.record({
      at: fc.nat(10),
      remove: fc.nat(1),
      insert: fc.constantFrom('', '鑫', '绿', ' ', 'b'),
    });
    fc.assert(
      fc.property(names, edits, (a, { at, remove, insert }) => {
        const characters = [...a];
        characters.splice(at % (characters.length + 1), remove, insert);
        const b = characters.join('');
        if (!isSimilar(a, b, ON)) return;
        const gramsOfB = similarityGrams(b);
        expect([...similarityGrams(a)].some((gram) => gramsOfB.has(gram))).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds every name with one character changed', () => {
    fc.assert(
      fc.property(names, fc.nat(20), (name, place) => {
        const full = `湖北${name}`;
        const core = [...nameCore(full)];
        core[place % core.length] = '鑫';
        expect(isSimilar(full, core.join(''), ON)).to.equal(true);
      }),
    );
  });
});
