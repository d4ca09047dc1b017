import { interestBody, partyBody, readDemoCases, rightBody, type DemoCase } from './case.ts';
import type { Credentials } from '../api/node/credentials.ts';

/** What is loaded, as a bank or an authority would: over HTTP, with idempotency keys, so that a repetition changes nothing. */
export async function loadDemo(
  url: string,
  credentials: Credentials,
  progress: (done: number, total: number) => void,
): Promise<number> {
  const cases = readDemoCases();
  const loader = new Loader(url, credentials);
  for (const [i, it] of cases.entries()) {
    await loader.case(it);
    progress(i + 1, cases.length);
  }
  return cases.length;
}

interface Answer {
  status: number;
  body: { id: string; awaiting?: string[]; awaitingInstitution?: string; [field: string]: unknown };
}

class Loader {
  private readonly url: string;
  private readonly credentials: Credentials;

  constructor(url: string, credentials: Credentials) {
    this.url = url;
    this.credentials = credentials;
  }

  /** By its first identifier: a party of two cases is registered once. */
  async party(identifier: string, body: object): Promise<string> {
    const answer = await this.post('/v1/parties', `party/${identifier}`, 'authority', 'maker', body);
    return answer.body.id;
  }

  async case(it: DemoCase): Promise<void> {
    const parties = new Map<string, string>();
    for (const [key, given] of Object.entries(it.parties)) {
      parties.set(key, await this.party(given.identifiers[0]?.value ?? key, partyBody(given)));
    }
    const rights = new Map<string, string>();
    for (const given of it.rights) {
      const body = rightBody(given, found(parties));
      const answer = await this.post('/v1/rights', `${it.id}/${given.key}`, 'authority', 'maker', body);
      rights.set(given.key, answer.body.id);
    }
    for (const given of it.securityInterests) {
      const ids = { party: found(parties), institution: found(parties), right: found(rights) };
      const [agent = ''] = given.securedParties;
      const key = `${it.id}/${given.key}`;
      const answer = await this.post('/v1/security-interests', key, agent, 'maker', interestBody(given, ids));
      if (answer.body.awaiting?.includes('grantor')) {
        await this.post(
          `/v1/proposals/${answer.body.id}/approve`,
          `${key}/consent`,
          given.grantor,
          'checker',
          undefined,
        );
      }
    }
  }

  private async post(
    path: string,
    key: string,
    institution: string,
    duty: 'maker' | 'checker',
    body: object | undefined,
  ): Promise<Answer> {
    const token = this.credentials[institution]?.[duty];
    if (token === undefined) throw new RangeError(`no demonstration credentials for ${institution}`);
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': `demo/${key}`,
        prefer: 'wait=60',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = { status: response.status, body: (await response.json()) as Answer['body'] };
    if (response.ok) return answer;
    // Another case may have registered the same party with its own details.
    if (answer.body.code === 'DUPLICATE_PARTY') {
      return { status: 200, body: { id: String(answer.body.party) } };
    }
    throw new Error(`demonstration ${key}: ${response.status} ${JSON.stringify(answer.body)}`);
  }
}

function found(ids: ReadonlyMap<string, string>) {
  return (key: string): string => {
    const id = ids.get(key);
    if (id === undefined) throw new RangeError(`the case names ${key} before it is registered`);
    return id;
  };
}
