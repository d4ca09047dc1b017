import { expect } from 'chai';
import { AbiCoder, keccak256 } from 'ethers';
import fc from 'fast-check';
import type { Hex } from '../../../domain/encoding/hash.ts';
import {
  appended,
  attached,
  begun,
  countOf,
  isPage,
  leafOf,
  PAGE,
  type Leaf,
} from '../../../domain/journal/list.ts';
import { idOf } from '../history.ts';

const [P, A, B] = [idOf('P'), idOf('A'), idOf('B')];
const leaf = (change: Leaf['change'], id: Hex, kind: Leaf['kind'] = 'right'): Leaf => ({ change, kind, id });

/* The twin in Solidity once more, by another encoder. */
const hashOf = (types: string[], values: unknown[]): Hex =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values)) as Hex;
const counted = (hash: Hex, count: number): Hex =>
  `${hash.slice(0, 58)}${count.toString(16).padStart(8, '0')}` as Hex;
const leafBy = ({ change, kind, id }: Leaf): Hex =>
  hashOf(
    ['uint256', 'bytes32'],
    [{ attached: 0x100, detached: 0x200 }[change] + { right: 1, interest: 2 }[kind], id],
  );
const listBy = (party: Hex, leaves: readonly Leaf[]): Hex =>
  leaves.reduce(
    (list, it, i) => counted(hashOf(['bytes32', 'bytes32'], [list, leafBy(it)]), i + 1),
    counted(hashOf(['bytes32'], [party]), 0),
  );

const listOf = (party: Hex, leaves: readonly Leaf[]): Hex =>
  leaves.map(leafOf).reduce(appended, begun(party));

/** Of four subjects, two of which have the same id. */
const leaves = fc.array(
  fc.record({
    change: fc.constantFrom('attached', 'detached'),
    kind: fc.constantFrom('right', 'interest'),
    id: fc.constantFrom(A, B),
  }),
  { maxLength: 20 },
);

describe('the list of a party', () => {
  it('is a chain over its leaves, which it counts', () => {
    fc.assert(
      fc.property(fc.constantFrom(P, A), leaves, (party, all) => {
        expect(all.map(leafOf)).to.deep.equal(all.map(leafBy));
        expect(listOf(party, all)).to.equal(listBy(party, all));
        expect(countOf(listOf(party, all))).to.equal(all.length);
      }),
    );
  });

  it('counts past a byte: a page is full at 256', () => {
    const full = Array<Hex>(PAGE)
      .fill(leafOf(leaf('attached', A)))
      .reduce(appended, begun(P));
    expect(full.slice(-8)).to.equal('00000100');
    expect(countOf(full)).to.equal(256);
  });

  describe('by page', () => {
    const [first, second, third] = [
      leaf('attached', A),
      leaf('attached', B, 'interest'),
      leaf('detached', A),
    ] as const;
    const before = listOf(P, [leaf('attached', B)]);
    const after = listOf(P, [leaf('attached', B), first, second, third]);
    for (const [what, page, is] of [
      ['all of them', [first, second, third], true],
      ['one missing', [first, third], false],
      ['one twice', [first, second, second, third], false],
      ['one more', [first, second, third, first], false],
      ['in another order', [first, third, second], false],
      ['of another kind', [first, { ...second, kind: 'right' }, third], false],
      ['with another change', [first, second, { ...third, change: 'attached' }], false],
      ['of another subject', [first, second, { ...third, id: B }], false],
      ['none', [], false],
    ] as const) {
      it(`${is ? 'proves' : 'refuses'} its leaves: ${what}`, () => {
        expect(isPage({ before, after, leaves: page })).to.equal(is);
      });
    }

    it('is of this party, and may be empty', () => {
      expect(isPage({ before: begun(A), after: listOf(P, [first]), leaves: [first] })).to.equal(false);
      expect(isPage({ before, after: before, leaves: [] })).to.equal(true);
    });

    it('is proved alone, wherever a longer list is cut', () => {
      fc.assert(
        fc.property(leaves, fc.nat(20), (all, cut) => {
          const [earlier, later] = [all.slice(0, cut), all.slice(cut)];
          const page = { before: listOf(P, earlier), after: listOf(P, all), leaves: later };
          expect(isPage(page)).to.equal(true);
        }),
      );
    });
  });

  describe('says what is attached', () => {
    const interest = leaf('attached', A, 'interest');
    for (const [what, all, held] of [
      ['nothing', [], []],
      ['in the order of attachment', [leaf('attached', B), leaf('attached', A)], [B, A]],
      ['detached', [leaf('attached', A), leaf('attached', B), leaf('detached', A)], [B]],
      [
        'attached again, as the last',
        [leaf('attached', A), leaf('attached', B), leaf('detached', A), leaf('attached', A)],
        [B, A],
      ],
      ['another kind has ids of its own', [interest, leaf('attached', A), leaf('detached', A)], [A]],
    ] as const) {
      it(what, () => {
        expect(attached(all).map(({ id }) => id)).to.deep.equal(held);
      });
    }

    it('as what no later leaf is about, whatever happened', () => {
      fc.assert(
        fc.property(leaves, (all) => {
          const last = all.filter(
            ({ kind, id }, i) => !all.slice(i + 1).some((it) => it.kind === kind && it.id === id),
          );
          expect(attached(all)).to.deep.equal(last.filter(({ change }) => change === 'attached'));
        }),
      );
    });
  });
});
