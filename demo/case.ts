import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ACQUISITIONS, INTEREST_KINDS } from '../domain/encoding/codes.ts';
import { IDENTIFIER_SCHEMES } from '../domain/identity/identifiers.ts';

/** A value with its standing: published in a named source, or made up for the demonstration and then marked. */
const sourced = <T extends z.ZodType>(schema: T) =>
  z.strictObject({ value: schema, synthetic: z.literal(true).optional(), note: z.string().optional() });

const text = sourced(z.string().min(1).max(256));
const date = sourced(z.string().regex(/^\d{4}-\d{2}-\d{2}$/));
const count = sourced(z.string().regex(/^[1-9]\d{0,22}$/));
const digest = sourced(z.string().regex(/^0x[0-9a-f]{64}$/));
const partyKey = z.string().regex(/^[a-z][a-z0-9-]*$/);

const party = z.strictObject({
  legalName: text,
  jurisdiction: text,
  address: text,
  identifiers: z
    .array(
      z.strictObject({
        scheme: z.enum(IDENTIFIER_SCHEMES),
        value: z.string(),
        synthetic: z.literal(true).optional(),
      }),
    )
    .min(1),
});

const right = z.strictObject({
  key: partyKey,
  type: sourced(z.string().regex(/^[A-Z0-9-]{1,8}$/)),
  holder: partyKey,
  certificateNumber: text,
  quantity: count.describe('base units of the type'),
  region: text,
  validFrom: date,
  validTo: sourced(z.string().nullable()),
  vintage: sourced(z.int().nullable()),
  acquisition: sourced(z.enum(ACQUISITIONS).exclude(['none'])),
  referencePrice: z
    .strictObject({
      value: sourced(z.string().regex(/^\d+(\.\d+)?$/)).describe('per display unit of the type'),
      currency: text,
      asOf: date,
      source: text,
    })
    .nullable(),
});

const securityInterest = z.strictObject({
  key: partyKey,
  kind: sourced(z.enum(INTEREST_KINDS).exclude(['none'])),
  grantor: partyKey,
  debtor: partyKey,
  securedParties: z.array(partyKey).min(1),
  securedAmount: z.strictObject({ value: count.describe('minor units: fen'), currency: text }),
  contract: z.strictObject({ number: text, digest }),
  term: z.strictObject({ from: date, to: date }),
  collateral: z.array(z.strictObject({ right: partyKey, quantity: count })).min(1),
});

/** One published case. The schema of the files in demo/cases; demo/case.schema.json is generated from it. */
export const demoCase = z.strictObject({
  $schema: z.literal('../case.schema.json'),
  id: z.string().regex(/^\d\d-[a-z0-9-]+$/),
  title: z.strictObject({ zh: z.string(), en: z.string() }),
  published: z.string().describe('the day, month or year of the event, as far as it is known'),
  sources: z
    .array(
      z.strictObject({
        publisher: z.string(),
        address: z.string(),
        quality: z.enum(['original', 'mirror', 'excerpt']),
      }),
    )
    .min(1),
  facts: z.array(z.strictObject({ text: z.string() })).min(1),
  parties: z.record(partyKey, party),
  rights: z.array(right).min(1),
  securityInterests: z.array(securityInterest).min(1),
});

export type DemoCase = z.output<typeof demoCase>;

/** Every case in demo/cases, in the order of its number. @throws ZodError naming the field of a file that does not fit */
export function readDemoCases(folder: URL = new URL('./cases/', import.meta.url)): DemoCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => demoCase.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))));
}

/** What an id stands for in a request: the registry gives it out, the case knows only its own keys. */
export type IdOf = (key: string) => string;

/** Body of `POST /v1/parties`. */
export const partyBody = (given: DemoCase['parties'][string]): object => ({
  legalName: given.legalName.value,
  kind: 'legal-entity',
  jurisdiction: given.jurisdiction.value,
  address: given.address.value,
  identifiers: given.identifiers.map(({ scheme, value }) => ({ scheme, value })),
});

/** Body of `POST /v1/rights`. */
export const rightBody = (given: DemoCase['rights'][number], party: IdOf): object => ({
  type: given.type.value,
  holder: party(given.holder),
  certificateNumber: given.certificateNumber.value,
  quantity: given.quantity.value,
  region: given.region.value,
  validFrom: given.validFrom.value,
  validTo: given.validTo.value,
  vintage: given.vintage.value,
  serialBlocks: [],
  acquisition: given.acquisition.value,
  referencePrice: given.referencePrice && {
    value: given.referencePrice.value.value,
    currency: given.referencePrice.currency.value,
    asOf: given.referencePrice.asOf.value,
    source: given.referencePrice.source.value,
  },
  evidence: [],
});

/** Body of `POST /v1/security-interests`. */
export const interestBody = (
  given: DemoCase['securityInterests'][number],
  ids: { party: IdOf; institution: IdOf; right: IdOf },
): object => ({
  kind: given.kind.value,
  grantor: ids.party(given.grantor),
  debtor: ids.party(given.debtor),
  securedParties: given.securedParties.map(ids.institution),
  securedAmount: { value: given.securedAmount.value.value, currency: given.securedAmount.currency.value },
  contract: { number: given.contract.number.value, digest: given.contract.digest.value },
  term: { from: given.term.from.value, to: given.term.to.value },
  collateral: given.collateral.map((part) => ({
    right: ids.right(part.right),
    quantity: part.quantity.value,
  })),
  acknowledgeJunior: false,
});
