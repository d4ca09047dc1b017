import { expect } from 'chai';
import { BlockError, labelsOf, placesOf, type SerialBlock } from '../../domain/line/serial-blocks.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { conveyanceOf, divides, followerOf } from '../support/lines.ts';
import { accountOf, AUTHORITY, HOLDER, numberOf, partyOf } from '../support/people.ts';
import { rightOf } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';
import { typeCode } from '../support/types.ts';

const block = (first: number, last: number): SerialBlock => ({
  prefix: 'GD',
  first: BigInt(first),
  last: BigInt(last),
});
const WHOLE = [block(1, 1000)];

/* Two blocks are the block that they come from only if no number is missing and none is there twice: sums prove nothing. */
describe('2. Block split', () => {
  describe('into 1-600 and 601-1000, encumbered by two', () => {
    let story: Story;
    let parent: Hex;
    const child = rightIdOf(numberOf(AUTHORITY), 'A-2');
    let a: Hex;
    let b: Hex;

    beforeEach(async () => {
      story = await newStory();
      parent = await story.right(1000, { typeCode: typeCode('SERIAL'), serialBlocks: WHOLE });
      a = await story.pledge(BANK_A, { [parent]: [[500, 1000]] });
      b = await story.pledge(BANK_B, { [parent]: [[0, 1000]] }, { acknowledgeJunior: true });
      const { registry } = story;
      const conveyance = conveyanceOf('split', { to: partyOf(HOLDER) });
      const part = [[600, 1000]] as const;
      const followers = await Promise.all(
        [a, b].map((it) => followerOf(registry, it, parent, conveyance, part)),
      );
      await registry.act(divides(registry, parent, part, 'A-2', conveyance, followers));
    });

    it('leaves 600 on the parent and gives 400 to the child, each with its own numbers', async () => {
      const reader = await story.read();
      expect(reader.holding(parent)).to.deep.include({ total: 1000n, onLine: 600n });
      expect(reader.holding(child)).to.deep.include({ total: 400n, onLine: 400n });
      expect(reader.right(child).registration.serialBlocks).to.deep.equal([block(601, 1000)]);
      expect(labelsOf(WHOLE, [{ from: 0n, to: 600n }])).to.deep.equal([block(1, 600)]);
    });

    it('keeps every encumbrance on both, where it was and in its rank', async () => {
      const reader = await story.read();
      expect(reader.ranks(parent, a)).to.deep.equal(['500-600 rank 1']);
      expect(reader.ranks(child, a)).to.deep.equal(['0-400 rank 1']);
      expect(reader.ranks(parent, b)).to.deep.equal(['0-500 rank 1', '500-600 rank 2']);
      expect(reader.ranks(child, b)).to.deep.equal(['0-400 rank 2']);
      for (const it of [a, b]) expect(reader.interest(it).state.rights).to.deep.equal([parent, child]);
    });

    it('keeps the priorities: whoever comes later is behind both on the child too', async () => {
      const c = await story.pledge(BANK_A, { [child]: [[0, 400]] }, { acknowledgeJunior: true });
      const reader = await story.read();
      expect(reader.ranks(child, a)).to.deep.equal(['0-400 rank 1']);
      expect(reader.ranks(child, b)).to.deep.equal(['0-400 rank 2']);
      expect(reader.ranks(child, c)).to.deep.equal(['0-400 rank 3']);
    });
  });

  it('cannot name parts with an overlap and a gap of the same length, although their sums match', () => {
    const parts = [block(1, 600), block(600, 699), block(701, 1000)];
    expect(parts.reduce((sum, { first, last }) => sum + last - first + 1n, 0n)).to.equal(1000n);
    expect(() => placesOf(WHOLE, parts)).to.throw(BlockError, 'named twice');
  });

  it('cannot leave a number out, nor take one that is not of the block', () => {
    expect(placesOf(WHOLE, [block(1, 600), block(602, 1000)])).to.deep.equal([
      { from: 0n, to: 600n },
      { from: 601n, to: 1000n },
    ]);
    expect(() => placesOf(WHOLE, [block(1, 600), block(601, 1001)])).to.throw(BlockError, 'not of this line');
  });

  it('is the chain’s rule too: a right whose blocks overlap and leave a gap is refused, although they are as many', async () => {
    const { registry } = await newStory();
    const given = rightOf('B', {
      typeCode: typeCode('SERIAL'),
      quantity: 1000n,
      serialBlocks: [block(1, 600), block(600, 999)],
    });
    const tx = registry.call(accountOf(AUTHORITY), 'Rights', 'register', [given]);
    await registry.refuses(tx, 'InvalidSerialBlocks', { index: 1 });
  });
});
