import { expect } from 'chai';
import type { Notice, Page } from '../support/client.ts';
import { approved } from './interests-life.ts';
import { ask, decision, made } from './life.ts';
import { registry } from './shared.ts';
import { newParty, newRight, pledge, proposeCancellation, approve } from './stage.ts';

interface StreamEvent {
  id: string;
  event: string;
  data: Notice;
}

/** Reads a stream until it has so many events, then leaves. */
async function events(path: string, count: number, lastEventId?: string): Promise<StreamEvent[]> {
  const leave = new AbortController();
  const response = await fetch(registry().url + path, {
    headers: {
      authorization: `Bearer ${registry().credentials['bankB']!.maker}`,
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: leave.signal,
  });
  expect(response.headers.get('content-type')).to.match(/^text\/event-stream/);
  const found: StreamEvent[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks.filter((each) => each.startsWith('id:'))) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)![1]!;
      found.push({ id: field('id'), event: field('event'), data: JSON.parse(field('data')) as Notice });
    }
    if (found.length >= count) break;
  }
  leave.abort();
  return found;
}

describe('notices', () => {
  const list = (query: string) => registry().as('bankB').read<Page<Notice>>(`/v1/notices?${query}`);
  const latest = async (): Promise<number> => {
    const party = await newParty();
    return Number(party.sequence);
  };

  it('make public every registration in the order of the registry', async () => {
    const before = await latest();
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '500');
    await approve('bankA', (await proposeCancellation('bankA', interest.number)).id);
    const { items } = await list(`after=${before}`);
    expect(items.map(({ kind }) => kind)).to.deep.equal([
      'party-registration',
      'right-registration',
      'initial-registration',
      'cancellation',
    ]);
    expect(items.map(({ sequence }) => Number(sequence) - before)).to.deep.equal([1, 2, 3, 4]);
    expect(items[2]).to.deep.include({
      number: interest.number,
      at: interest.effectiveAt,
      rights: [right.id],
    });
    expect(items[3]).to.deep.include({ interest: interest.number });
  });

  it('can be asked for by kind, party, right and interest', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '500');
    const kinds = async (query: string) => (await list(query)).items.map(({ kind }) => kind);
    expect(await kinds(`right=${right.id}`)).to.deep.equal(['right-registration', 'initial-registration']);
    expect(await kinds(`party=${right.holder}`)).to.include.members(['party-registration']);
    expect(await kinds(`interest=${interest.number}`)).to.deep.equal(['initial-registration']);
    expect(await kinds(`right=${right.id}&kind=right-registration`)).to.deep.equal(['right-registration']);
  });

  it('concern everybody who has an interest on the units, and both where one steps back', async () => {
    const right = await newRight();
    const senior = await pledge(right, 'bankA', '600');
    const junior = await pledge(right, 'bankB', '600', { acknowledgeJunior: true });
    const cut = { quantity: '500', period: 2026, decision: decision() };
    made(await ask('authority', `/v1/rights/${right.id}/quota-cuts`, cut));
    await approved(senior, 'subordinations', {
      behind: junior.number,
      collateral: [{ right: right.id, intervals: [{ from: '0', to: '200' }] }],
    });
    const both = [senior.number, junior.number];
    for (const number of both) {
      const { items } = await list(`interest=${number}`);
      expect(items.slice(1).map(({ kind }) => kind)).to.deep.equal(['quota-cut', 'subordination']);
      expect(items.slice(1).map(({ interests }) => interests)).to.deep.equal([both, both]);
      expect(items.slice(1).map(({ interest }) => interest)).to.deep.equal([null, senior.number]);
    }
  });

  it('come as a stream: first what was missed, then what happens', async () => {
    const before = await latest();
    const missed = await newParty();
    const reading = events(`/v1/notices?after=${before}`, 3);
    const [live, last] = [await newParty(), await newParty()];
    const found = await reading;
    expect(found.map(({ data }) => data.number)).to.deep.equal(
      [missed, live, last].map(({ number }) => number),
    );
    expect(found.map(({ id, data }) => id === data.sequence)).to.deep.equal([true, true, true]);
    expect(found[0]?.event).to.equal('party-registration');
  });

  it('go on where a client left: no notice twice, none left out', async () => {
    const before = await latest();
    const made = [await newParty(), await newParty(), await newParty(), await newParty()];
    const first = await events(`/v1/notices?after=${before}`, 2);
    const rest = await events('/v1/notices', 2, first[1]!.id);
    const numbers = [...first.slice(0, 2), ...rest].map(({ data }) => data.number);
    expect(numbers).to.deep.equal(made.map(({ number }) => number));
  });
});
