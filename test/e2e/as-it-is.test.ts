import { expect } from 'chai';
import type { Interest, Right } from '../support/client.ts';
import { on, read, registers } from './interests-life.ts';
import { ask, decision, digest, lineOf, made, transfer } from './life.ts';
import { registry, unique } from './shared.ts';
import { newParty, newRight, pledge } from './stage.ts';

// What reading shows of what was registered: everything here is derived when it is read.

const rightOf = ({ id }: Pick<Right, 'id'>) => registry().as('bankA').read<Right>(`/v1/rights/${id}`);
const decide = (right: Right, what: string, body: object) =>
  ask('authority', `/v1/rights/${right.id}/${what}`, { decision: decision(), ...body });
const order = () => ({ number: unique('（2026）粤01执'), digest: digest() });
const freeze = (right: Right, units: [number, number]) =>
  ask<{ number: string }>('court', `/v1/rights/${right.id}/restrictions`, {
    kind: 'judicial-freeze',
    intervals: [{ from: String(units[0]), to: String(units[1]) }],
    until: '2027-12-31',
    order: order(),
  }).then(made);

describe('an interest as it is', () => {
  it('has layers, each ranking from the registration that added it', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    await pledge(right, 'bankB', '600', { acknowledgeJunior: true });
    const amended = await registers(interest, 'amendments', {
      securedAmount: { value: '1500000000', currency: 'CNY' },
    });
    expect(amended.layers).to.deep.equal([
      {
        value: '1000000000',
        number: interest.number,
        tranches: [{ right: right.id, from: '0', to: '600', rank: 1 }],
      },
      {
        value: '500000000',
        number: amended.registration.number,
        tranches: [
          { right: right.id, from: '200', to: '600', rank: 1 },
          { right: right.id, from: '0', to: '200', rank: 2 },
        ],
      },
    ]);
  });

  it('shows what is left of its collateral and what it lost', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    made(await decide(right, 'quota-cuts', { quantity: '700', period: 2026 }));
    const [collateral] = (await read(interest)).collateral;
    expect(collateral).to.deep.equal({
      right: right.id,
      quantity: '300',
      intervals: [{ from: '300', to: '600' }],
      registered: '600',
      lost: { quantity: '300', intervals: [{ from: '0', to: '300' }] },
      tranches: [{ from: '300', to: '600', rank: 1 }],
    });
  });

  it('is divergent while another register says something else, and not before everybody clean', async () => {
    const right = await newRight({ type: 'GDEA', vintage: 2025 }, registry().idOf('holder'));
    const proposal = await registry()
      .as('bankA')
      .post<{ id: string }>('/v1/security-interests', {
        kind: 'pledge',
        grantor: right.holder,
        debtor: right.holder,
        securedParties: [registry().idOf('bankA')],
        securedAmount: { value: '1', currency: 'CNY' },
        contract: { number: unique('合同'), digest: digest() },
        term: { from: '2026-01-01', to: '2050-12-31' },
        collateral: [{ right: right.id, quantity: '600' }],
      });
    const approved = await registry()
      .as('holder')
      .post<{ resource: string }>(`/v1/proposals/${proposal.body.id}/approve`);
    const interest = await registry().as('bankA').read<Interest>(approved.body.resource);
    const externalOf = (it: Interest) => {
      const { state, thirdPartyEffective, registers: all } = it.externalRegistrations;
      return [state, thirdPartyEffective, ...all.map((each) => each.state)];
    };
    expect(externalOf(interest)).to.deep.equal(['pending', false, 'pending', 'pending']);
    const enter = (register: string, quantity: string) =>
      registers(interest, 'external-registrations', {
        register,
        number: unique('ZD-'),
        date: '2026-01-31',
        quantity,
        grantor: right.holder,
        termTo: '2050-12-31',
        evidence: { digest: digest() },
      });
    await enter('unified', '600');
    const divergent = await enter('platform', '500');
    expect(externalOf(divergent)).to.deep.equal(['divergent', false, 'matched', 'divergent']);
    expect(divergent.externalRegistrations.registers[1]?.differences).to.deep.equal([
      { field: 'quantity', ours: '600', theirs: '500' },
    ]);
    expect(externalOf(await enter('platform', '600')).slice(0, 1)).to.deep.equal(['matched']);
  });

  it('shows objections and requests with their clocks, and its chain of registrations', async () => {
    const right = await newRight({}, registry().idOf('holder'));
    const interest = await pledge(right, 'bankA', '600');
    const { registration } = await registers(interest, 'objections', { digest: digest() }, 'bankB');
    await registers(interest, 'cancellation-requests', { date: '2026-01-30', digest: digest() }, 'holder');
    made(await on(interest, `objections/${registration.number}/withdrawals`, {}, 'bankB'));
    const { objections, cancellationRequests, registrations } = await read(interest);
    expect(objections.map(({ number, status }) => [number, status])).to.deep.equal([
      [registration.number, 'withdrawn'],
    ]);
    expect(cancellationRequests[0]).to.include({ date: '2026-01-30', due: '2026-02-13', overdue: true });
    expect(registrations.map(({ kind }) => kind)).to.deep.equal([
      'initial-registration',
      'objection',
      'cancellation-request',
      'objection-withdrawal',
    ]);
    expect(registrations.map(({ number }) => number).slice(0, 2)).to.deep.equal([
      interest.number,
      registration.number,
    ]);
  });
});

