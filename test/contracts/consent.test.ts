import type { Wallet } from 'ethers';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { signConsent } from '../support/approvals.ts';
import { networkHelpers } from '../support/chain.ts';
import {
  accountOf,
  BANK,
  HOLDER,
  keyOf,
  numberOf,
  partyOf,
  PLANT,
  RIVAL,
  STRANGER,
  walletOf,
} from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { FAR } from '../support/second-signature.ts';
import {
  interestOf,
  registerRight,
  registersInterest,
  rightOf,
  type InterestRegistration,
  type Taken,
  type Terms,
} from '../support/samples.ts';
import { typeCode } from '../support/types.ts';

const NOBODY: Hex = `0x${'00'.repeat(20)}`;

describe("The grantor's consent", () => {
  let registry: Registry;
  let right: Hex;
  let given: InterestRegistration;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A', { typeCode: typeCode('CONSENT') }));
    given = onLine();
  });

  const onLine = (taken: Taken = { [right]: [[0, 10]] }, changes: Partial<Terms> = {}) =>
    interestOf(registry, taken, changes);
  const consents = async (
    to: InterestRegistration = given,
    signer: Wallet = keyOf(HOLDER, 'maker'),
    deadline = FAR,
  ): Promise<InterestRegistration> => ({ ...to, consent: await signConsent(registry, to, deadline, signer) });
  const registers = (registration: InterestRegistration) => registersInterest(registry, registration);
  const done: ['RightEncumbered'][] = [['RightEncumbered']];

  for (const duty of ['maker', 'checker'] as const) {
    it(`is given by a ${duty} of the grantor`, async () => {
      await registry.accepts(registers(await consents(given, keyOf(HOLDER, duty))), ...done, [
        'InterestRegistered',
      ]);
    });
  }

  it('is not asked for where no type of the rights demands it', async () => {
    const plain = await registerRight(registry, rightOf('B'));
    await registry.act(registers(onLine({ [plain]: [[0, 10]] })));
  });

  it('is asked for if one type of several demands it, and covers all the rights', async () => {
    const plain = await registerRight(registry, rightOf('B'));
    for (const taken of [
      { [plain]: [[0, 1]], [right]: [[0, 1]] },
      { [right]: [[0, 1]], [plain]: [[0, 1]] },
    ] as Taken[]) {
      const both = onLine(taken, { acknowledgeJunior: true });
      await registry.refuses(registers(both), 'ApprovalExpired', { deadline: 0 });
      const partly = { ...both, collateral: both.collateral.slice(1) };
      const { consent } = await consents(partly);
      await registry.refuses(registers({ ...both, consent }), 'ConsentRequired');
      await registry.act(registers(await consents(both)));
    }
  });

  it('is not that of somebody else', async () => {
    for (const [signer, account] of [
      [walletOf('stranger'), STRANGER],
      [keyOf(BANK, 'maker'), accountOf(BANK)],
      [keyOf(BANK, 'checker'), accountOf(BANK, 'checker')],
    ] as const) {
      await registry.refuses(registers(await consents(given, signer)), 'ConsentRequired', {
        party: partyOf(HOLDER),
        signer: account,
      });
    }
  });

  it('is not an auditor’s', async () => {
    const key = accountOf(HOLDER, 'auditor');
    await registry.refuses(registers(await consents(given, keyOf(HOLDER, 'auditor'))), 'WrongDuty', {
      key,
      has: 4,
      needed: 3,
    });
  });

  it('cannot be given by a grantor that is no institution', async () => {
    const changes = { typeCode: typeCode('CONSENT'), holder: partyOf(PLANT) };
    const held = await registerRight(registry, rightOf('P', changes));
    const registration = onLine({ [held]: [[0, 1]] });
    for (const [signer, account] of [
      [keyOf(HOLDER, 'maker'), accountOf(HOLDER)],
      [walletOf('stranger'), STRANGER],
    ] as const) {
      await registry.refuses(registers(await consents(registration, signer)), 'ConsentRequired', {
        party: partyOf(PLANT),
        signer: account,
      });
    }
  });

  it('is not given by a removed key, nor by a suspended institution', async () => {
    const key = accountOf(HOLDER);
    const { mined } = await registry.act(registry.governs('Institutions', 'removeKey', key));
    await registry.refuses(registers(await consents()), 'KeyNoLongerActive', { key, removedAt: mined.time });
    await registry.act(registry.governs('Institutions', 'suspend', numberOf(HOLDER), 'r'));
    await registry.refuses(
      registers(await consents(given, keyOf(HOLDER, 'checker'))),
      'SuspendedInstitution',
      {
        number: numberOf(HOLDER),
      },
    );
  });

  it('ends with its deadline, the last second included', async () => {
    const deadline = (await networkHelpers.time.latest()) + 100;
    const consented = await consents(given, keyOf(HOLDER, 'maker'), deadline);
    await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
    await registry.refuses(registers(consented), 'ApprovalExpired', { deadline });
    await networkHelpers.time.setNextBlockTimestamp(deadline + 10);
    await registry.act(registers(await consents(given, keyOf(HOLDER, 'maker'), deadline + 10)));
  });

  it('is a signature', async () => {
    for (const signature of ['0x', `0x${'00'.repeat(65)}`, `0x${'11'.repeat(64)}`] as Hex[]) {
      await registry.refuses(
        registers({ ...given, consent: { deadline: FAR, signature } }),
        'ConsentRequired',
        {
          party: partyOf(HOLDER),
          signer: NOBODY,
        },
      );
    }
  });

  const other: [string, () => InterestRegistration][] = [
    ['an amount', () => onLine(undefined, { securedAmount: 100_000_001n })],
    ['a debtor', () => onLine(undefined, { debtor: partyOf(PLANT) })],
    ['a secured party more', () => onLine(undefined, { securedParties: [numberOf(BANK), numberOf(RIVAL)] })],
    ['a contract', () => onLine(undefined, { contractDigest: keccakText('another') })],
    ['a contract number', () => onLine(undefined, { contractNumber: 'C-2' })],
    ['a longer term', () => onLine(undefined, { termTo: given.terms.termTo + 1 })],
    ['a negative pledge', () => onLine(undefined, { negativePledge: true })],
    ['an advance registration', () => onLine(undefined, { advance: true })],
    ['a day of determination', () => onLine(undefined, { determinationDay: 30_000 })],
    ['an acknowledged junior rank', () => onLine(undefined, { acknowledgeJunior: true })],
    ['more of the line', () => onLine({ [right]: [[0, 11]] })],
    ['another part of the line', () => onLine({ [right]: [[1, 11]] })],
  ];
  for (const [what, changed] of other) {
    it(`does not cover ${what}`, async () => {
      const { consent } = await consents();
      await registry.refuses(registers({ ...changed(), consent }), 'ConsentRequired');
    });
  }

  it('does not cover another right', async () => {
    const twin = await registerRight(registry, rightOf('B', { typeCode: typeCode('CONSENT') }));
    const { consent } = await consents();
    await registry.refuses(registers({ ...onLine({ [twin]: [[0, 10]] }), consent }), 'ConsentRequired');
  });

  it('is of one state of the right, hence used once', async () => {
    const consented = await consents();
    await registry.act(registers(consented));
    await registry.refuses(registers(consented), 'StaleState');
    const again = { ...onLine({ [right]: [[10, 20]] }), consent: consented.consent };
    await registry.refuses(registers(again), 'ConsentRequired');
    const anew = await consents(onLine({ [right]: [[20, 30]] }));
    await registry.act(registers(await consents(onLine({ [right]: [[30, 40]] }))));
    await registry.refuses(registers(anew), 'StaleState');
  });

  it('may be used by any of the secured parties that it names, who then is the agent', async () => {
    const shared = await consents(onLine(undefined, { securedParties: [numberOf(BANK), numberOf(RIVAL)] }));
    const tx = registry.call(accountOf(RIVAL), 'SecurityInterests', 'register', [shared]);
    await registry.accepts(tx, ['RightEncumbered'], ['InterestRegistered', { agent: numberOf(RIVAL) }]);
  });
});
