import type { Catalogue } from './entry.ts';

/** Watching and being told. Nothing was changed. */
export const watchErrors = {
  INVALID_WEBHOOK: {
    status: 400,
    title: 'A webhook cannot go to this URL',
    why: 'A webhook goes over https to the public internet, or to a network that the operator of the service has named.',
    remedy:
      'Give an https URL without credentials, or ask the operator to name the network in LUDENG_WEBHOOK_NETWORKS.',
  },
  TOO_MANY_WATCHES: {
    status: 409,
    title: 'The institution has as many watches as it can',
    why: 'An institution has at most 1,000 watches.',
    remedy: 'Delete watches that are not needed; for all registrations, follow /v1/notices.',
  },
  NOT_A_WEBHOOK: {
    status: 409,
    title: 'The watch has no webhook',
    why: 'It is read as a stream: there is nothing to sign or to repeat.',
    remedy: 'Read /v1/watches/{id}/events, or make a watch with a webhook.',
  },
} as const satisfies Catalogue;
