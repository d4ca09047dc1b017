import { expect } from 'chai';
import { createHash } from 'node:crypto';
import type { Answer, Line, ProblemBody, Right } from '../support/client.ts';
import { registry, unique } from './shared.ts';

// What the stories of a right's later life have in common.

export const digest = (text = unique('文件')): string =>
  `0x${createHash('sha256').update(text).digest('hex')}`;

export const decision = () => ({ number: unique('决定'), digest: digest() });

type Duty = 'maker' | 'checker';

/** A write by the maker of `who`, whatever comes of it. */
export const ask = <T = object>(who: string, path: string, body: object, key?: string) =>
  registry()
    .as(who)
    .post<T & ProblemBody>(path, body, key === undefined ? {} : { key });

export const transfer = (right: Pick<Right, 'id'>, to: string, more: object = {}, who = 'authority') =>
  ask<Right>(who, `/v1/rights/${right.id}/transfers`, {
    to,
    cause: 'transfer',
    evidence: { digest: digest() },
    approval: { digest: digest() },
    ...more,
  });

/** The 201 of a write, else an error with what was said. */
export function made<T>({ status, body, headers }: Answer<T>): T & { location: string } {
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return { ...body, location: headers.get('location') ?? '' };
}

export function expectRefused(
  { status, body }: Answer<ProblemBody>,
  wanted: number,
  code: string,
  field?: string,
): void {
  expect([status, body.code], JSON.stringify(body)).to.deep.equal([wanted, code]);
  expect(body.remedy).to.be.a('string').that.is.not.equal('');
  if (field !== undefined) expect(body.errors?.map((it) => it.field)).to.deep.equal([field]);
}

/** Wherever it is posted: a stranger, a checker and an auditor's kind of account cannot. */
export async function expectOnlyMakersOf(
  capacities: readonly string[],
  path: string,
  body: object,
): Promise<void> {
  const everybody: [string, Duty][] = [
    ['bankA', 'maker'],
    ['holder', 'maker'],
    ['court', 'maker'],
    ['authority', 'maker'],
    ['authority', 'checker'],
    ['court', 'checker'],
  ];
  for (const [who, duty] of everybody) {
    if (capacities.includes(who) && duty === 'maker') continue;
    const answer = await registry().as(who, duty).post<ProblemBody>(path, body);
    expect(answer.status, `${who} ${duty} ${path} ${JSON.stringify(answer.body)}`).to.equal(403);
  }
}

export const lineOf = ({ id }: Pick<Right, 'id'>): Promise<Line> =>
  registry().as('authority').read<Line>(`/v1/rights/${id}/line`);

/** Of several at once: how many were made, and the codes of the others. */
export function outcomes(answers: readonly Answer<ProblemBody>[]): { made: number; codes: string[] } {
  const refused = answers.filter(({ status }) => status !== 201);
  return {
    made: answers.length - refused.length,
    codes: [...new Set(refused.map(({ body }) => body.code))],
  };
}
