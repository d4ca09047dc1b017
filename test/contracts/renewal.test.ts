import { expect } from 'chai';
import { ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { forgedRight } from '../support/heads.ts';
import { restrict } from '../support/lines.ts';
import { accountOf, AUTHORITY, numberOf } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  evidenceOf,
  interestOf,
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
  YEAR,
} from '../support/samples.ts';

const LONGEST = 'x'.repeat(256);
const END = TODAY + 10 * YEAR;
const SECOND = 'second-authority';

describe('Rights.renew', () => {
  let registry: Registry;
  let right: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
  });

  const renewalOf = (changes: Record<string, unknown> = {}) => ({
    certificateNumber: 'A-2',
    validFrom: TODAY + 1,
    validTo: END + YEAR,
    evidence: evidenceOf(2),
    ...changes,
  });
  const renews = (changes: Record<string, unknown> = {}, by = AUTHORITY, head = registry.rightHead(right)) =>
    registry.call(accountOf(by), 'Rights', 'renew', right, head, renewalOf(changes));
  const registers = (certificateNumber: string, by = AUTHORITY) =>
    registry.call(accountOf(by), 'Rights', 'register', [rightOf(certificateNumber)]);
  const rightUnder = (certificateNumber: string, authority = AUTHORITY) =>
    registry.view('Rights', 'rightOf', numberOf(authority), certificateNumber);

  it('says everything, and goes on with what lies on the right', async () => {
    await registerInterest(registry, interestOf(registry, { [right]: [[0, 50]] }));
    await restrict(registry, right, [[20, 60]], 'judicial-freeze');
    const before = registry.right(right).state;
    const sequence = registry.lastSequence + 1;
    const { events, mined } = await registry.act(renews());
    const renewal = renewalOf();
    expect(events.map(({ name }) => name)).to.deep.equal(['RightRenewed']);
    expect(events[0]?.args).to.deep.include({ right, authority: 1n, sequence: BigInt(sequence), renewal });
    const { state, renewals } = registry.right(right);
    expect(state).to.deep.equal({ ...before, validFrom: TODAY + 1, validTo: END + YEAR });
    expect(renewals).to.deep.equal([{ sequence, time: mined.time, ...renewal }]);
  });

  it('finds the right by each of its certificates, and by no other', async () => {
    expect(await rightUnder('A')).to.equal(right);
    expect(await rightUnder('A-2')).to.equal(ZERO_WORD);
    await registry.act(renews());
    await registry.act(renews({ certificateNumber: 'A-3' }));
    for (const number of ['A', 'A-2', 'A-3']) expect(await rightUnder(number)).to.equal(right);
    expect(await rightUnder('A-4')).to.equal(ZERO_WORD);
    expect(await rightUnder('A', SECOND)).to.equal(ZERO_WORD);
  });

  it('takes a certificate that no right of the authority has had', async () => {
    const other = await registerRight(registry, rightOf('B'));
    await registry.refuses(renews({ certificateNumber: 'A' }), 'RightExists', { right });
    await registry.refuses(renews({ certificateNumber: 'B' }), 'RightExists', { right: other });
    await registry.act(registers('A-2', SECOND));
    await registry.act(renews());
    await registry.refuses(renews(), 'RightExists', { right });
    await registry.refuses(registers('A-2'), 'RightExists', { right });
    expect(await rightUnder('A-2', SECOND)).to.equal(rightIdOf(numberOf(SECOND), 'A-2'));
  });

  it('has a certificate number of 1 to 256 bytes', async () => {
    for (const certificateNumber of ['', `${LONGEST}x`]) {
      await registry.refuses(renews({ certificateNumber }), 'InvalidCertificateNumber', {});
    }
    await registry.act(renews({ certificateNumber: LONGEST }));
  });

  it('does not end before it begins, nor before the right did', async () => {
    const validity = { validFrom: END + 2, validTo: END + 1 };
    await registry.refuses(renews(validity), 'InvalidValidity', validity);
    await registry.refuses(renews({ validTo: END - 1 }), 'InvalidRenewal', { validTo: END - 1 });
    await registry.act(renews({ validTo: END }));
    await registry.act(renews({ certificateNumber: 'A-3', validFrom: END + 1, validTo: 0 }));
    const last = renews({ certificateNumber: 'A-4' });
    await registry.refuses(last, 'InvalidRenewal', { validTo: END + YEAR });
  });

  it('takes up to 16 digests', async () => {
    await registry.refuses(renews({ evidence: evidenceOf(17) }), 'TooManyEvidence', { count: 17 });
    await registry.act(renews({ evidence: evidenceOf(16) }));
  });

  it('is by the authority that confirmed the right', async () => {
    await registry.refuses(renews({}, SECOND), 'NotAuthority', { right, institution: numberOf(SECOND) });
  });

  it('is of a right that is confirmed', async () => {
    const forged = forgedRight(registry.right(right), { status: 0 });
    await registry.refuses(renews({}, AUTHORITY, forged), 'RightNotConfirmed', { right, status: 0 });
  });

  it('meets the ledger if the state handed in is not the present one', async () => {
    const stale = renews();
    await restrict(registry, right, [[0, 1]], 'suspension');
    await registry.refuses(stale, 'StaleState');
  });
});
