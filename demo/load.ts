import { interestBody, partyBody, readDemoCases, rightBody, type DemoCase } from './case.ts';
import { readDemoStories, resolved, type DemoStep, type DemoStory } from './story.ts';
import type { Credentials } from '../api/node/credentials.ts';

/**
 * What is loaded, as a bank or an authority would: over HTTP, with idempotency keys, so that a repetition changes nothing.
 * @returns how many of each, and how many of them are `kept` as an earlier edition had them
 */
export async function loadDemo(
  url: string,
  credentials: Credentials,
  progress: (done: number, total: number) => void,
): Promise<{ cases: number; stories: number; kept: number }> {
  const cases = readDemoCases();
  const stories = readDemoStories();
  const loader = new Loader(url, credentials);
  const all = [...cases.map((it) => () => loader.case(it)), ...stories.map((it) => () => loader.story(it))];
  let kept = 0;
  for (const [i, load] of all.entries()) {
    await load().catch((error: unknown) => {
      if (!(error instanceof LoadedOtherwise)) throw error;
      kept++;
    });
    progress(i + 1, all.length);
  }
  return { cases: cases.length, stories: stories.length, kept };
}

/** A former edition of the demonstration is in the registry, where nothing is ever replaced: it stays, and is no fault. */
class LoadedOtherwise extends Error {}

interface Answer {
  status: number;
  body: { id: string; awaiting?: string[]; resource?: string | null; [field: string]: unknown };
}

type Duty = 'maker' | 'checker';

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
        await this.approve(answer.body.id, `${key}/consent`, given.grantor);
      }
    }
  }

  async story(it: DemoStory): Promise<void> {
    const known = new Map<string, unknown>(Object.entries(this.credentials));
    for (const step of it.steps) known.set(step.key, await this.step(it, step, known));
  }

  /** @returns what was registered, or the proposal if it is not approved yet */
  private async step(story: DemoStory, step: DemoStep, known: ReadonlyMap<string, unknown>): Promise<object> {
    const key = `story/${story.id}/${step.key}`;
    const path = resolved(step.post, known);
    const { body } = await this.post(path, key, step.by, 'maker', resolved(step.body, known));
    let resource: string | null | undefined;
    for (const approver of step.approvedBy ?? []) {
      const answer = await this.approve(body.id, `${key}/approval-of-${approver}`, approver);
      resource = answer.body.resource;
    }
    return typeof resource === 'string' ? this.read(resource, step.by) : body;
  }

  private approve(proposal: string, key: string, institution: string): Promise<Answer> {
    return this.post(`/v1/proposals/${proposal}/approve`, key, institution, 'checker', undefined);
  }

  private async read(path: string, institution: string): Promise<object> {
    const headers = { authorization: this.authorization(institution, 'maker') };
    return (await (await fetch(this.url + path, { headers })).json()) as object;
  }

  private async post(
    path: string,
    key: string,
    institution: string,
    duty: Duty,
    body: object | undefined,
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: {
        authorization: this.authorization(institution, duty),
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
    if (answer.body.code === 'IDEMPOTENCY_KEY_REUSED') throw new LoadedOtherwise(key);
    throw new Error(`demonstration ${key}: ${response.status} ${JSON.stringify(answer.body)}`);
  }

  private authorization(institution: string, duty: Duty): string {
    const token = this.credentials[institution]?.[duty];
    if (token === undefined) throw new RangeError(`no demonstration credentials for ${institution}`);
    return `Bearer ${token}`;
  }
}

function found(ids: ReadonlyMap<string, string>) {
  return (key: string): string => {
    const id = ids.get(key);
    if (id === undefined) throw new RangeError(`the case names ${key} before it is registered`);
    return id;
  };
}
