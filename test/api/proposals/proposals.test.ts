import { expect } from 'chai';
import type { Hex } from '../../../api/chain/types.ts';
import { Problem } from '../../../api/errors/problem.ts';
import { operationIdOf, type Operation, type OperationRequest } from '../../../api/outbox/operation.ts';
import type { Outbox } from '../../../api/outbox/outbox.ts';
import { keyOf, type Proposal, type SignerKeys } from '../../../api/proposals/proposal.ts';
import { Proposals } from '../../../api/proposals/proposals.ts';
import type { KeyRing, WriteContext } from '../../../api/kit/services.ts';
import type { Duty } from '../../../domain/encoding/codes.ts';
import { keccakText } from '../../../domain/encoding/hash.ts';
import { proposalView } from '../../../api/views/proposal.ts';

const [BANK, HOLDER, RIVAL] = [keccakText('bank'), keccakText('holder'), keccakText('rival')];

/** Keeps what it was handed, once for each scope, as the outbox does; what it refuses it has not taken. */
class FakeOutbox {
  readonly taken = new Map<Hex, OperationRequest>();
  refusing = false;

  async accept(request: OperationRequest): Promise<Operation> {
    if (this.refusing) throw new Problem('STALE_STATE');
    const id = operationIdOf(request.scope);
    const known = this.taken.get(id);
    if (known && known.fingerprint !== request.fingerprint) throw new Problem('IDEMPOTENCY_KEY_REUSED');
    this.taken.set(id, request);
    return this.get(id)!;
  }

  get(id: Hex): Operation | undefined {
    const request = this.taken.get(id);
    return request && ({ ...request, id, status: 'submitted' } as Operation);
  }

  hasScope(scope: string): boolean {
    return this.taken.has(operationIdOf(scope));
  }
}

