import { expect } from 'chai';
import { Signature, type Wallet } from 'ethers';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import { tranchesOf } from '../../domain/line/ranks.ts';
import { forgedInterest, type InterestFields } from '../support/heads.ts';
import { signCancellation } from '../support/approvals.ts';
import { networkHelpers } from '../support/chain.ts';
import {
  accountOf,
  BANK,
  HOLDER,
  keyOf,
  numberOf,
  partyOf,
  RIVAL,
  STRANGER,
  walletOf,
} from '../support/people.ts';
import { cancels as cancelsInterest, DEBT_PAID } from '../support/interests.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { FAR } from '../support/second-signature.ts';
import {
  interestOf,
  NO_APPROVAL,
  registerInterest,
  registerRight,
  rightOf,
  type Approval,
} from '../support/samples.ts';

const CHECKER = keyOf(BANK, 'checker');
const NOBODY: Hex = `0x${'00'.repeat(20)}`;
/** The order of secp256k1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe('Cancellations.cancel', () => {
  let registry: Registry;
  let rights: [Hex, Hex];
  let interest: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    rights = [await registerRight(registry, rightOf('A')), await registerRight(registry, rightOf('B'))];
    interest = await registerInterest(
      registry,
      interestOf(registry, { [rights[0]]: [[0, 60]], [rights[1]]: [[0, 1]] }),
    );
  });

  const approved = (reason = DEBT_PAID, signer: Wallet = CHECKER, deadline = FAR) =>
    signCancellation(registry, signer, interest, reason, deadline);
  /** The cancellation that succeeds, but for what the test changes. */
  const cancels = (changes: Parameters<typeof cancelsInterest>[2] & { interest?: Hex } = {}) =>
    cancelsInterest(registry, changes.interest ?? interest, {
      head: registry.interestHead(interest),
      heads: rights.map((right) => registry.rightHead(right)),
      ...changes,
    });
  const headWith = (changes: Partial<InterestFields>) => forgedInterest(registry.interest(interest), changes);

  describe('ends the registration', () => {
    it('on every right, under one number, and says who approved', async () => {
      const sequence = BigInt(registry.lastSequence + 1);
      const ref = BigInt(interest);
      await registry.accepts(
        await cancels(),
        ['RightDischarged', { right: rights[0], ref, sequence }],
        ['RightDischarged', { right: rights[1], ref, sequence }],
        [
          'InterestCancelled',
          {
            interest,
            grantor: partyOf(HOLDER),
            sequence,
            agent: numberOf(BANK),
            reason: DEBT_PAID,
            approver: accountOf(BANK, 'checker'),
          },
        ],
      );
      expect(registry.interest(interest)).to.deep.include({
        ended: {
          sequence: Number(sequence),
          time: registry.interest(interest).ended?.time,
          reason: 'debt-paid',
          approver: accountOf(BANK, 'checker'),
        },
      });
      expect(registry.interest(interest).state.status).to.equal('cancelled');
    });

    it('and gives back exactly what it took: who ranked behind moves up', async () => {
      const before = registry.right(rights[0]).state;
      const junior = await registerInterest(
        registry,
        interestOf(registry, { [rights[0]]: [[50, 100]] }, { acknowledgeJunior: true }),
      );
      const ref = Number(junior);
      const tranches = () => tranchesOf(ref, registry.right(rights[0]).state.overlays);
      expect(tranches()).to.deep.equal([
        { from: 60n, to: 100n, rank: 1 },
        { from: 50n, to: 60n, rank: 2 },
      ]);
      await registry.act(await cancels());
      expect(tranches()).to.deep.equal([{ from: 50n, to: 100n, rank: 1 }]);
      expect(registry.right(rights[0]).state).to.deep.equal({
        ...before,
        overlays: [{ kind: 'interest', ref, priority: ref, from: 50n, to: 100n }],
      });
      expect(registry.right(rights[1]).state.overlays).to.deep.equal([]);
    });

    for (const reason of [1, 2, 3, 4]) {
      it(`for the reason ${reason}`, async () => {
        await registry.act(await cancels({ reason }));
      });
    }
  });

  describe('refuses', () => {
    it('no reason, and one that it does not know', async () => {
      await registry.refuses(await cancels({ reason: 0 }), 'InvalidReason', {});
      await registry.refuses(await cancels({ reason: 5 }), '');
    });

    it('another secured party', async () => {
      await registry.refuses(await cancels({ from: accountOf(RIVAL) }), 'NotAgent', {
        interest,
        institution: numberOf(RIVAL),
      });
    });

    it('what was cancelled, even with an approval of the new word', async () => {
      await registry.act(await cancels());
      await registry.refuses(await cancels(), 'NotEffective', { interest, status: 2 });
      await registry.refuses(await cancels({ head: headWith({ status: 0 }) }), 'NotEffective', {
        interest,
        status: 0,
      });
    });

    it('more or fewer heads than rights', async () => {
      const [a] = rights;
      await registry.refuses(await cancels({ heads: [] }), 'HeadsDoNotMatch', { count: 0, needed: 2 });
      await registry.refuses(await cancels({ heads: [registry.rightHead(a)] }), 'HeadsDoNotMatch', {
        count: 1,
        needed: 2,
      });
      const three = [a, a, a].map((right) => registry.rightHead(right));
      await registry.refuses(await cancels({ heads: three }), 'HeadsDoNotMatch', { count: 3, needed: 2 });
    });

    it('heads in another order', async () => {
      const heads = [...rights].reverse().map((right) => registry.rightHead(right));
      await registry.refuses(await cancels({ heads }), 'StaleState');
    });

    it('a right that has changed since', async () => {
      const [a] = rights;
      const stale = await cancels();
      const expected = registry.wordOf('right', a);
      await registerInterest(registry, interestOf(registry, { [a]: [[90, 100]] }));
      await registry.refuses(stale, 'StaleState', {
        kind: 1,
        subject: a,
        expected,
        actual: registry.wordOf('right', a),
      });
    });

    it('a state that is not the present one, although a checker approved it', async () => {
      const forgeries = [
        headWith({ securedAmount: 1n }),
        headWith({ grantor: partyOf(BANK) }),
        { ...registry.interestHead(interest), journal: ZERO_WORD },
      ];
      for (const head of forgeries) {
        const word = registry.wordOf('interest', interest);
        const tx = await cancels({ head });
        await registry.refuses(tx, 'NotApprovedByChecker');
        expect(registry.wordOf('interest', interest)).to.equal(word);
      }
    });

    it('an interest that it does not know, or under another name', async () => {
      const unknown = interestIdOf(999);
      const word = registry.wordOf('interest', interest);
      const approval = await signCancellation(registry, CHECKER, unknown, DEBT_PAID, FAR, word);
      await registry.refuses(await cancels({ interest: unknown, approval }), 'StaleState', {
        kind: 2,
        subject: unknown,
        expected: word,
        actual: ZERO_WORD,
      });
      // The same sequence in its low 64 bits.
      const alias: Hex = `0x${((1n << 64n) | BigInt(interest)).toString(16).padStart(64, '0')}`;
      const aliased = await signCancellation(registry, CHECKER, alias, DEBT_PAID, FAR, word);
      await registry.refuses(await cancels({ interest: alias, approval: aliased }), 'StaleState', {
        kind: 2,
        subject: alias,
        expected: word,
        actual: ZERO_WORD,
      });
    });

    it('a release of fewer rights than it was registered on', async () => {
      const head = headWith({ rights: [rights[0]] });
      await registry.refuses(
        await cancels({ head, heads: [registry.rightHead(rights[0])] }),
        'NotApprovedByChecker',
      );
    });
  });

  describe('needs the approval of a checker', () => {
    const institution = numberOf(BANK);
    const refusesSigner = async (signer: Wallet, error: string, args: Record<string, unknown>) =>
      registry.refuses(await cancels({ approval: await approved(DEBT_PAID, signer) }), error, args);

    it('not of a stranger', async () => {
      await refusesSigner(walletOf('stranger'), 'NotApprovedByChecker', { signer: STRANGER, institution });
    });

    it('not of the checker of another institution', async () => {
      const signer = accountOf(RIVAL, 'checker');
      await refusesSigner(keyOf(RIVAL, 'checker'), 'NotApprovedByChecker', { signer, institution });
    });

    for (const [duty, has] of [
      ['maker', 1],
      ['auditor', 4],
    ] as const) {
      it(`not of the ${duty}`, async () => {
        const key = accountOf(BANK, duty);
        await refusesSigner(keyOf(BANK, duty), 'WrongDuty', { key, has, needed: 2 });
      });
    }

    it('not of one whose key was removed', async () => {
      const key = accountOf(BANK, 'checker');
      const { mined } = await registry.act(registry.governs('Institutions', 'removeKey', key));
      await refusesSigner(CHECKER, 'KeyNoLongerActive', { key, removedAt: mined.time });
    });

    it('not of one whose key is not active yet', async () => {
      const activeFrom = (await networkHelpers.time.latest()) + 1000;
      await registry.act(registry.governs('Institutions', 'addKey', institution, STRANGER, 2, activeFrom));
      await refusesSigner(walletOf('stranger'), 'KeyNotYetActive', { key: STRANGER, activeFrom });
    });

    it('within its deadline, the last second included', async () => {
      const deadline = (await networkHelpers.time.latest()) + 100;
      const approval = await approved(DEBT_PAID, CHECKER, deadline);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await registry.refuses(await cancels({ approval }), 'ApprovalExpired', { deadline });
      await registry.refuses(await cancels({ approval: NO_APPROVAL }), 'ApprovalExpired', { deadline: 0 });
      const later = await approved(DEBT_PAID, CHECKER, deadline + 100);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 100);
      await registry.act(await cancels({ approval: later }));
    });

    it('that is a signature', async () => {
      const { signature } = await approved();
      const { r, s, v } = Signature.from(signature);
      const mirrored = `0x${(ORDER - BigInt(s)).toString(16).padStart(64, '0')}${v === 27 ? '1c' : '1b'}`;
      const malformed = [
        '0x',
        signature.slice(0, -2),
        `${signature}00`,
        `0x${'00'.repeat(65)}`,
        `${signature.slice(0, -2)}07`,
        `${r}${mirrored.slice(2)}`,
        Signature.from(signature).compactSerialized,
      ];
      for (const each of malformed) {
        const approval = { deadline: FAR, signature: each as Hex };
        await registry.refuses(await cancels({ approval }), 'NotApprovedByChecker', {
          signer: NOBODY,
          institution,
        });
      }
    });

    const others: [string, () => Promise<Approval>][] = [
      ['reason', () => approved(2)],
      ['deadline', async () => ({ ...(await approved()), deadline: FAR - 1 })],
      [
        'interest',
        () =>
          signCancellation(
            registry,
            CHECKER,
            interestIdOf(1),
            DEBT_PAID,
            FAR,
            registry.wordOf('interest', interest),
          ),
      ],
      [
        'word',
        () => signCancellation(registry, CHECKER, interest, DEBT_PAID, FAR, keccakText('an older word')),
      ],
      [
        'contract',
        async () => {
          const elsewhere = registry.copy();
          Object.assign(elsewhere, { at: { ...registry.at, Cancellations: registry.at.Amendments } });
          return signCancellation(elsewhere, CHECKER, interest, DEBT_PAID, FAR);
        },
      ],
    ];
    for (const [what, approval] of others) {
      it(`of this, not of another ${what}`, async () => {
        await registry.refuses(await cancels({ approval: await approval() }), 'NotApprovedByChecker');
      });
    }

    it('once: replayed, it approves nothing', async () => {
      const first = await cancels();
      const approval = await approved();
      await registry.act(first);
      await registry.refuses(first, 'StaleState');
      const again = await registerInterest(registry, interestOf(registry, { [rights[0]]: [[0, 60]] }));
      const replay = await cancels({
        interest: again,
        head: registry.interestHead(again),
        heads: [registry.rightHead(rights[0])],
        approval,
      });
      await registry.refuses(replay, 'NotApprovedByChecker');
    });
  });
});
