import { expect } from 'chai';
import { usccOf } from '../support/bodies.ts';
import type { Interest, Party, ProblemBody, Right } from '../support/client.ts';
import { registry, unique } from './shared.ts';
import { newParty, newRight, pledge } from './stage.ts';

interface Search {
  number: string;
  nil: boolean;
  results: {
    match: 'EXACT' | 'SIMILAR';
    matchedName: string | null;
    former: boolean;
    party: Party | null;
    rights: Right[];
    interests: Interest[];
  }[];
}

describe('searches', () => {
  let name: string;
  let party: Party;
  let right: Right;
  let interest: Interest;

  before(async () => {
    name = unique('东莞绿能环境科技') + '有限公司';
    party = await newParty(name);
    right = await newRight(
      {
        type: 'CCER',
        vintage: 2024,
        serialBlocks: [{ prefix: unique('CN-CCER-'), start: '5001', end: '6000' }],
      },
      party.id,
    );
    interest = await pledge(right, 'bankA', '400');
  });

  const ask = (by: string, value: string, match = 'exact') =>
    registry().as('bankB').post<Search & ProblemBody>('/v1/searches', { by, value, match });
  const found = async (by: string, value: string, match = 'exact') => {
    const { status, body } = await ask(by, value, match);
    expect(status, JSON.stringify(body)).to.equal(201);
    return body;
  };
  const expectFound = ({ nil, results }: Search) => {
    expect(nil).to.be.false;
    expect(results.flatMap((hit) => hit.rights.map(({ id }) => id))).to.include(right.id);
    expect(results.flatMap((hit) => hit.interests.map(({ number }) => number))).to.include(interest.number);
  };

  it('find a grantor by its identifier, however it is typed', async () => {
    const uscc = usccOf(name);
    for (const typed of [uscc, uscc.toLowerCase(), uscc.replace(/^(.{8})/, '$1 '), fullWidth(uscc)]) {
      expectFound(await found('grantor-identifier', typed));
    }
  });

  it('find a grantor by its name, in other characters and widths', async () => {
    const traditional = name
      .replace('东', '東')
      .replace('绿', '綠')
      .replace('环', '環')
      .replace('东莞', '東莞');
    for (const typed of [name, traditional, fullWidth(name)]) {
      const answer = await found('grantor-name', typed);
      expectFound(answer);
      expect(answer.results[0], typed).to.include({ match: 'EXACT', matchedName: name, former: false });
    }
  });

  it('find a similar name only when asked for similar ones, and say so', async () => {
    const similar = name.replace('科技', '科枝');
    expect((await found('grantor-name', similar)).nil).to.be.true;
    const answer = await found('grantor-name', similar, 'similar');
    const hit = answer.results.find((it) => it.party?.id === party.id);
    expect(hit).to.include({ match: 'SIMILAR', matchedName: name });
  });

  it('find a party by a name that it bears no longer', async () => {
    const old = unique('旧名实业') + '有限公司';
    const renamed = await newParty(old);
    const now = unique('新名控股') + '有限公司';
    await registry().as('authority').made(`/v1/parties/${renamed.id}/renames`, { legalName: now });
    const [hit] = (await found('grantor-name', old)).results;
    expect(hit).to.include({ match: 'EXACT', former: true, matchedName: old });
    expect(hit?.party).to.include({ id: renamed.id, legalName: now });
    expect((await found('grantor-name', now)).results[0]).to.include({ former: false });
  });

  it('find a right by its id, its number, its certificate and any of its serial numbers', async () => {
    expectFound(await found('right', right.id));
    expectFound(await found('right', right.number));
    expectFound(await found('right-certificate', right.certificateNumber));
    const { prefix } = right.serialBlocks[0]!;
    for (const serial of ['5001', '5500', '6000']) expectFound(await found('serial', `${prefix} ${serial}`));
    expect((await found('serial', `${prefix} 6001`)).nil).to.be.true;
  });

  it('find an interest by its number, and tell a typing error from one that does not exist', async () => {
    for (const typed of [interest.number, interest.number.toLowerCase(), fullWidth(interest.number)]) {
      expectFound(await found('registration-number', typed));
    }
    const digits = interest.number.replace(/(\d)-/, (_, digit: string) => `${(Number(digit) + 1) % 10}-`);
    const swapped = interest.number.replace(/(\d)(\d)$/, (both, a: string, b: string) =>
      a === b ? `${a}${(Number(b) + 1) % 10}` : `${b}${a}` || both,
    );
    for (const typed of [digits, swapped]) {
      const { status, body } = await ask('registration-number', typed);
      expect([status, body.errors?.[0]?.field], typed).to.deep.equal([400, '/value']);
    }
  });

  it('answer that there is nothing, which is kept as well', async () => {
    const nothing = await found('grantor-identifier', usccOf(unique('nobody')));
    expect(nothing).to.deep.include({ nil: true, results: [] });
    const again = await registry().as('bankB').read<Search>(`/v1/searches/${nothing.number}`);
    expect(again).to.deep.equal(nothing);
  });

  it('are read again exactly as they were answered, by whoever asked and the supervisor alone', async () => {
    const answer = await found('right', right.id);
    await pledge(right, 'bankA', '100');
    expect(await registry().as('bankB').read(`/v1/searches/${answer.number}`)).to.deep.equal(answer);
    expect(await registry().as('supervisor').read(`/v1/searches/${answer.number}`)).to.deep.equal(answer);
    expect((await registry().as('bankA').get(`/v1/searches/${answer.number}`)).status).to.equal(404);
  });

  it('take a wrong check digit for a typing error, not for the absence of encumbrances', async () => {
    const uscc = usccOf(name);
    const mistyped = uscc.slice(0, 17) + (uscc.endsWith('0') ? '1' : '0');
    const { status, body } = await ask('grantor-identifier', mistyped);
    expect([status, body.code, body.errors?.[0]?.field]).to.deep.equal([400, 'INVALID_IDENTIFIER', '/value']);
  });
});

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0));
