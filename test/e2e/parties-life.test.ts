import { expect } from 'chai';
import { interestBody, rightBody } from '../support/bodies.ts';
import type { Interest, Page, Party, ProblemBody, Right } from '../support/client.ts';
import { ask, digest, expectOnlyMakersOf, expectRefused, made, outcomes, transfer } from './life.ts';
import { registry, unique } from './shared.ts';
import { approved, on, registers } from './interests-life.ts';
import { newParty, newRight, pledge } from './stage.ts';

const evidence = () => ({ digest: digest() });
const merge = ({ id }: Party, into: string) =>
  ask<Party>('authority', `/v1/parties/${id}/mergers`, { into, evidence: evidence() });
const divide = ({ id }: Party, into: string[]) =>
  ask<Party>('authority', `/v1/parties/${id}/divisions`, { into, evidence: evidence() });
const read = ({ id }: Party) => registry().as('bankA').read<Party>(`/v1/parties/${id}`);
const heldBy = async ({ id }: Party): Promise<string[]> => {
  const page = await registry().as('bankA').read<Page<Right>>(`/v1/rights?holder=${id}`);
  return page.items.map((it) => it.id);
};

describe('a merger', () => {
  it('ends a party, whose rights follow one by one with what encumbers them', async () => {
    const [old, heir] = [await newParty(), await newParty()];
    const [right, other] = [await newRight({}, old.id), await newRight({}, old.id)];
    const interest = await pledge(right, 'bankA', '600');
    const merged = made(await merge(old, heir.id));
    expect(merged.successors.map(({ party, kind }) => [party, kind])).to.deep.equal([[heir.id, 'merger']]);
    expect((await read(heir)).predecessors).to.deep.equal([old.id]);
    expect(await heldBy(heir)).to.deep.equal([right.id, other.id]);
    const granted = `/v1/security-interests?grantor=${heir.id}`;
    const { items } = await registry().as('bankA').read<Page<Interest>>(granted);
    expect(items.map(({ number }) => number)).to.deep.equal([interest.number]);
    const moved = made(await transfer(right, heir.id, { cause: 'succession' }));
    expect(moved).to.include({ holder: heir.id, acquisition: 'paid' });
    expect(await heldBy(heir)).to.deep.equal([right.id, other.id]);
    expect(await heldBy(old)).to.deep.equal([right.id, other.id]);
  });

  it('leaves a party in whose name nothing new is registered, and says who took its place', async () => {
    const [old, heir] = [await newParty(), await newParty()];
    const right = await newRight({}, old.id);
    made(await merge(old, heir.id));
    const refused = [
      await ask('authority', '/v1/rights', rightBody(old.id, unique('证'))),
      await transfer(await newRight(), old.id),
      await ask('authority', `/v1/parties/${old.id}/renames`, { legalName: unique('新名') }),
      await merge(old, heir.id),
      await merge(heir, old.id),
      await ask('bankA', '/v1/security-interests', {
        ...interestBody({
          grantor: old.id,
          bank: registry().idOf('bankA'),
          right: right.id,
          quantity: '1',
          contract: unique('合同'),
        }),
      }),
    ];
    for (const answer of refused) {
      expectRefused(answer, 409, 'PARTY_ENDED');
      expect(answer.body).to.deep.include({ successors: [heir.id] });
    }
  });

  it('hands a right on from successor to successor, though the first has ended since', async () => {
    const [old, heir, last] = [await newParty(), await newParty(), await newParty()];
    const right = await newRight({}, old.id);
    made(await merge(old, heir.id));
    made(await merge(heir, last.id));
    const further = await transfer(right, last.id, { cause: 'succession' });
    expectRefused(further, 409, 'NOT_SUCCESSOR', '/to');
    expect(further.body).to.deep.include({ successors: [heir.id] });
    made(await transfer(right, heir.id, { cause: 'succession' }));
    expect(made(await transfer(right, last.id, { cause: 'succession' })).holder).to.equal(last.id);
    const ordered = await transfer(await newRight(), heir.id, { cause: 'court-order' });
    expectRefused(ordered, 409, 'PARTY_ENDED', '/to');
  });

  it('of a buyer does not keep from it, and so from its successor, what it has bought', async () => {
    const [buyer, heir] = [await newParty(), await newParty()];
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '1000');
    const due = { value: '1000000000', currency: 'CNY' };
    await registers(interest, 'defaults', { date: '2026-01-31', due, digest: digest() });
    const sold = await approved(interest, 'disposals', {
      ...{ route: 'platform-sale', right: right.id, units: { from: '0', to: '1000' }, buyer: buyer.id },
      ...{ proceeds: due, source: unique('拍'), evidence: evidence() },
    });
    const disposal = sold.payments[0]!.number;
    made(await merge(buyer, heir.id));
    expectRefused(await transfer(right, heir.id, { cause: 'disposal', disposal }), 409, 'NOT_BUYER', '/to');
    expect(made(await transfer(right, buyer.id, { cause: 'disposal', disposal })).holder).to.equal(buyer.id);
    expect(made(await transfer(right, heir.id, { cause: 'succession' })).holder).to.equal(heir.id);
  });

  it('leaves an interest as it was granted: it takes nothing more in the name of who has ended', async () => {
    const [old, heir] = [await newParty(), await newParty()];
    const [right, other] = [await newRight({}, old.id), await newRight({}, old.id)];
    const interest = await pledge(right, 'bankA', '600');
    made(await merge(old, heir.id));
    const addCollateral = [{ right: other.id, quantity: '1' }];
    const more = await on<ProblemBody>(interest, 'amendments', { addCollateral });
    expectRefused(more, 409, 'PARTY_ENDED', '/addCollateral');
    await registers(interest, 'extensions', { to: '2055-12-31' });
  });

  it('is recorded once, by an authority, into another party that is registered', async () => {
    const [old, heir, third] = [await newParty(), await newParty(), await newParty()];
    expectRefused(await merge(old, old.id), 409, 'INVALID_SUCCESSORS', '/into');
    expectRefused(await merge(old, digest()), 422, 'UNKNOWN_PARTY', '/into');
    expectRefused(await merge({ ...old, id: digest() }, heir.id), 404, 'NOT_FOUND');
    const body = { into: heir.id, evidence: evidence() };
    await expectOnlyMakersOf(['authority'], `/v1/parties/${old.id}/mergers`, body);
    const answers = await Promise.all([merge(old, heir.id), merge(old, third.id)]);
    expect(outcomes(answers)).to.deep.equal({ made: 1, codes: ['PARTY_ENDED'] });
  });
});

describe('a division', () => {
  it('ends a party in favour of several, to each of whom a part can go', async () => {
    const [old, left, right] = [await newParty(), await newParty(), await newParty()];
    const held = await newRight({}, old.id);
    const divided = made(await divide(old, [left.id, right.id]));
    expect(divided.successors.map(({ party }) => party)).to.have.members([left.id, right.id]);
    const part = { cause: 'succession', quantity: '400', certificateNumber: unique('证') };
    const child = made(await transfer(held, left.id, part));
    expect(child).to.include({ holder: left.id, quantity: '400' });
    made(await transfer(held, right.id, { cause: 'succession' }));
    expect(await heldBy(old)).to.have.members([held.id, child.id]);
    expect(await heldBy(left)).to.deep.equal([child.id]);
  });

  it('is into two or more, each once', async () => {
    const [old, heir] = [await newParty(), await newParty()];
    expectRefused(await divide(old, [heir.id]), 400, 'INVALID_REQUEST', '/into');
    expectRefused(await divide(old, [heir.id, heir.id]), 400, 'INVALID_REQUEST', '/into');
    expectRefused(await divide(old, [heir.id, old.id]), 409, 'INVALID_SUCCESSORS', '/into/1');
  });
});
