import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { dayOfInstant, formatDay } from '../domain/time/calendar.ts';

const key = z.string().regex(/^[a-z][a-z0-9-]*$/);

const step = z.strictObject({
  key: key.describe('what an answer is referred to by; unique in the story'),
  tells: z.string(),
  by: z.string().describe('label of the institution whose maker asks'),
  post: z.string().regex(/^\/v1\//),
  body: z.record(z.string(), z.json()),
  approvedBy: z.array(z.string()).min(1).optional().describe('whose checkers approve, in this order'),
});

/** What has become of rights and interests, step by step, invented. The schema of the files in demo/stories. */
export const demoStory = z.strictObject({
  $schema: z.literal('../story.schema.json'),
  id: z.string().regex(/^\d\d-[a-z0-9-]+$/),
  synthetic: z.literal(true),
  title: z.strictObject({ zh: z.string(), en: z.string() }),
  look: z.string().describe('what there is to see afterwards'),
  steps: z.array(step).min(1),
});

export type DemoStory = z.output<typeof demoStory>;
export type DemoStep = DemoStory['steps'][number];

/** Every story in demo/stories, in the order of its number. @throws ZodError naming the field of a file that does not fit */
export function readDemoStories(folder: URL = new URL('./stories/', import.meta.url)): DemoStory[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => demoStory.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))));
}

/** What the names in a story stand for: institutions by label, and the answers to the steps before by key. */
export type Known = ReadonlyMap<string, unknown>;

const REFERENCE = /\{([^{}]+)\}/g;

/**
 * The value with every reference in its texts replaced: `{right.id}` is a field of what a step was answered; `{digest of a letter}` the
 * SHA-256 of those words; `{day}`, `{day+90}`, `{day-1}` the civil day on which the story's first registration was made, or so many days
 * from it. So a story stays the same requests however often it is loaded, and its terms lie ahead whenever it first is.
 * @throws RangeError naming a reference to nothing
 */
export function resolved<T extends z.core.util.JSONType>(value: T, known: Known): T {
  if (typeof value === 'string') {
    return value.replace(REFERENCE, (_, name: string) => meaning(name, known)) as T;
  }
  if (Array.isArray(value)) return value.map((each) => resolved(each, known)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, each]) => [field, resolved(each, known)]),
  ) as T;
}

function meaning(name: string, known: Known): string {
  if (name.startsWith('digest of ')) return `0x${createHash('sha256').update(name).digest('hex')}`;
  const days = /^day([+-]\d+)?$/.exec(name);
  if (days) return formatDay(firstDay(known) + Number(days[1] ?? 0));
  let found: unknown = known;
  for (const part of name.split('.')) {
    found = found instanceof Map ? found.get(part) : (found as Record<string, unknown> | undefined)?.[part];
  }
  if (typeof found !== 'string') throw new RangeError(`{${name}} refers to nothing that was answered before`);
  return found;
}

function firstDay(known: Known): number {
  for (const answer of known.values()) {
    const { registeredAt } = answer as { registeredAt?: string };
    if (registeredAt !== undefined) return dayOfInstant(Date.parse(registeredAt) / 1000);
  }
  throw new RangeError('{day} is used before anything is registered');
}
