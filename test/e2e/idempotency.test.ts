import { expect } from 'chai';
import { partyBody } from '../support/bodies.ts';
import type { Interest, Line, Page, ProblemBody } from '../support/client.ts';
import { registry, unique } from './shared.ts';
import { newRight, pledgeOf } from './stage.ts';

describe('idempotency keys', () => {
  it('give the same answer to the same request, and refuse another one', async () => {
    const key = unique('key-');
    const body = partyBody(unique('示例公司'));
    const first = await registry().as('authority').post('/v1/parties', body, { key });
    const again = await registry().as('authority').post('/v1/parties', body, { key });
    expect(again.body).to.deep.equal(first.body);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
    const other = await registry()
      .as('authority')
      .post<ProblemBody>('/v1/parties', partyBody(unique('示例公司')), { key });
    expect([other.status, other.body.code]).to.deep.equal([409, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('belong to the institution: another one may use the same', async () => {
    const key = unique('key-');
    for (const who of ['authority', 'bankA']) {
      const answer = await registry()
        .as(who)
        .post('/v1/parties', partyBody(unique('示例公司')), { key });
      expect(answer.status, who).to.equal(201);
    }
  });

  it('make one registration of 20 duplicates at once', async () => {
    const right = await newRight();
    const body = pledgeOf(right, 'bankA', '300');
    const key = unique('key-');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        registry().as('bankA').post<Interest>('/v1/security-interests', body, { key }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
    expect(new Set(answers.map(({ body: { number } }) => number)).size).to.equal(1);
    const found = await registry()
      .as('bankA')
      .read<Page<Interest>>(`/v1/security-interests?right=${right.id}`);
    expect(found.items).to.have.length(1);
    expect((await registry().as('bankA').read<Line>(`/v1/rights/${right.id}/line`)).free).to.equal('700');
  });

  it('are demanded of every write', async () => {
    const answer = await fetch(`${registry().url}/v1/parties`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${registry().credentials['authority']!.maker}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(partyBody(unique('示例公司'))),
    });
    expect([answer.status, ((await answer.json()) as ProblemBody).code]).to.deep.equal([
      400,
      'IDEMPOTENCY_KEY_REQUIRED',
    ]);
  });
});
