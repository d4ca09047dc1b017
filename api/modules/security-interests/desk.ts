import { z } from 'zod';
import type { RegistryEvent } from '../../../domain/registrations/events.ts';
import { letterOf, noticeKindOf } from '../../../domain/registrations/notices.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import type { AsOf } from '../../kit/as-of.ts';
import { timestamp } from '../../kit/fields.ts';
import type { NewProposal, Proposals } from '../../proposals/proposals.ts';
import { eventOf, institutionNumber, submit, type Services, type WriteContext } from '../../kit/services.ts';
import { asOfView, timestampOf } from '../../views/common.ts';
import { interestSchema, interestView } from '../../views/interest.ts';
import { operationReply, operationResponse } from '../../views/operation.ts';
import { proposalSchema, proposalView } from '../../views/proposal.ts';
import type { Reader } from '../../read/reader.ts';
import { registrationNumber, withAsOf } from '../../views/schemas.ts';
import { interestNumbered } from './standing.ts';

export const interestAnswer = withAsOf(interestSchema);

/** Every registration has a number of its own, the interest keeps that of the initial one. */
const registeredAnswer = interestAnswer.extend({
  registration: z.strictObject({ number: z.string(), sequence: z.string(), at: timestamp }),
});

export const interestParams = z.strictObject({ number: registrationNumber('S', 'a security interest') });

/** The answers of a registration that one person makes. */
export const registeredResponses = {
  201: { description: 'Registered; the interest as it is now.', schema: registeredAnswer },
  202: operationResponse,
};

/** The answer of one that a second person has to approve. */
export const proposedResponses = {
  202: { description: 'Proposed.', schema: proposalSchema, headers: { location: 'The proposal.' } },
};

/** Refusals that every later registration has in common. */
export const COMMON_ERRORS = ['NOT_FOUND', 'INTEREST_ENDED', 'WRONG_STATUS', 'STALE_STATE'] as const;

/** What the routes of security interests do with a request. */
export class InterestDesk {
  readonly services: Services;
  readonly #proposals: Proposals;

  constructor(services: Services, proposals: Proposals) {
    this.services = services;
    this.#proposals = proposals;
  }

  /** @throws Problem NOT_FOUND */
  find(sequence: number, asOf?: AsOf): { row: InterestRow; reader: Reader } {
    const reader = this.services.read(asOf);
    return { row: interestNumbered(reader, sequence), reader };
  }

  show(sequence: number, asOf?: AsOf): z.input<typeof interestAnswer> {
    const { row, reader } = this.find(sequence, asOf);
    return { ...interestView(row, reader), asOf: asOfView(reader.point) };
  }

  institution({ principal }: Pick<WriteContext, 'principal'>): number {
    return institutionNumber(this.services, principal);
  }

  /** Hands a registration on the interest to the outbox, and answers with the interest once it is final. */
  async register(context: WriteContext, { sequence, id }: InterestRow, kind: string, intent: object) {
    const operation = await submit(this.services, context, { kind, intent: { interest: id, ...intent } });
    const location = addressOf(sequence);
    if (operation.status !== 'final') return operationReply(operation, location);
    const made = await eventOf(this.services, operation, isRegistrationOn(id));
    const body = { ...this.show(sequence), registration: registrationView(made) };
    return { status: 201 as const, body, headers: { location } };
  }

  /** @param make called for a new one only; what the registry would refuse it refuses */
  async propose(context: WriteContext, make: () => NewProposal) {
    const proposal = await this.#proposals.propose(context, make);
    const location = `/v1/proposals/${proposal.id}`;
    return { status: 202 as const, body: proposalView(proposal), headers: { location } };
  }
}

export const addressOf = (sequence: number): string =>
  `/v1/security-interests/${formatNumber('S', BigInt(sequence))}`;

type InterestEvent = Extract<RegistryEvent, { args: { interest: string; grantor: string } }>;

const isRegistrationOn =
  (id: string) =>
  (event: RegistryEvent): event is InterestEvent =>
    'grantor' in event.args && event.args.interest === id && noticeKindOf(event) !== undefined;

function registrationView(event: InterestEvent) {
  const { sequence, time } = event.args;
  const kind = noticeKindOf(event)!;
  return {
    number: formatNumber(letterOf(kind), sequence),
    sequence: String(sequence),
    at: timestampOf(time),
  };
}
