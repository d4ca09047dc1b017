import { expect } from 'chai';
import { cutOf } from '../../domain/line/cut.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { decides, intervalsOf, restrict, type Units } from '../support/lines.ts';
import { refOf } from '../support/reader.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

/* State Council Order No. 775: for data fraud 50 to 100 % of next year's quota. Free units go first; nobody stops it. */
describe('13. Regulator cuts next year’s quota', () => {
  let story: Story;
  let right: Hex;
  let a: Hex;
  let b: Hex;

  beforeEach('60 of 100 t are pledged, 10 of them twice', async () => {
    story = await newStory();
    right = await story.right(100);
    a = await story.pledge(BANK_A, { [right]: [[0, 40]] });
    b = await story.pledge(BANK_B, { [right]: [[30, 60]] }, { acknowledgeJunior: true });
  });

  const cuts = (units: Units) => decides(story.registry, right, units, 'cut', { period: 2027 });
  const lost = async () => {
    const reader = await story.read();
    return [a, b].map((it) => reader.collateral(right, it));
  };

  it('says before whose collateral a cut of 50 % takes: the free 40 first, then those with one claim on them', async () => {
    const cut = cutOf(50n, 100n, (await story.read()).line(right));
    expect(cut).to.deep.equal({
      units: intervalsOf([
        [0, 10],
        [60, 100],
      ]),
      losses: [{ ref: refOf(a), units: intervalsOf([[0, 10]]) }],
    });
  });

  it('records the loss, and leaves the ranks on what is left', async () => {
    await story.registry.act(
      cuts([
        [0, 10],
        [60, 100],
      ]),
    );
    expect(await lost()).to.deep.equal([
      { left: 30n, lost: 10n },
      { left: 30n, lost: 0n },
    ]);
    const reader = await story.read();
    expect(reader.ranks(right, a)).to.deep.equal(['0-40 rank 1']);
    expect(reader.ranks(right, b)).to.deep.equal(['40-60 rank 1', '30-40 rank 2']);
    const { total, gone, onLine, pledged, free } = reader.holding(right);
    expect([total, gone.cut, onLine, pledged, free]).to.deep.equal([100n, 50n, 50n, 50n, 0n]);
    expect(reader.right(right).decisions.at(-1)).to.deep.include({ kind: 'cut', period: 2027 });
  });

  it('cannot pass over free units', async () => {
    await story.registry.refuses(
      cuts([
        [0, 10],
        [60, 99],
      ]),
      'FreeUnitsFirst',
      { right, unit: 99 },
    );
    expect(await lost()).to.deep.equal([
      { left: 40n, lost: 0n },
      { left: 30n, lost: 0n },
    ]);
  });

  it('of 100 % is not stopped by pledges, a freeze or a suspension', async () => {
    await restrict(story.registry, right, [[0, 50]], 'judicial-freeze');
    await restrict(story.registry, right, [[50, 100]], 'suspension');
    await story.registry.act(cuts([[0, 100]]));
    expect(await lost()).to.deep.equal([
      { left: 0n, lost: 40n },
      { left: 0n, lost: 30n },
    ]);
    const reader = await story.read();
    expect(reader.rightLife(right)).to.equal('cut');
    expect(
      [a, b].map((it) => reader.interestLife(it)),
      'the claims remain',
    ).to.deep.equal(['effective', 'effective']);
    expect(reader.holding(right)).to.deep.include({ onLine: 0n, pledged: 0n, frozen: 0n, tradable: 0n });
  });
});
