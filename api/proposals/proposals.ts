import type { Hex } from '../chain/types.ts';
import { Problem } from '../errors/problem.ts';
import type { Principal } from '../kit/principal.ts';
import { Locks } from '../outbox/locks.ts';
import { operationIdOf, type Operation } from '../outbox/operation.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { fingerprintOf, scopeOf, type KeyRing, type WriteContext } from '../kit/services.ts';
import {
  dutyNeeded,
  executionScope,
  signersOf,
  type Proposal,
  type ProposalStore,
  type Signer,
} from './proposal.ts';

export interface NewProposal extends Pick<Proposal, 'kind' | 'summary'> {
  intent: object;
  /** Every institution once in each role. */
  signers: readonly Pick<Signer, 'role' | 'institution'>[];
}

/** What an approval led to: the operation if it was the last one, else the proposal that awaits others. */
export type Approved = { operation: Operation } | { proposal: Proposal };

/**
 * Second persons. The maker's proposal is kept; the last of the approvals that it needs executes it as one operation, in one
 * transaction that carries all signatures. The initiator is never an approver.
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
    const known = this.known(context);
    if (known) return known;
    const { kind, summary, intent, signers } = make();
    const { institution, keyId } = context.principal;
    const made: Proposal = {
      id,
      kind,
      summary,
      intent: { ...intent },
      institution,
      proposer: keyId,
      signers: signers.map((signer) => ({ ...signer })),
      status: 'awaiting',
      createdAt: Date.now(),
      decidedAt: undefined,
      executedUnder: undefined,
      rejectedBy: undefined,
      rejectedUnder: undefined,
      reason: undefined,
    };
    await this.store.put(made);
    return made;
  }

  /** What an earlier request with the same key proposed, if it did. */
  known(context: WriteContext): Proposal | undefined {
    const known = this.store.get(operationIdOf(scopeOf(context)));
    return known && this.present(known);
  }

  /** @throws Problem NOT_FOUND unless the institution made it or has to decide it */
  read(id: Hex, { institution }: Principal): Proposal {
    const proposal = this.store.get(id);
    const concerned = proposal && [proposal.institution, ...proposal.signers.map((it) => it.institution)];
    if (!concerned?.includes(institution)) {
      throw new Problem('NOT_FOUND', {
        detail: `There is no proposal ${id} that concerns your institution.`,
      });
    }
    return this.present(proposal!);
  }

  async of({ institution }: Principal, limit: number): Promise<Proposal[]> {
    return (await this.store.of(institution, limit)).map((proposal) => this.present(proposal));
  }

  /**
   * Adds an approval, and executes the proposal with the last one. A refusal by the registry leaves the last approval out, so that it can
   * be repeated when the state allows it.
   * @returns to a repetition of an approval what the first one got
   */
  async approve(id: Hex, context: WriteContext): Promise<Approved> {
    return this.deciding(id, context.principal, async (proposal) => {
      if (proposal.status === 'rejected') throw closed(proposal);
      const scope = scopeOf(context);
      const repeated = proposal.signers.some(({ decidedUnder }) => decidedUnder === scope);
      const operation = this.outbox.get(operationIdOf(executionScope(id)));
      if (repeated) return operation && proposal.executedUnder === scope ? { operation } : { proposal };
      if (operation && !proposal.signers.some(undecided)) throw closed({ status: 'approved' });
      const signed = this.signed(proposal, context);
      if (signed.signers.some(undecided)) {
        await this.store.put(signed);
        return { proposal: signed };
      }
      const executed = await this.execute(signed, scope);
      await this.store.put({ ...signed, status: 'approved', decidedAt: Date.now(), executedUnder: scope });
      return { operation: executed };
    });
  }

  async reject(id: Hex, context: WriteContext, reason: string | undefined): Promise<Proposal> {
    return this.deciding(id, context.principal, async (proposal) => {
      const scope = scopeOf(context);
      if (proposal.status === 'rejected' && proposal.rejectedUnder === scope) return proposal;
      if (proposal.status !== 'awaiting') throw closed(proposal);
      this.slotOf(proposal, context.principal);
      const decision = { status: 'rejected' as const, decidedAt: Date.now(), rejectedUnder: scope, reason };
      const rejected = { ...proposal, ...decision, rejectedBy: context.principal.institution };
      await this.store.put(rejected);
      return rejected;
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
      if (!proposal.signers.some(({ institution }) => institution === approver.institution)) {
        const roles = proposal.signers.map(({ role }) => role).join(', ');
        throw new Problem('FORBIDDEN_CAPACITY', { detail: `The proposal awaits the ${roles}.` });
      }
      if (approver.keyId === proposal.proposer) throw new Problem('SAME_PERSON');
      return await act(proposal);
    } finally {
      release();
    }
  }

  private signed(proposal: Proposal, context: WriteContext): Proposal {
    const { institution, duty, keyId } = context.principal;
    const slot = this.slotOf(proposal, context.principal);
    const decided: Signer = {
      ...slot,
      key: this.keys.keyOf(institution, dutyNeeded(slot) ?? duty),
      decidedAt: Date.now(),
      decidedBy: keyId,
      decidedUnder: scopeOf(context),
    };
    return { ...proposal, signers: proposal.signers.map((it) => (it === slot ? decided : it)) };
  }

  /** The approval that the person can give, and that is still awaited. */
  private slotOf({ signers }: Proposal, { institution, duty }: Principal): Signer {
    const own = signers.filter((it) => it.institution === institution);
    const slot = own.filter(undecided).find((it) => (dutyNeeded(it) ?? duty) === duty);
    if (slot) return slot;
    if (!own.some(undecided)) throw closed({ status: 'approved' });
    throw new Problem('FORBIDDEN_DUTY', { detail: 'A checker of the institution approves or rejects.' });
  }

  /** With the last approval in its fingerprint, so that only its own repetition finds the operation. */
  private async execute(proposal: Proposal, approval: string): Promise<Operation> {
    const { id, kind, intent, institution, signers } = proposal;
    const last = signers.find(({ decidedUnder }) => decidedUnder === approval);
    try {
      return await this.outbox.accept({
        kind,
        institution,
        approver: last?.institution,
        key: this.keys.keyOf(institution, 'maker'),
        scope: executionScope(id),
        fingerprint: fingerprintOf({ intent, approval }),
        intent: { ...intent, signers: signersOf(signers) },
      });
    } catch (error) {
      const begunByAnother = error instanceof Problem && error.code === 'IDEMPOTENCY_KEY_REUSED';
      throw begunByAnother ? closed({ status: 'approved' }) : error;
    }
  }
}

const undecided = ({ decidedAt }: Signer): boolean => decidedAt === undefined;

const closed = ({ status }: Pick<Proposal, 'status'>): Problem =>
  new Problem('PROPOSAL_CLOSED', { detail: `The proposal is ${status}.` });
