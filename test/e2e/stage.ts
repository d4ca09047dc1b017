import { interestBody, partyBody, rightBody } from '../support/bodies.ts';
import type { Interest, Operation, Party, Proposal, Right, WriteOptions } from '../support/client.ts';
import { registry, unique } from './shared.ts';

// What most stories begin with.

export const newParty = (name = unique('示例公司'), more: object = {}): Promise<Party> =>
  registry().as('authority').made<Party>('/v1/parties', partyBody(name, more));

export async function newRight(more: object = {}, holder?: string): Promise<Right> {
  const body = rightBody(holder ?? (await newParty()).id, unique('证'), more);
  return registry().as('authority').made<Right>('/v1/rights', body);
}

/** The body of a pledge of units of the right to a bank. */
export const pledgeOf = (
  { id: right, holder: grantor }: Pick<Right, 'id' | 'holder'>,
  bank: string,
  quantity: string,
  more: object = {},
): object =>
  interestBody({ grantor, bank: registry().idOf(bank), right, quantity, contract: unique('合同') }, more);

export const pledge = (
  right: Right,
  bank: string,
  quantity: string,
  more: object = {},
  options?: WriteOptions,
): Promise<Interest> =>
  registry()
    .as(bank)
    .made<Interest>('/v1/security-interests', pledgeOf(right, bank, quantity, more), options);

/** By the maker of the bank; a checker has still to approve. */
export async function proposeCancellation(bank: string, number: string): Promise<Proposal> {
  const path = `/v1/security-interests/${number}/cancellations`;
  const answer = await registry().as(bank).post<Proposal>(path, { scope: 'whole', reason: 'debt-paid' });
  if (answer.status !== 202) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const approve = (who: string, id: string, duty: 'maker' | 'checker' = 'checker') =>
  registry()
    .as(who, duty)
    .made<Operation>(`/v1/proposals/${id}/approve`, undefined as unknown as object);