describe('a proposal that awaits several', () => {
  let outbox: FakeOutbox;
  let kept: Map<Hex, Proposal>;
  let crashing: boolean;
  let proposals: Proposals;
  let id: Hex;

  const keys = { keyOf: (institution: Hex, duty: Duty) => `${institution}/${duty}` } as KeyRing;
  const put = async (proposal: Proposal) => {
    if (crashing && proposal.status === 'approved') throw new Error('killed');
    kept.set(proposal.id, structuredClone(proposal));
  };
  const start = () => {
    const of = async () => [...kept.values()];
    const store = { put, get: (of: Hex) => structuredClone(kept.get(of)), of };
    return new Proposals(store, outbox as unknown as Outbox, keys);
  };
  const by = (
    institution: Hex,
    duty: Duty,
    idempotencyKey = `${institution}/${duty}/approves`,
  ): WriteContext => {
    const keyId = `${institution}/${duty}`;
    const principal = { institution, duty, keyId, capacities: [], suspended: false };
    return { principal, idempotencyKey, prefer: { respondAsync: false, waitSeconds: 0 } };
  };
  const propose = () =>
    proposals.propose(by(BANK, 'maker', 'proposed'), () => ({
      kind: 'interest.dispose',
      intent: { units: 10 },
      summary: 'A disposal',
      signers: [
        { role: 'checker', institution: BANK },
        { role: 'holder', institution: HOLDER },
        { role: 'secured-party', institution: RIVAL },
      ],
    }));
  const approve = (context: WriteContext) => proposals.approve(id, context);
  const codeOf = async (promise: Promise<unknown>): Promise<string> => {
    const error = await promise.then(() => undefined).catch((it: unknown) => it);
    if (error instanceof Problem) return error.code;
    throw new Error('was not refused', { cause: error });
  };
  const awaited = () => proposalView(proposals.read(id, by(BANK, 'maker').principal)).awaiting;

  beforeEach(async () => {
    outbox = new FakeOutbox();
    kept = new Map();
    crashing = false;
    proposals = start();
    id = (await propose()).id;
  });

  it('is executed once, by the last of them, with the keys of all', async () => {
    expect(await approve(by(HOLDER, 'maker'))).to.have.property('proposal');
    expect(awaited()).to.deep.equal(['checker', 'secured-party']);
    expect(await approve(by(BANK, 'checker'))).to.have.property('proposal');
    expect(outbox.taken.size).to.equal(0);
    expect(await approve(by(RIVAL, 'checker'))).to.have.property('operation');
    const [operation] = [...outbox.taken.values()];
    expect(operation).to.include({ kind: 'interest.dispose', institution: BANK, key: `${BANK}/maker` });
    const { units, signers } = operation!.intent as { units: number; signers: SignerKeys };
    expect(units).to.equal(10);
    expect(signers).to.deep.equal({
      [`checker/${BANK}`]: `${BANK}/checker`,
      [`holder/${HOLDER}`]: `${HOLDER}/maker`,
      [`secured-party/${RIVAL}`]: `${RIVAL}/checker`,
    });
    expect([keyOf(signers, 'holder'), keyOf(signers, 'secured-party', BANK)]).to.deep.equal([
      `${HOLDER}/maker`,
      undefined,
    ]);
    expect(awaited()).to.deep.equal([]);
  });

  it('keeps what was approved through a restart, and answers a repetition as before', async () => {
    await approve(by(HOLDER, 'maker'));
    proposals = start();
    expect((await propose()).id).to.equal(id);
    expect(awaited()).to.deep.equal(['checker', 'secured-party']);
    expect(await approve(by(HOLDER, 'maker'))).to.have.property('proposal');
    expect(awaited()).to.deep.equal(['checker', 'secured-party']);
    await approve(by(BANK, 'checker'));
    const last = await approve(by(RIVAL, 'checker'));
    expect(await approve(by(RIVAL, 'checker'))).to.deep.equal(last);
    expect(await approve(by(HOLDER, 'maker'))).to.have.property('proposal');
    expect(outbox.taken.size).to.equal(1);
  });

  it('is executed once if the service is killed before it has noted that it was', async () => {
    await approve(by(HOLDER, 'maker'));
    await approve(by(BANK, 'checker'));
    crashing = true;
    await approve(by(RIVAL, 'checker')).catch(() => undefined);
    crashing = false;
    proposals = start();
    expect(proposals.read(id, by(BANK, 'maker').principal).status).to.equal('approved');
    expect(await codeOf(proposals.reject(id, by(RIVAL, 'checker', 'no'), undefined))).to.equal(
      'PROPOSAL_CLOSED',
    );
    expect(await codeOf(approve(by(RIVAL, 'checker', 'another')))).to.equal('PROPOSAL_CLOSED');
    expect(await approve(by(RIVAL, 'checker'))).to.have.property('operation');
    expect(outbox.taken.size).to.equal(1);
  });

  it('still awaits the last one if the registry refuses', async () => {
    await approve(by(HOLDER, 'maker'));
    await approve(by(BANK, 'checker'));
    outbox.refusing = true;
    expect(await codeOf(approve(by(RIVAL, 'checker')))).to.equal('STALE_STATE');
    expect(awaited()).to.deep.equal(['secured-party']);
    outbox.refusing = false;
    expect(await approve(by(RIVAL, 'checker', 'again'))).to.have.property('operation');
  });

  it('is closed by any one who refuses', async () => {
    await approve(by(HOLDER, 'maker'));
    await proposals.reject(id, by(RIVAL, 'checker'), 'no');
    expect(await codeOf(approve(by(BANK, 'checker')))).to.equal('PROPOSAL_CLOSED');
    expect(awaited()).to.deep.equal([]);
    expect(outbox.taken.size).to.equal(0);
  });

  it('takes nobody twice, not the initiator, and for an agent its checker alone', async () => {
    await approve(by(HOLDER, 'maker'));
    expect(await codeOf(approve(by(HOLDER, 'checker')))).to.equal('PROPOSAL_CLOSED');
    expect(await codeOf(approve(by(BANK, 'maker')))).to.equal('SAME_PERSON');
    expect(await codeOf(approve(by(RIVAL, 'maker')))).to.equal('FORBIDDEN_DUTY');
    expect(await codeOf(approve(by(keccakText('stranger'), 'checker')))).to.equal('NOT_FOUND');
    expect(awaited()).to.deep.equal(['checker', 'secured-party']);
  });

  it('takes approvals that come at once one after another', async () => {
    const all = [by(HOLDER, 'checker'), by(BANK, 'checker'), by(RIVAL, 'checker')];
    const answers = await Promise.all(all.map(approve));
    expect(answers.filter((it) => 'operation' in it)).to.have.length(1);
    expect(outbox.taken.size).to.equal(1);
  });
});
