import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { catalogue, catalogueSections, isErrorCode } from '../../../api/errors/catalogue.ts';
import type { Catalogue } from '../../../api/errors/catalogue/entry.ts';
import { errorsMarkdown } from '../../../api/errors/markdown.ts';
import { fieldProblem, Problem } from '../../../api/errors/problem.ts';

describe('Error catalogue', () => {
  it('says of every code why it happens and what to do', () => {
    for (const [code, entry] of Object.entries(catalogue as Catalogue)) {
      expect(code).to.match(/^[A-Z][A-Z0-9_]*$/);
      expect(entry.status, code).to.be.within(400, 599);
      expect(entry.title, code).to.match(/^[A-Z].*[^.]$/);
      expect(`${entry.why} ${entry.remedy}`, code).to.match(/^.+\. .+\.$/);
    }
  });

  it('files every code once', () => {
    const codes = Object.values(catalogueSections).flatMap((section) => Object.keys(section));
    expect(new Set(codes).size).to.equal(codes.length);
    expect(codes).to.have.members(Object.keys(catalogue));
    expect([isErrorCode('NOT_FOUND'), isErrorCode('toString'), isErrorCode(1)]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it('is what docs/errors.md shows', () => {
    const committed = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    expect(committed, 'run: node scripts/generate-errors-doc.ts').to.equal(errorsMarkdown());
  });
});

describe('Problem', () => {
  it('is a document of RFC 9457 whose standard members no extension can replace', () => {
    const problem = new Problem('STALE_STATE', { detail: 'x', extensions: { right: '0x1', code: 'OTHER' } });
    expect(problem.toDocument('r1')).to.deep.include({
      type: '/docs/errors#STALE_STATE',
      status: 409,
      code: 'STALE_STATE',
      detail: 'x',
      right: '0x1',
      requestId: 'r1',
    });
  });

  it('can point to one field', () => {
    const problem = fieldProblem('UNKNOWN_PARTY', '/grantor', 'is not registered', {
      remedy: 'Register it.',
    });
    expect(problem.fields).to.deep.equal([
      { field: '/grantor', in: 'body', message: 'is not registered', remedy: 'Register it.' },
    ]);
  });
});
