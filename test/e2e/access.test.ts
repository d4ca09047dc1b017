import { expect } from 'chai';
import type { OpenApi } from '../../api/http/openapi.ts';
import { Client, type ProblemBody } from '../support/client.ts';
import { registry, unique } from './shared.ts';

type Duty = 'maker' | 'checker';

// Of every capacity one institution.
const PEOPLE = [
  'authority',
  'bankA',
  'holder',
  'issuer',
  'reviewer',
  'court',
  'supervisor',
  'investor',
] as const;

interface Guarded {
  method: string;
  path: string;
  capacities: string[];
  duties: string[];
  /** An address of the route; nothing is at it. */
  address: string;
}

describe('who may do what', () => {
  let routes: Guarded[];

  before(async () => {
    const document = await new Client(registry().url, undefined).read<OpenApi>('/openapi.json');
    routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, operation]) => {
        if (operation.security.some((each) => Object.keys(each).length === 0)) return [];
        return {
          method: method.toUpperCase(),
          path,
          capacities: (operation['x-capacity'] ?? []) as string[],
          duties: (operation['x-duty'] ?? []) as string[],
          address: path
            .replace('/v1/proposals/{id}', `/v1/proposals/0x${'0'.repeat(32)}`)
            .replace('/v1/operations/{id}', `/v1/operations/0x${'0'.repeat(32)}`)
            .replace('{id}', `0x${'0'.repeat(64)}`)
            .replace('{code}', 'NONE')
            .replace('{number}', 'LD-S-0000000000-00'),
        };
      }),
    );
    expect(routes.length).to.be.above(15);
  });

  /** An empty request: whoever is let in is told what is wrong with it, and nothing changes. */
  const knock = (client: Client, { method, address }: Guarded) => {
    const key = unique('access-');
    if (method === 'GET') return client.get<ProblemBody>(address);
    if (method === 'DELETE') return client.delete<ProblemBody>(address, { key });
    return client.post<ProblemBody>(address, {}, { key });
  };

  it('every route but the public ones needs a key, and a good one', async () => {
    for (const route of routes) {
      for (const token of [undefined, 'ldg_wrong_wrong', 'x']) {
        const { status, body, headers } = await knock(new Client(registry().url, token), route);
        expect([status, body.code], `${route.method} ${route.path}`).to.deep.equal([401, 'UNAUTHENTICATED']);
        expect(headers.get('www-authenticate')).to.match(/^Bearer /);
      }
    }
  });

  for (const who of PEOPLE) {
    for (const duty of ['maker', 'checker'] as Duty[]) {
      it(`each route lets a ${duty} of the ${who} in, or not, as the document says`, async () => {
        const { capacity } = registry().credentials[who]!;
        for (const route of routes) {
          const { capacities, duties } = route;
          const { status, body } = await knock(registry().as(who, duty), route);
          const shown = `${route.method} ${route.path}: ${status} ${JSON.stringify(body)}`;
          if (capacities.length > 0 && !capacities.includes(capacity)) {
            expect([status, body.code], shown).to.deep.equal([403, 'FORBIDDEN_CAPACITY']);
          } else if (duties.length > 0 && !duties.includes(duty)) {
            expect([status, body.code], shown).to.deep.equal([403, 'FORBIDDEN_DUTY']);
          } else {
            expect(status, shown).to.be.oneOf(route.method === 'GET' ? [200, 400, 404] : [400, 404]);
          }
        }
      });
    }
  }

  it('an authority does not register what it is not competent for, nor a bank in the name of another', async () => {
    const body = {
      kind: 'pledge',
      grantor: registry().idOf('holder'),
      debtor: registry().idOf('holder'),
      securedParties: [registry().idOf('bankB')],
      securedAmount: { value: '1', currency: 'CNY' },
      contract: { number: unique('合同'), digest: `0x${'1'.repeat(64)}` },
      term: { from: '2026-01-01', to: '2050-12-31' },
      collateral: [{ right: `0x${'1'.repeat(64)}`, quantity: '1' }],
    };
    const answer = await registry().as('bankA').post<ProblemBody>('/v1/security-interests', body);
    expect([answer.status, answer.body.code]).to.deep.equal([403, 'NOT_SECURED_PARTY']);
  });
});
