import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { partyBody } from '../support/bodies.ts';
import type { Operation, Party, ProblemBody } from '../support/client.ts';
import { registry, unique } from './shared.ts';
import { newRight, pledge, proposeCancellation } from './stage.ts';

describe('operations', () => {
  const followed = async (who: string, location: string): Promise<Operation> => {
    for (;;) {
      const operation = await registry().as(who).read<Operation>(location);
      if (operation.status === 'final' || operation.status === 'failed') return operation;
      await sleep(10);
    }
  };

  it('a write that is not waited for is 202 at once, and its operation leads to the result', async () => {
    const name = unique('示例公司');
    const answer = await registry()
      .as('bankA')
      .post<Operation>('/v1/parties', partyBody(name), { prefer: 'respond-async' });
    expect(answer.status).to.equal(202);
    expect(answer.headers.get('preference-applied')).to.equal('respond-async');
    expect(answer.headers.get('location')).to.equal(`/v1/operations/${answer.body.id}`);
    const operation = await followed('bankA', `/v1/operations/${answer.body.id}`);
    expect(operation).to.include({ status: 'final', attempts: 1, error: null });
    const party = await registry().as('bankA').read<Party>(operation.resource!);
    expect(party.legalName).to.equal(name);
    const block = operation.block!.number;
    expect(
      (await registry().as('bankA').read<Party>(`${operation.resource!}?asOf=${block}`)).asOf,
    ).to.deep.include({
      block,
      blockHash: operation.block!.hash,
      final: true,
    });
  });

  it('a wait of no seconds is the same as not to wait', async () => {
    const answer = await registry()
      .as('bankA')
      .post<Operation>('/v1/parties', partyBody(unique('示例公司')), { prefer: 'wait=0' });
    expect(answer.status).to.equal(202);
    expect((await followed('bankA', answer.headers.get('location')!)).status).to.equal('final');
  });

  it('are seen by the institutions concerned and by nobody else', async () => {
    const right = await newRight();
    const { number } = await pledge(right, 'bankA', '10');
    const { id } = await proposeCancellation('bankA', number);
    const approved = await registry()
      .as('bankA', 'checker')
      .post<Operation>(`/v1/proposals/${id}/approve`, undefined, { prefer: 'respond-async' });
    expect(approved.status).to.equal(202);
    const location = approved.headers.get('location')!;
    expect((await followed('bankA', location)).resource).to.equal(`/v1/security-interests/${number}`);
    const stranger = await registry().as('bankB').get<ProblemBody>(location);
    expect([stranger.status, stranger.body.code]).to.deep.equal([404, 'NOT_FOUND']);
  });
});
