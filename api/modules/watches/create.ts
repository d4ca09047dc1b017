import type { z } from 'zod';
import { fieldProblem, Problem } from '../../errors/problem.ts';
import { fingerprintOf, scopeOf, type Services, type WriteContext } from '../../kit/services.ts';
import type { Dispatcher } from '../../webhooks/dispatcher.ts';
import type { EventSources } from '../../webhooks/events.ts';
import { newSecret } from '../../webhooks/signature.ts';
import type { Switchboard } from '../../webhooks/switchboard.ts';
import { watchIdOf, type Watch, type WatchStore, type WatchSubject } from '../../webhooks/watch.ts';
import { subjectOf, type createWatch } from './schemas.ts';

/** What the module works with, beside the services. */
export interface WatchParts extends EventSources {
  store: WatchStore;
  switchboard: Switchboard;
  dispatcher: Dispatcher;
  /** What is wrong with the URL of a webhook, as the end of a sentence. */
  flawOf: (url: string) => string | undefined;
}

/** So that a client that makes them in a loop by mistake finds out. */
const MOST_WATCHES = 1_000;
const DAY = 86_400;

/**
 * Makes a watch, or finds the one that the same request has made before a crash.
 * @throws Problem NOT_FOUND, INVALID_WEBHOOK, TOO_MANY_WATCHES
 */
export async function create(
  services: Services,
  { store, notices, dispatcher, flawOf }: WatchParts,
  context: WriteContext,
  body: z.output<typeof createWatch>,
): Promise<Watch> {
  const id = watchIdOf(scopeOf(context));
  const fingerprint = fingerprintOf(body);
  const known = store.get(id);
  if (known?.fingerprint === fingerprint) return known;
  if (known) throw new Problem('IDEMPOTENCY_KEY_REUSED');
  const { institution } = context.principal;
  const subject = subjectOf(body.subject);
  requireKnown(services, subject);
  const webhook = body.delivery === 'stream' ? undefined : body.delivery.webhook;
  const flaw = webhook === undefined ? undefined : flawOf(webhook);
  if (flaw !== undefined) throw fieldProblem('INVALID_WEBHOOK', '/delivery/webhook', flaw);
  if ((await store.of(institution)).length >= MOST_WATCHES) throw new Problem('TOO_MANY_WATCHES');
  const watch: Watch = {
    ...{ id, institution, subject, webhook, fingerprint },
    createdAt: services.now(),
    events: body.events,
    secret: webhook === undefined ? undefined : newSecret(),
    formerSecret: undefined,
    from: { sequence: await notices.latest(), alerts: 0 },
  };
  await store.put(watch);
  dispatcher.add(watch);
  return watch;
}

/** A receiver that has only the former secret is served for another day. */
export async function secretRenewed(
  { store }: Pick<WatchParts, 'store'>,
  watch: Watch,
  now: number,
): Promise<Watch> {
  const { secret } = watch;
  const formerSecret = secret === undefined ? undefined : { secret, until: now + DAY };
  const renewed: Watch = { ...watch, secret: newSecret(), formerSecret };
  await store.put(renewed);
  return renewed;
}

/** Nothing would ever be told about a subject that was mistyped. */
function requireKnown(services: Services, subject: WatchSubject): void {
  const reader = services.read();
  for (const [kind, id] of Object.entries(subject) as ['right' | 'party' | 'interest', string][]) {
    if (reader.get(kind, id)) continue;
    const message = `there is no such ${kind}`;
    throw new Problem('NOT_FOUND', {
      detail: `/subject/${kind}: ${message}`,
      fields: [{ field: `/subject/${kind}`, in: 'body', message }],
    });
  }
}
