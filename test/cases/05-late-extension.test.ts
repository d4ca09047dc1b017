import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { extends_ } from '../support/interests.ts';
import { TODAY, YEAR } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

const TERM_TO = TODAY + YEAR;
const LAST_SECOND = expiryInstant(TERM_TO);

/* A term ends at 23:59:59 of its last day in Asia/Shanghai. What is not extended until then has lost its place. */
describe('5. Late extension', () => {
  let story: Story;
  let right: Hex;
  let first: Hex;
  let second: Hex;

  beforeEach('bank A is ahead of bank B, and its term ends first', async () => {
    story = await newStory();
    right = await story.right(100);
    first = await story.pledge(BANK_A, { [right]: [[0, 100]] }, { termTo: TERM_TO });
    second = await story.pledge(BANK_B, { [right]: [[0, 100]] }, { acknowledgeJunior: true });
  });

  const extension = () => extends_(story.registry, first, TERM_TO + YEAR);

  it('keeps the rank at 23:59:59', async () => {
    await story.at(LAST_SECOND);
    await story.registry.act(extension());
    const reader = await story.read(LAST_SECOND + 1);
    expect(reader.interestLife(first)).to.equal('effective');
    expect(reader.ranks(right, first)).to.deep.equal(['0-100 rank 1']);
    expect(reader.ranks(right, second)).to.deep.equal(['0-100 rank 2']);
  });

  it('is refused at 00:00:00, when bank B is first', async () => {
    await story.at(LAST_SECOND + 1);
    await story.registry.refuses(extension(), 'InterestLapsed', { interest: first, termTo: TERM_TO });
    const reader = await story.read();
    expect(reader.now).to.equal(LAST_SECOND + 1);
    expect(reader.interestLife(first)).to.equal('lapsed');
    expect(reader.ranks(right, first)).to.deep.equal([]);
    expect(reader.ranks(right, second)).to.deep.equal(['0-100 rank 1']);
  });

  it('leaves only a new registration, which ranks anew', async () => {
    await story.at(LAST_SECOND + 1);
    const anew = await story.pledge(
      BANK_A,
      { [right]: [[0, 100]] },
      { termFrom: TERM_TO + 1, termTo: TERM_TO + YEAR, acknowledgeJunior: true },
    );
    const reader = await story.read();
    expect(reader.ranks(right, second)).to.deep.equal(['0-100 rank 1']);
    expect(reader.ranks(right, anew)).to.deep.equal(['0-100 rank 2']);
    expect(reader.interestLife(first)).to.equal('lapsed');
  });
});
