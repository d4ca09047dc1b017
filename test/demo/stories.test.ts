import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { demoGenesis } from '../../demo/genesis.ts';
import { demoStory, readDemoStories, resolved } from '../../demo/story.ts';
import { checkIdentifier, type IdentifierScheme } from '../../domain/identity/identifiers.ts';

const REGISTERED = { id: '0x01', number: 'LD-R-0000000001-01', registeredAt: '2026-02-27T16:00:00Z' };

/** Every text in it. */
function texts(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(texts) : [];
}

describe('demonstration stories', () => {
  const stories = readDemoStories();
  const labels = demoGenesis().institutions.map(({ label }) => label);

  it('have the schema that editors are given', () => {
    const committed = readFileSync(new URL('../../demo/story.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed)).to.deep.equal(JSON.parse(JSON.stringify(z.toJSONSchema(demoStory))));
  });

  for (const story of stories) {
    describe(story.id, () => {
      it('has steps with keys of their own, by institutions of the demonstration', () => {
        const keys = story.steps.map(({ key }) => key);
        expect(new Set([...keys, ...labels]).size).to.equal(keys.length + labels.length);
        for (const { by, approvedBy = [] } of story.steps) {
          expect(labels).to.include.members([by, ...approvedBy]);
        }
      });

      it('refers to what was answered before, and to institutions', () => {
        const known = new Set(labels);
        for (const { key, post, body } of story.steps) {
          for (const [, name = ''] of texts({ post, body })
            .join('\n')
            .matchAll(/\{([^{}]+)\}/g)) {
            if (!/^(day([+-]\d+)?$|digest of .)/.test(name)) {
              expect(known, name).to.include(name.split('.')[0]);
            }
          }
          known.add(key);
        }
      });

      it('names nobody who could be taken for real', () => {
        for (const { body } of story.steps) {
          if (typeof body.legalName === 'string') expect(body.legalName).to.match(/^示例/);
          for (const { scheme, value } of (body.identifiers ?? []) as {
            scheme: IdentifierScheme;
            value: string;
          }[]) {
            expect(checkIdentifier(scheme, value)).to.deep.equal({ ok: true, value });
            expect(value.slice(8, 11)).to.equal('DEM');
          }
          if (typeof body.certificateNumber === 'string') {
            expect(body.certificateNumber).to.match(/示例|-DEMO-/);
          }
        }
      });
    });
  }

  it('never share a party or a certificate', () => {
    const bodies = stories.flatMap(({ steps }) => steps.map(({ body }) => body));
    for (const field of ['legalName', 'certificateNumber'] as const) {
      const values = bodies.map((body) => body[field]).filter((value) => value !== undefined);
      expect(new Set(values).size, field).to.equal(values.length);
    }
  });

  describe('references', () => {
    const known = new Map<string, unknown>([
      ['bankA', { id: '0xa' }],
      ['right', REGISTERED],
      ['sale', { payments: [{ number: 'LD-N-1' }] }],
    ]);

    it('stand for fields of answers, wherever a text has them', () => {
      const body = {
        path: '/v1/rights/{right.id}/line',
        list: ['{bankA.id}', 1, null],
        deep: { a: '{sale.payments.0.number}' },
      };
      expect(resolved(body, known)).to.deep.equal({
        path: '/v1/rights/0x01/line',
        list: ['0xa', 1, null],
        deep: { a: 'LD-N-1' },
      });
    });

    it('count days from the civil day of the first registration, in the time of the registry', () => {
      expect(resolved(['{day}', '{day+1}', '{day-28}'], known)).to.deep.equal([
        '2026-02-28',
        '2026-03-01',
        '2026-01-31',
      ]);
    });

    it('to documents are their digests', () => {
      const [one, same, other] = resolved(['{digest of a}', '{digest of a}', '{digest of b}'], known);
      expect(one).to.match(/^0x[0-9a-f]{64}$/);
      expect([same === one, other === one]).to.deep.equal([true, false]);
    });

    it('to nothing are errors that name them', () => {
      for (const name of ['buyer.id', 'right.title', 'sale.payments.1.number']) {
        expect(() => resolved(`{${name}}`, known)).to.throw(RangeError, `{${name}}`);
      }
      expect(() => resolved('{day}', new Map())).to.throw(RangeError, 'before anything is registered');
    });
  });
});
