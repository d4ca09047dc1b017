import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { INVARIANTS } from '../twin/invariants/all.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

/** "| rule | `name` in `file` |" */
const rules = [...read('docs/invariants.md').matchAll(/^\| (.+?) *\| `(\w+)` in `([^`]+)` *\|$/gm)].map(
  ([, words = '', name = '', file = '']) => ({ words, name, file }),
);

describe('docs/invariants.md', () => {
  it('says each invariant in a sentence', () => {
    expect(rules).to.have.length.greaterThan(12);
    for (const { words } of rules) expect(words).to.match(/^[A-Z].{20,}\.$/);
  });

  it('names functions that exist, and that are called', () => {
    const life = read('test/twin/life.ts');
    for (const { name, file } of rules) {
      expect(read(file), `${name} in ${file}`).to.match(new RegExp(`(function|async|private) ${name}\\(`));
      const checked = INVARIANTS.some((it) => it.name === name);
      expect(checked || new RegExp(`(this\\.|await )${name}\\(`).test(life), name).to.equal(true);
    }
  });

  it('has every invariant that is checked after a step', () => {
    const named = rules.map(({ name }) => name);
    for (const { name } of INVARIANTS) expect(named).to.include(name);
  });
});
