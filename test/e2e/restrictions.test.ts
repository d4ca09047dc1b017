import { expect } from 'chai';
import type { z } from 'zod';
import type { restrictionSchema } from '../../api/modules/restrictions/schemas.ts';
import type { Operation, Page, ProblemBody, Proposal, Right } from '../support/client.ts';
import {
  ask,
  decision,
  expectOnlyMakersOf,
  expectRefused,
  lineOf,
  made,
  outcomes,
  transfer,
} from './life.ts';
import { registry, unique } from './shared.ts';
import { newParty, newRight, pledge } from './stage.ts';

type Restriction = z.output<typeof restrictionSchema>;
type Named = Pick<Restriction, 'number'>;

/** Two years from now: a court freezes for three at most. */
const until = (years: number): string => `${new Date().getUTCFullYear() + years}-06-30`;
const at = (from: number, to: number) => ({ from: String(from), to: String(to) });

const restrict = (right: Pick<Right, 'id'>, more: object = {}, who = 'court') =>
  ask<Restriction>(who, `/v1/rights/${right.id}/restrictions`, {
    kind: 'judicial-freeze',
    until: until(2),
    order: decision(),
    ...more,
  });
const read = ({ number }: Named): Promise<Restriction> =>
  registry().as('bankA').read<Restriction>(`/v1/restrictions/${number}`);
const prolong = ({ number }: Named, to: string | null, who = 'court') =>
  ask<Restriction>(who, `/v1/restrictions/${number}/prolongations`, { until: to, order: decision() });
const propose = ({ number }: Named, more: object = {}, who = 'court') =>
  ask<Proposal>(who, `/v1/restrictions/${number}/lifts`, { order: decision(), ...more });
const approve = (who: string, { id }: Pick<Proposal, 'id'>, duty: 'maker' | 'checker' = 'checker') =>
  registry().as(who, duty).post<Operation & ProblemBody>(`/v1/proposals/${id}/approve`);

async function lift(restriction: Named, more: object = {}, who = 'court'): Promise<void> {
  const proposed = await propose(restriction, more, who);
  expect(proposed.status, JSON.stringify(proposed.body)).to.equal(202);
  const approved = await approve(who, proposed.body);
  expect(approved.status, JSON.stringify(approved.body)).to.equal(201);
}

describe('a restriction', () => {
  it('by a court freezes units: they are free no longer, and cannot move', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const frozen = made(await restrict(right, { quantity: '300' }));
    expect(frozen).to.deep.include({ kind: 'judicial-freeze', status: 'in-force', place: 1 });
    expect(frozen.rights).to.deep.equal([{ right: right.id, units: [{ ...at(0, 300), place: 1 }] }]);
    expect(frozen.location).to.equal(`/v1/restrictions/${frozen.number}`);
    expect((await lineOf(right)).free).to.equal('700');
    expectRefused(await transfer(right, buyer.id), 409, 'UNITS_BOUND');
    const free = { quantity: '700', certificateNumber: unique('证') };
    made(await transfer(right, buyer.id, free));
  });

  it('without units is of all that are on the line', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    made(await transfer(right, buyer.id, { quantity: '400', certificateNumber: unique('证') }));
    const { rights } = made(await restrict(right));
    expect(rights.flatMap(({ units }) => units.map(({ from, to }) => ({ from, to })))).to.deep.equal([
      at(400, 1000),
    ]);
    const gone = await restrict(right, { intervals: [at(0, 500)] });
    expectRefused(gone, 409, 'UNITS_GONE', '/intervals');
  });

  it('is entered by whom it is for: a court, or the authority of the right', async () => {
    const right = await newRight();
    const path = `/v1/rights/${right.id}/restrictions`;
    const body = { kind: 'judicial-freeze', until: until(1), order: decision() };
    await expectOnlyMakersOf(['court'], path, body);
    await expectOnlyMakersOf(['court'], path, { ...body, kind: 'stay' });
    for (const kind of ['administrative-restriction', 'compliance-hold', 'pledge-control', 'suspension']) {
      await expectOnlyMakersOf(['authority'], path, { ...body, kind });
    }
    expectRefused(
      await restrict(right, { kind: 'suspension', until: until(1) }, 'authority'),
      400,
      'UNTIL_OUT_OF_RANGE',
      '/until',
    );
    made(await restrict(right, { kind: 'suspension', until: null }, 'authority'));
  });

  it('of a court ends within the legal maximum, and none on a day that is over', async () => {
    const right = await newRight();
    for (const wrong of [until(4), null, '2020-01-01']) {
      expectRefused(await restrict(right, { until: wrong }), 400, 'UNTIL_OUT_OF_RANGE', '/until');
    }
    const past = { kind: 'compliance-hold', until: '2020-01-01' };
    expectRefused(await restrict(right, past, 'authority'), 400, 'UNTIL_OUT_OF_RANGE', '/until');
  });

  it('of a quantity by pledge control is of pledged units', async () => {
    const right = await newRight();
    await pledge(right, 'bankA', '300');
    const control = { kind: 'pledge-control', quantity: '300', until: null };
    const { rights, place } = made(await restrict(right, control, 'authority'));
    expect(rights[0]?.units).to.deep.equal([{ ...at(0, 300), place: null }]);
    expect(place).to.equal(null);
    const more = { ...control, quantity: '1' };
    expectRefused(await restrict(right, more, 'authority'), 409, 'INSUFFICIENT_QUANTITY', '/quantity');
  });

  it('goes along with the units when the right is divided, and is lifted from each right', async () => {
    const right = await newRight();
    const frozen = made(await restrict(right, { intervals: [at(500, 700)] }));
    const certificateNumber = unique('证');
    const split = { part: { intervals: [at(600, 1000)] }, certificateNumber };
    const child = made(await ask<Right>('authority', `/v1/rights/${right.id}/splits`, split));
    expect((await read(frozen)).rights.map((it) => it.right)).to.have.members([right.id, child.id]);
    expectRefused(await propose(frozen), 400, 'INVALID_REQUEST', '/right');
    await lift(frozen, { right: child.id });
    expect((await read(frozen)).rights.map((it) => it.right)).to.deep.equal([right.id]);
    expect((await read(frozen)).status).to.equal('in-force');
  });
});

