import { expect } from 'chai';
import type { Answer, Interest, Operation, ProblemBody, Proposal } from '../support/client.ts';
import { ask, made } from './life.ts';
import { registry } from './shared.ts';

// What the stories of an interest's later life have in common.

export type Named = Pick<Interest, 'number'>;
export type Registered = Interest & { registration: { number: string; sequence: string; at: string } };

export const path = ({ number }: Named, what: string): string => `/v1/security-interests/${number}/${what}`;

/** A registration on the interest by the maker of `who`, whatever comes of it. */
export const on = <T = Registered>(
  interest: Named,
  what: string,
  body: object,
  who = 'bankA',
  key?: string,
) => ask<T>(who, path(interest, what), body, key);

/** The same, which must be taken. */
export const registers = async (interest: Named, what: string, body: object, who = 'bankA') =>
  made(await on(interest, what, body, who));

export const read = ({ number }: Named, query = ''): Promise<Interest> =>
  registry().as('bankA').read<Interest>(`/v1/security-interests/${number}${query}`);

/** One that a second person has to approve. */
export async function proposes(
  interest: Named,
  what: string,
  body: object,
  who = 'bankA',
): Promise<Proposal> {
  const answer = await on<Proposal>(interest, what, body, who);
  expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
  return answer.body;
}

export const decides = (
  who: string,
  { id }: Pick<Proposal, 'id'>,
  duty: 'maker' | 'checker' = 'checker',
): Promise<Answer<Operation & ProblemBody>> =>
  registry().as(who, duty).post<Operation & ProblemBody>(`/v1/proposals/${id}/approve`);

/** Proposed, and approved by a checker of the same institution. */
export async function approved(
  interest: Named,
  what: string,
  body: object,
  who = 'bankA',
): Promise<Interest> {
  made(await decides(who, await proposes(interest, what, body, who)));
  return read(interest);
}

/** The present ranks, right by right. */
export function ranksOf({ collateral }: Pick<Interest, 'collateral'>): number[][] {
  const byRight = new Map(collateral.map(({ right, tranches }) => [right, tranches]));
  return [...byRight.values()].flat().map(({ from, to, rank }) => [Number(from), Number(to), rank]);
}
