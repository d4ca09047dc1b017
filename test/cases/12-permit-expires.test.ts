import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { renewalWatch } from '../../domain/time/clocks.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { accountOf, AUTHORITY, HOLDER, numberOf, partyOf } from '../support/people.ts';
import { TODAY, YEAR } from '../support/samples.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

const VALID_TO = TODAY + YEAR;
const TERM_TO = TODAY + 3 * YEAR;

/* A permit is shorter than the loan. Only the authority can say that the new permit is the old right. */
describe('12. Permit expires mid-loan', () => {
  let story: Story;
  let right: Hex;
  let a: Hex;
  let b: Hex;

  beforeEach('a water right valid for one year is pledged for three', async () => {
    story = await newStory();
    right = await story.right(100, { validTo: VALID_TO }, '粤水A-1');
    a = await story.pledge(BANK_A, { [right]: [[0, 60]] }, { termTo: TERM_TO });
    b = await story.pledge(BANK_B, { [right]: [[0, 100]] }, { termTo: TERM_TO, acknowledgeJunior: true });
  });

  const renews = (changes: Record<string, unknown> = {}) => {
    const renewal = {
      certificateNumber: '粤水A-2',
      validFrom: VALID_TO + 1,
      validTo: VALID_TO + 5 * YEAR,
      evidence: [],
      ...changes,
    };
    const head = story.registry.rightHead(right);
    return story.registry.call(accountOf(AUTHORITY), 'Rights', 'renew', right, head, renewal);
  };

  it('warns 45 days before, and the term that is not covered can be seen from the first day on', async () => {
    const early = await story.read(expiryInstant(VALID_TO - 45));
    const validTo = early.right(right).state.validTo;
    expect(early.interest(a).state.termTo - validTo, 'days that are not covered').to.equal(2 * YEAR);
    expect(renewalWatch('water', validTo, early.now)).to.deep.equal({
      applyBy: VALID_TO - 45,
      state: 'open',
    });
    const late = await story.read(expiryInstant(VALID_TO - 45) + 1);
    expect(renewalWatch('water', validTo, late.now).state).to.equal('late');
  });

  it('leaves the interests on an expired right, which takes no other and cannot be traded', async () => {
    await story.at(expiryInstant(VALID_TO) + 1);
    const more = story.pledges(BANK_A, { [right]: [[60, 100]] }, { acknowledgeJunior: true });
    await story.registry.refuses(more, 'RightExpired', { right, validTo: VALID_TO });
    const reader = await story.read();
    expect(reader.rightLife(right)).to.equal('expired');
    expect(reader.interestLife(a)).to.equal('effective');
    expect(reader.ranks(right, a)).to.deep.equal(['0-60 rank 1']);
    expect(reader.holding(right)).to.deep.include({ pledged: 100n, registrable: 0n, tradable: 0n });
  });

  it('carries every rank over when the authority confirms that it is the same right', async () => {
    await story.at(expiryInstant(VALID_TO) + 1);
    await story.registry.act(renews());
    const reader = await story.read();
    expect(reader.rightLife(right)).to.equal('confirmed');
    expect(reader.ranks(right, a)).to.deep.equal(['0-60 rank 1']);
    expect(reader.ranks(right, b)).to.deep.equal(['60-100 rank 1', '0-60 rank 2']);
    expect(reader.right(right).renewals.at(-1)).to.deep.include({ certificateNumber: '粤水A-2' });
    const found = await story.registry.view('Rights', 'rightOf', numberOf(AUTHORITY), '粤水A-2');
    expect(found, 'under its new certificate').to.equal(right);
  });

  it('carries nothing over when the authority registers another right instead', async () => {
    await story.at(expiryInstant(VALID_TO) + 1);
    const another = await story.right(100, { validTo: VALID_TO + 5 * YEAR }, '粤水A-2');
    const reader = await story.read();
    expect(another).to.not.equal(right);
    expect(reader.right(another).state.holder).to.equal(partyOf(HOLDER));
    expect(reader.holding(another)).to.deep.include({ pledged: 0n, free: 100n });
    expect(reader.rightLife(right)).to.equal('expired');
    expect(reader.ranks(right, a)).to.deep.equal(['0-60 rank 1']);
    await story.registry.refuses(renews(), 'RightExists', { right: another });
  });
});