describe('a line as it is', () => {
  it('shows freezes in their queue, and ranks as if they were not there', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    const [first, second] = [await freeze(right, [500, 900]), await freeze(right, [800, 1000])];
    const { segments, free, tradable } = await lineOf(right);
    const shown = segments.map(({ from, to, overlays }) => [
      Number(from),
      Number(to),
      overlays.map(({ number, rank, place, status }) => [number, rank ?? place, status]),
    ]);
    expect(shown).to.deep.equal([
      [0, 500, [[interest.number, 1, 'effective']]],
      [
        500,
        600,
        [
          [interest.number, 1, 'effective'],
          [first.number, 1, 'in-force'],
        ],
      ],
      [600, 800, [[first.number, 1, 'in-force']]],
      [
        800,
        900,
        [
          [first.number, 1, 'in-force'],
          [second.number, 2, 'waiting'],
        ],
      ],
      [900, 1000, [[second.number, 1, 'in-force']]],
    ]);
    expect([free, tradable]).to.deep.equal(['0', '0']);
    const { holding } = await rightOf(right);
    expect(holding).to.include({ total: '1000', pledged: '600', frozen: '500', encumbered: '1000' });
  });

  it('keeps the places of units that are gone', async () => {
    const right = await newRight();
    made(await decide(right, 'retirements', { intervals: [{ from: '100', to: '300' }] }));
    const { segments, onLine, free } = await lineOf(right);
    expect([onLine, free]).to.deep.equal(['800', '800']);
    expect(segments[1]).to.include({ from: '100', to: '300' });
    expect(segments[1]?.overlays.map(({ kind }) => kind)).to.deep.equal(['retired']);
    const { status, decisions, holding } = await rightOf(right);
    expect(status).to.equal('confirmed');
    expect(decisions.map(({ kind, quantity }) => [kind, quantity])).to.deep.equal([['retired', '200']]);
    expect(holding.gone.retired).to.equal('200');
  });

  it('takes no interest on suspended units, whatever rank it is content with', async () => {
    const right = await newRight();
    made(
      await ask('authority', `/v1/rights/${right.id}/restrictions`, {
        kind: 'suspension',
        intervals: [{ from: '0', to: '400' }],
        until: null,
        order: order(),
      }),
    );
    const interest = await pledge(right, 'bankA', '600');
    expect(interest.collateral[0]?.intervals).to.deep.equal([{ from: '400', to: '1000' }]);
    const refusal = await pledge(right, 'bankA', '1', {
      collateral: [{ right: right.id, intervals: [{ from: '399', to: '401' }] }],
      acknowledgeJunior: true,
    }).catch(String);
    expect(refusal).to.contain('RIGHT_SUSPENDED');
  });
});

describe('a right as it is', () => {
  it('has its certificates, its former holders and where it came from', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const certificateNumber = unique('证');
    const child = made(await transfer(right, buyer.id, { quantity: '400', certificateNumber }));
    expect(child.dividedFrom).to.deep.equal({ right: right.id, part: [{ from: '0', to: '400' }] });
    const moved = made(await transfer(child, right.holder));
    expect(moved.formerHolders.map(({ holder, cause }) => [holder, cause])).to.deep.equal([
      [buyer.id, 'transfer'],
    ]);
    const renewed = unique('新证');
    made(
      await ask('authority', `/v1/rights/${child.id}/renewals`, {
        certificateNumber: renewed,
        validFrom: '2054-01-01',
        validTo: '2063-12-31',
        identityConfirmed: true,
      }),
    );
    const now = await rightOf(child);
    expect(now.certificateNumber).to.equal(renewed);
    expect(now.certificates.map((it) => it.certificateNumber)).to.deep.equal([certificateNumber, renewed]);
  });
});

describe('a search', () => {
  interface Found {
    results: { through: string[]; rights: { id: string }[]; interests: { number: string }[] }[];
  }
  const search = async (by: string, value: string) =>
    (await registry().as('bankB').made<Found>('/v1/searches', { by, value })).results[0]!;

  it('for a successor finds what its predecessor granted and holds, and says so', async () => {
    const [old, heir] = [await newParty(), await newParty()];
    const right = await newRight({}, old.id);
    const interest = await pledge(right, 'bankA', '600');
    made(
      await ask('authority', `/v1/parties/${old.id}/mergers`, {
        into: heir.id,
        evidence: { digest: digest() },
      }),
    );
    for (const { legalName, other } of [
      { legalName: heir.legalName, other: old.id },
      { legalName: old.legalName, other: heir.id },
    ]) {
      const found = await search('grantor-name', legalName);
      expect(found.through).to.deep.equal([other]);
      expect(found.rights.map(({ id }) => id)).to.deep.equal([right.id]);
      expect(found.interests.map(({ number }) => number)).to.deep.equal([interest.number]);
    }
  });

  it('for the holder of what somebody else pledged finds the interest on it', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const interest = await pledge(right, 'bankA', '600');
    made(await transfer(right, buyer.id, { cause: 'court-order' }));
    const found = await search('grantor-name', buyer.legalName);
    expect(found.interests.map(({ number }) => number)).to.deep.equal([interest.number]);
  });

  it('finds a right that a division made by its number', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const child = made(await transfer(right, buyer.id, { quantity: '400', certificateNumber: unique('证') }));
    const found = await search('registration-number', child.number);
    expect(found.rights.map(({ id }) => id)).to.deep.equal([child.id]);
  });
});
