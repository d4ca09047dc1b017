import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { LEGAL_PARAMETERS } from '../../domain/law/law.ts';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/law.md', root), 'utf8');

const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const [header, , ...rules] = rows as [string[], string[], ...string[][]];
const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, inside]) => inside!);

const textOf = (file: string): string => readFileSync(new URL(file, root), 'utf8');

describe('docs/law.md', () => {
  it('is a table of rules, sources, parameters, code and tests', () => {
    expect(header).to.deep.equal(['Rule', 'Source', 'Parameter', 'Code', 'Test']);
    expect(rules.length).to.be.greaterThan(10);
    for (const row of rules) {
      expect(row, row[0]).to.have.length(5);
      expect(row[1], row[0]).not.to.equal('');
      expect(quoted(row[3]!), row[0]).not.to.deep.equal([]);
    }
  });

  it('names only files that exist, and in them only what is there', () => {
    for (const row of rules) {
      for (const place of [...quoted(row[3]!), ...quoted(row[4]!)]) {
        const [file = '', name] = place.split('#');
        expect(existsSync(new URL(file, root)), `${row[0]}: ${file}`).to.equal(true);
        if (name !== undefined) expect(textOf(file), `${row[0]}: ${place}`).to.contain(name);
      }
    }
  });

  it('has code and a test for every rule, and tests are tests', () => {
    for (const row of rules) {
      expect(quoted(row[4]!), row[0]).not.to.deep.equal([]);
      for (const place of quoted(row[4]!)) expect(place, row[0]).to.match(/^test\/[^#]*\.test\.ts(#.+)?$/);
    }
  });

  it('has a row for every parameter, and names no other', () => {
    const keys = new Set<string>(LEGAL_PARAMETERS.map(({ key }) => key));
    const named = rules.flatMap((row) => quoted(row[2]!)).filter((name) => name.includes('.'));
    expect(new Set(named)).to.deep.equal(keys);
  });
});
