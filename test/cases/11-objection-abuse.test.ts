import { expect } from 'chai';
import { dayOfInstant, expiryInstant } from '../../domain/time/calendar.ts';
import { objectionClock } from '../../domain/time/clocks.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import type { Reader } from '../support/reader.ts';
import { remarks } from '../support/interests.ts';
import { accountOf, HOLDER, partyOf } from '../support/people.ts';
import { BANK_A, BANK_B, newStory, type Story } from '../support/story.ts';

/* PBoC Order [2021] No. 7: told within 7 days, void without the acceptance of a case within 30. It annotates and nothing else. */
describe('11. Objection abuse', () => {
  let story: Story;
  let right: Hex;
  let interest: Hex;

  beforeEach(async () => {
    story = await newStory();
    right = await story.right(100);
    interest = await story.pledge(BANK_A, { [right]: [[0, 60]] });
  });

  const object = () => story.registry.act(remarks(story.registry, interest, 'objection'));
  const clock = (reader: Reader) => {
    const objection = reader.interest(interest).objections.at(-1)!;
    return objectionClock(dayOfInstant(objection.time), reader.now, objection.accepted?.day);
  };
  const lastDay = async () => clock(await story.read()).acceptanceDue;

  it('changes neither rank, nor status, nor what can be found', async () => {
    const before = await story.read();
    const [state, line] = [before.interest(interest).state, before.line(right)];
    for (let i = 0; i < 3; i++) await object();
    const reader = await story.read();
    expect(reader.interest(interest).objections).to.have.lengthOf(3);
    expect(reader.interest(interest).state).to.deep.equal(state);
    expect(reader.line(right)).to.deep.equal(line);
    expect(reader.interestLife(interest)).to.equal('effective');
    expect(reader.grantedBy(partyOf(HOLDER))).to.deep.equal([interest]);
  });

  it('keeps nobody from registering behind it', async () => {
    await object();
    const later = await story.pledge(BANK_B, { [right]: [[0, 60]] }, { acknowledgeJunior: true });
    const reader = await story.read();
    expect(reader.ranks(right, interest)).to.deep.equal(['0-60 rank 1']);
    expect(reader.ranks(right, later)).to.deep.equal(['0-60 rank 2']);
  });

  it('is void on day 31, if no court has accepted the case', async () => {
    await object();
    const today = dayOfInstant((await story.read()).now);
    const { noticeDue, acceptanceDue } = clock(await story.read());
    expect([noticeDue, acceptanceDue]).to.deep.equal([today + 7, today + 30]);
    expect(clock(await story.read(expiryInstant(today + 30))).void).to.equal(false);
    expect(clock(await story.read(expiryInstant(today + 30) + 1)).void).to.equal(true);
  });

  const accept = async (day: number) => {
    const { sequence } = (await story.read()).interest(interest).objections.at(-1)!;
    const changes = { ref: sequence, day, number: '(2026)粤01民初1号' };
    await story.registry.act(
      remarks(story.registry, interest, 'case-accepted', changes, { from: accountOf('court') }),
    );
  };

  it('stands if the case was accepted on day 30', async () => {
    await object();
    const due = await lastDay();
    await story.at(expiryInstant(due));
    await accept(due);
    expect(clock(await story.read(expiryInstant(due) + 1)).void).to.equal(false);
  });

  it('stays void if it was accepted on day 31', async () => {
    await object();
    const due = await lastDay();
    await story.at(expiryInstant(due) + 1);
    await accept(due + 1);
    expect(clock(await story.read()).void).to.equal(true);
  });
});
