import type { Hex } from '../chain/types.ts';
import { Problem } from '../errors/problem.ts';
import type { Principal } from '../http/principal.ts';
import { Locks } from '../outbox/locks.ts';
import { operationIdOf, type Operation } from '../outbox/operation.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { fingerprintOf, scopeOf, type KeyRing, type WriteContext } from '../services.ts';
import { executionScope, type Proposal, type ProposalStore } from './proposal.ts';

export type NewProposal = Pick<Proposal, 'kind' | 'intent' | 'summary' | 'awaiting' | 'awaitingInstitution'>;

/** How the approver's key enters the intent of each kind of operation. */
const APPROVER_FIELD: Readonly<Record<string, string>> = {
  'interest.cancel': 'approverKey',
  'interest.register': 'consentKey',
};

/**
 * Four eyes. The maker's proposal is kept; the second person's approval executes it as one operation, in one transaction that
 * carries both signatures. The initiator is never the approver.
 */
export class Proposals {
  private readonly store: ProposalStore;
  private readonly outbox: Outbox;
  private readonly keys: KeyRing;
  private readonly locks = new Locks();

  constructor(store: ProposalStore, outbox: Outbox, keys: KeyRing) {
    this.store = store;
    this.outbox = outbox;
    this.keys = keys;
  }

  /**
   * The id follows from the request, so that a repetition after a crash finds the same proposal.
   * @param make called for a new one only: what the registry allows may have changed since the first request
   */
  async propose(context: WriteContext, make: () => NewProposal): Promise<Proposal> {
    const id = operationIdOf(scopeOf(context));
    const known = this.store.get(id);
    if (known) return this.present(known);
    const proposal = make();
    const { institution, keyId } = context.principal;
    const made: Proposal = {
      ...proposal,
      id,
      institution,
      proposer: keyId,
      status: 'awaiting',
      createdAt: Date.now(),
      decidedAt: undefined,
      decidedBy: undefined,
      decidedUnder: undefined,
      reason: undefined,
    };
    await this.store.put(made);
    return made;
  }

  /** @throws Problem NOT_FOUND unless the institution made it or has to decide it */
  read(id: Hex, { institution }: Principal): Proposal {
    const proposal = this.store.get(id);
    if (!proposal || (proposal.institution !== institution && proposal.awaitingInstitution !== institution)) {
      throw new Problem('NOT_FOUND', {
        detail: `There is no proposal ${id} that concerns your institution.`,
      });
    }
    return this.present(proposal);
  }

  async of({ institution }: Principal, limit: number): Promise<Proposal[]> {
    return (await this.store.of(institution, limit)).map((proposal) => this.present(proposal));
  }

  /**
   * Executes the proposal. A refusal by the registry leaves it open, so that it can be approved when the state allows it.
   * @returns the operation, also to a repetition of the approval that began it
   */
  async approve(id: Hex, context: WriteContext): Promise<Operation> {
    const approver = context.principal;
    return this.deciding(id, approver, async (proposal) => {
      if (proposal.status === 'rejected') throw closed(proposal);
      const field = APPROVER_FIELD[proposal.kind];
      if (!field) throw new Error(`nothing approves ${proposal.kind}`);
      const duty = proposal.awaiting === 'checker' ? 'checker' : approver.duty;
      const intent = { ...proposal.intent, [field]: this.keys.keyOf(approver.institution, duty) };
      const request = {
        kind: proposal.kind,
        institution: proposal.institution,
        approver: approver.institution,
        key: this.keys.keyOf(proposal.institution, 'maker'),
        scope: executionScope(id),
        // With the approval in it, so that only its own repetition finds the operation.
        fingerprint: fingerprintOf({ intent: proposal.intent, approval: scopeOf(context) }),
        intent,
      };
      const operation = await this.outbox.accept(request).catch((error: unknown) => {
        const begunByAnother = error instanceof Problem && error.code === 'IDEMPOTENCY_KEY_REUSED';
        throw begunByAnother ? closed({ status: 'approved' }) : error;
      });
      if (proposal.decidedAt === undefined) await this.decide(proposal, 'approved', context, undefined);
      return operation;
    });
  }

  async reject(id: Hex, context: WriteContext, reason: string | undefined): Promise<Proposal> {
    return this.deciding(id, context.principal, async (proposal) => {
      if (proposal.status === 'rejected' && proposal.decidedUnder === scopeOf(context)) return proposal;
      if (proposal.status !== 'awaiting') throw closed(proposal);
      return this.decide(proposal, 'rejected', context, reason);
    });
  }

  /** A crash may have come between the operation and the note that the proposal is decided: the operation counts. */
  private present(proposal: Proposal): Proposal {
    const executed = proposal.status === 'awaiting' && this.outbox.hasScope(executionScope(proposal.id));
    return executed ? { ...proposal, status: 'approved' } : proposal;
  }

  private async deciding<T>(
    id: Hex,
    approver: Principal,
    act: (proposal: Proposal) => Promise<T>,
  ): Promise<T> {
    const release = await this.locks.take([id]);
    try {
      const proposal = this.read(id, approver);
      this.requireApprover(proposal, approver);
      return await act(proposal);
    } finally {
      release();
    }
  }

  private requireApprover(proposal: Proposal, approver: Principal): void {
    if (approver.institution !== proposal.awaitingInstitution) {
      throw new Problem('FORBIDDEN_CAPACITY', { detail: `The proposal awaits the ${proposal.awaiting}.` });
    }
    if (approver.keyId === proposal.proposer) throw new Problem('SAME_PERSON');
    if (proposal.awaiting === 'checker' && approver.duty !== 'checker') {
      throw new Problem('FORBIDDEN_DUTY', { detail: 'A checker of the institution approves or rejects.' });
    }
  }

  private async decide(
    proposal: Proposal,
    status: 'approved' | 'rejected',
    by: WriteContext,
    reason: string | undefined,
  ): Promise<Proposal> {
    const decision = { status, decidedAt: Date.now(), decidedBy: by.principal.keyId };
    const decided = { ...proposal, ...decision, decidedUnder: scopeOf(by), reason };
    await this.store.put(decided);
    return decided;
  }
}

const closed = ({ status }: Pick<Proposal, 'status'>): Problem =>
  new Problem('PROPOSAL_CLOSED', { detail: `The proposal is ${status}.` });
