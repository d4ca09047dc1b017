import { isDeepStrictEqual } from 'node:util';
import type { Notice } from '../../api/store/notice-table.ts';
import type { Answer, Operation } from '../support/client.ts';

export interface Given {
  status: number;
  body: Record<string, unknown>;
}

/** One write that a client has begun. Without an answer its outcome is unknown, and it will be repeated. */
export interface Write {
  key: string;
  who: string;
  duty: 'maker' | 'checker';
  path: string;
  body: object | undefined;
  prefer: string | undefined;
  answer: Given | undefined;
  /** What became of a write that was answered 202 with an operation. */
  settled: Operation | undefined;
}

const FORBIDDEN = 403;

export interface Faults {
  add(fault: string): void;
}

/** A write that nobody has begun yet. */
export type Draft = Pick<Write, 'who' | 'path' | 'body'> & Partial<Pick<Write, 'duty' | 'prefer'>>;

export interface KnownInterest {
  number: string;
  bank: string;
  /** Unknown to whoever only approved the registration. */
  collateral?: { right: string; grantor: string; units: { from: string; to: string } };
}

/** What the clients of one data directory remember: whatever happens to the registry, it must not contradict them. */
export class Memory {
  readonly writes = new Map<string, Write>();
  readonly parties: { id: string; name: string }[] = [];
  readonly rights: { id: string; holder: string; quantity: number }[] = [];
  readonly interests: KnownInterest[] = [];
  /** Numbers of interests in default. */
  readonly defaulted = new Set<string>();
  readonly restrictions: string[] = [];
  readonly proposals: { id: string; who: string; duty: 'maker' | 'checker' }[] = [];
  notices: Notice[] = [];
  /** False from the instant of the kill: a request may fail then. */
  alive = true;
  private readonly faults: Faults;

  constructor(faults: Faults) {
    this.faults = faults;
  }

  begin(write: Omit<Write, 'answer' | 'settled'>): Write {
    const begun = { ...write, answer: undefined, settled: undefined };
    this.writes.set(write.key, begun);
    return begun;
  }

  /** The first answer is kept and learnt from; every later one must be the same. Who may do what can change, and is asked anew. */
  answered(write: Write, { status, body }: Answer<Record<string, unknown>>): void {
    const given = { status, body: status < 400 ? body : { ...body, requestId: undefined } };
    if (status >= 500) this.faults.add(`${write.path} ${write.key}: ${status} ${JSON.stringify(body)}`);
    else if (write.answer === undefined || write.answer.status === FORBIDDEN) this.#learn(write, given);
    else if (!isDeepStrictEqual(write.answer, given)) {
      const [first, now] = [JSON.stringify(write.answer), JSON.stringify(given)];
      this.faults.add(`${write.path} ${write.key} was answered otherwise before:\n  ${first}\n  ${now}`);
    }
  }

  unanswerable(write: Write, error: unknown): void {
    if (this.alive) this.faults.add(`${write.path} ${write.key} had no answer: ${String(error)}`);
  }

  settle(write: Write, operation: Operation): void {
    if (write.settled && !isDeepStrictEqual(write.settled, operation)) {
      const [first, now] = [JSON.stringify(write.settled), JSON.stringify(operation)];
      this.faults.add(`operation of ${write.key} had ended otherwise:\n  ${first}\n  ${now}`);
    }
    write.settled = operation;
  }

  get unanswered(): Write[] {
    return [...this.writes.values()].filter(({ answer }) => answer === undefined);
  }

  get answeredWrites(): Write[] {
    return [...this.writes.values()].filter(({ answer }) => answer !== undefined);
  }

  /** Answered 202 with an operation whose end has not been seen. */
  get unsettled(): Write[] {
    return this.answeredWrites.filter((write) => isOperation(write.answer) && write.settled === undefined);
  }

  #learn(write: Write, given: Given): void {
    write.answer = given;
    const { status, body } = given;
    if (status !== 201 && status !== 202) return;
    const text = (name: string) => String(body[name]);
    if (status === 202) {
      const [awaiting] = (body['awaiting'] ?? []) as string[];
      if (awaiting === 'checker') this.proposals.push({ id: text('id'), who: write.who, duty: 'checker' });
      if (awaiting === 'grantor') this.proposals.push({ id: text('id'), who: 'holder', duty: 'maker' });
    } else if (write.path === '/v1/parties') {
      this.parties.push({ id: text('id'), name: text('legalName') });
    } else if (write.path === '/v1/rights') {
      this.rights.push({ id: text('id'), holder: text('holder'), quantity: Number(body['quantity']) });
    } else if (write.path === '/v1/security-interests') {
      type Collateral = [{ right: string; intervals: [{ from: string; to: string }] }];
      const [{ right, intervals }] = body['collateral'] as Collateral;
      const collateral = { right, grantor: text('grantor'), units: intervals[0] };
      this.interests.push({ number: text('number'), bank: write.who, collateral });
    } else if (write.path.endsWith('/defaults')) {
      this.defaulted.add(text('number'));
    } else if (write.path.endsWith('/restrictions')) {
      this.restrictions.push(text('number'));
    } else if (write.path.endsWith('/approve') && text('kind') === 'interest.register') {
      this.interests.push({ number: text('resource').split('/').at(-1)!, bank: 'bankA' });
    }
  }
}

export const isOperation = (given: Given | undefined): boolean =>
  given?.status === 202 && 'attempts' in given.body;
