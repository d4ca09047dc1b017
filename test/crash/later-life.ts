import { keccakText } from '../../domain/encoding/hash.ts';
import type { Registry } from '../support/client.ts';
import type { Random } from '../support/fuzz/random.ts';
import type { Draft, Memory } from './memory.ts';

type Drafting = (given: {
  key: string;
  registry: Registry;
  memory: Memory;
  random: Random;
}) => Draft | undefined;

const CNY = (value: number) => ({ value: String(value), currency: 'CNY' });
const document = (key: string) => ({ number: key, digest: keccakText(key) });
const evidence = (key: string) => ({ digest: keccakText(key) });

/** Some units of a right of so many, as one interval. */
function unitsOf(quantity: number, random: Random): { from: string; to: string } {
  const from = random.below(quantity);
  return { from: String(from), to: String(from + 1 + random.below(quantity - from)) };
}

const some = <T>(items: readonly T[], random: Random): T | undefined =>
  items.length === 0 ? undefined : random.pick(items);

const onRight =
  (who: string, what: string, body: (key: string, quantity: number, random: Random) => object): Drafting =>
  ({ key, memory, random }) => {
    const { id, quantity } = some(memory.rights, random) ?? {};
    if (quantity === undefined) return undefined;
    return { who, path: `/v1/rights/${id}/${what}`, body: body(key, quantity, random) };
  };

const onInterest =
  (what: string, body: (key: string, random: Random) => object, who?: string): Drafting =>
  ({ key, memory, random }) => {
    const { number, bank } = some(memory.interests, random) ?? {};
    if (bank === undefined) return undefined;
    return { who: who ?? bank, path: `/v1/security-interests/${number}/${what}`, body: body(key, random) };
  };

/** What becomes of rights, interests and parties. Which of it is taken depends on what others did meanwhile, and that is what is tried. */
const DRAFTINGS: readonly Drafting[] = [
  onInterest('extensions', (_, random) => ({ to: `20${51 + random.below(4)}-12-31` })),
  onInterest('amendments', (key, random) => ({
    securedAmount: CNY(1 + random.below(2_000_000_000)),
    contract: document(key),
  })),
  onInterest('objections', (key) => document(key), 'holder'),
  onInterest('cancellation-requests', (key) => ({ date: '2026-01-30', ...evidence(key) }), 'holder'),
  onInterest('defaults', (key) => ({ date: '2026-01-31', due: CNY(1_000_000_000), ...evidence(key) })),
  ({ key, registry, memory, random }) => {
    const { number, bank } = some(memory.interests, random) ?? {};
    if (bank === undefined) return undefined;
    const to = registry.idOf(bank === 'bankA' ? 'bankB' : 'bankA');
    const body = { to: [to], agent: to, evidence: evidence(key) };
    return { who: bank, path: `/v1/security-interests/${number}/assignments`, body };
  },
  ({ key, memory, random }) => {
    const { number, bank, collateral } = some(memory.interests, random) ?? {};
    if (bank === undefined || collateral === undefined) return undefined;
    const { right, grantor, units } = collateral;
    const path = `/v1/security-interests/${number}`;
    if (random.chance(50)) {
      const body = { scope: 'part', collateral: [{ right, intervals: [units] }], reason: 'debt-paid' };
      return { who: bank, path: `${path}/cancellations`, body };
    }
    const external = { register: 'unified', number: key, date: '2026-01-31', termTo: '2050-12-31' };
    const body = { ...external, quantity: units.to, grantor, evidence: evidence(key) };
    return { who: bank, path: `${path}/external-registrations`, body };
  },
  ({ key, memory, random }) => {
    const inDefault = memory.interests.filter(({ number }) => memory.defaulted.has(number));
    const { number, bank, collateral } = some(inDefault, random) ?? {};
    const buyer = some(memory.parties, random)?.id;
    if (bank === undefined || collateral === undefined || buyer === undefined) return undefined;
    const { right, units } = collateral;
    const sale = { route: 'platform-sale', right, units, buyer, source: key, evidence: evidence(key) };
    const body = { ...sale, proceeds: CNY(1 + random.below(900_000_000)) };
    return { who: bank, path: `/v1/security-interests/${number}/disposals`, body };
  },
  onRight('court', 'restrictions', (key, quantity, random) => ({
    kind: 'judicial-freeze',
    intervals: [unitsOf(quantity, random)],
    until: inDays(1 + random.below(700)),
    order: document(key),
  })),
  ({ key, memory, random }) => {
    const restriction = some(memory.restrictions, random);
    if (restriction === undefined) return undefined;
    const path = `/v1/restrictions/${restriction}/lifts`;
    return { who: 'court', path, body: { order: document(key) } };
  },
  ...['quota-cuts', 'surrenders', 'retirements'].map((what) =>
    onRight('authority', what, (key, quantity, random) => ({
      quantity: String(1 + random.below(quantity)),
      period: 2026,
      decision: document(key),
    })),
  ),
  onRight('authority', 'renewals', (key) => ({
    certificateNumber: `换证${key}`,
    validFrom: '2026-01-01',
    validTo: '2059-12-31',
    evidence: [{ kind: 'permit', ...evidence(key) }],
    identityConfirmed: true,
  })),
  ({ key, memory, random }) => {
    if (memory.rights.length === 0 || memory.parties.length === 0) return undefined;
    const { id, quantity } = random.pick(memory.rights);
    const part = { quantity: String(1 + random.below(quantity)), certificateNumber: `转让${key}` };
    const title = { to: random.pick(memory.parties).id, cause: 'transfer', ...(random.chance(60) && part) };
    const body = { ...title, approval: evidence(`approval ${key}`), evidence: evidence(key) };
    return { who: 'authority', path: `/v1/rights/${id}/transfers`, body };
  },
  ({ key, memory, random }) => {
    // Few, so that there are parties left to register something for.
    if (memory.parties.length < 8 || random.chance(70)) return undefined;
    const body = { into: random.pick(memory.parties).id, evidence: evidence(key) };
    return { who: 'authority', path: `/v1/parties/${random.pick(memory.parties).id}/mergers`, body };
  },
];

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One of them, or nothing if there is not yet what it is about. */
export const laterDraft: Drafting = (given) => given.random.pick(DRAFTINGS)(given);