describe('waiting freezes', () => {
  it('stand in a queue, and are promoted when the earlier one is lifted', async () => {
    const right = await newRight();
    const first = made(await restrict(right, { intervals: [at(0, 500)] }));
    const second = made(await restrict(right, { intervals: [at(0, 600)] }));
    const third = made(await restrict(right, { intervals: [at(100, 200)] }));
    expect(second).to.deep.include({ status: 'in-force', place: 2 });
    expect(second.rights[0]?.units).to.have.deep.members([
      { ...at(0, 500), place: 2 },
      { ...at(500, 600), place: 1 },
    ]);
    expect(third).to.deep.include({ status: 'waiting', place: 3 });
    await lift(first);
    expect(await read(first)).to.deep.include({ status: 'lifted', place: null, rights: [] });
    expect(await read(second)).to.deep.include({ status: 'in-force', place: 1 });
    expect(await read(third)).to.deep.include({ status: 'waiting', place: 2 });
    const all = await registry()
      .as('bankA')
      .read<Page<Restriction>>(`/v1/rights/${right.id}/restrictions?limit=2`);
    expect(all.items.map(({ number }) => number)).to.deep.equal([first.number, second.number]);
    const rest = await registry()
      .as('bankA')
      .read<Page<Restriction>>(`/v1/rights/${right.id}/restrictions?cursor=${all.nextCursor}`);
    expect(rest.items.map(({ number }) => number)).to.deep.equal([third.number]);
  });

  it('of several at once each have a place of their own', async () => {
    const right = await newRight();
    const answers = await Promise.all(Array.from({ length: 5 }, () => restrict(right)));
    expect(outcomes(answers)).to.deep.equal({ made: 5, codes: [] });
    const now = await Promise.all(answers.map(({ body }) => read(body)));
    expect(now.map(({ place }) => place)).to.have.members([1, 2, 3, 4, 5]);
  });
});

describe('a prolongation', () => {
  it('keeps the place, and is made before the end by whoever restricted', async () => {
    const right = await newRight();
    const [first, second] = [made(await restrict(right, { until: until(1) })), made(await restrict(right))];
    const prolonged = made(await prolong(first, until(2)));
    expect(prolonged).to.deep.include({ until: until(2), place: 1 });
    expect(prolonged.prolongations).to.have.length(1);
    expect((await read(second)).place).to.equal(2);
    expectRefused(await prolong(first, until(2)), 400, 'UNTIL_OUT_OF_RANGE', '/until');
    expectRefused(await prolong(first, until(9)), 400, 'UNTIL_OUT_OF_RANGE', '/until');
    expectRefused(await prolong(first, until(2), 'authority'), 403, 'NOT_RESTRICTOR');
    expectRefused(await prolong({ number: right.number }, until(2)), 400, 'INVALID_REQUEST');
  });

  it('is of no use to what has no end', async () => {
    const hold = { kind: 'compliance-hold', until: null };
    const held = made(await restrict(await newRight(), hold, 'authority'));
    expectRefused(await prolong(held, until(1), 'authority'), 400, 'UNTIL_OUT_OF_RANGE', '/until');
  });
});

describe('lifting', () => {
  it('takes two persons of the institution that restricted', async () => {
    const frozen = made(await restrict(await newRight()));
    expectRefused(await propose(frozen, {}, 'authority'), 403, 'NOT_RESTRICTOR');
    const proposed = await propose(frozen);
    expect(proposed.body).to.deep.include({ awaiting: ['checker'] });
    expectRefused(await approve('court', proposed.body, 'maker'), 403, 'SAME_PERSON');
    expectRefused(await approve('authority', proposed.body), 404, 'NOT_FOUND');
    expect((await read(frozen)).status).to.equal('in-force');
    const approved = await approve('court', proposed.body);
    expect(approved.status, JSON.stringify(approved.body)).to.equal(201);
    const lifted = await read(frozen);
    expect(lifted).to.deep.include({ status: 'lifted' });
    expect(lifted.lifts).to.have.length(1);
    expectRefused(await propose(frozen), 409, 'RESTRICTION_ENDED');
    expectRefused(await prolong(frozen, until(2)), 409, 'RESTRICTION_ENDED');
  });

  it('twice at once is done once', async () => {
    const frozen = made(await restrict(await newRight()));
    const proposals = [await propose(frozen), await propose(frozen)];
    const answers = await Promise.all(proposals.map(({ body }) => approve('court', body)));
    expect(outcomes(answers)).to.deep.equal({ made: 1, codes: ['RESTRICTION_ENDED'] });
  });
});
