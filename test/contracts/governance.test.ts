import { expect } from 'chai';
import { AbiCoder } from 'ethers';
import type { Arguments, Method } from '../../api/chain/typed-calls.ts';
import type { ContractName } from '../../api/chain/contracts.ts';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { keccak256, keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { addressOf, ethers, networkHelpers, type Call } from '../support/chain.ts';
import { DAY, DELAYS, GOVERNANCE } from '../support/governance.ts';
import { cancels } from '../support/interests.ts';
import { accountOf, BANK, STRANGER } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf } from '../support/samples.ts';
import { DESCRIPTION, policyOf, typeCode } from '../support/types.ts';

const nameOf = (name: string): Hex => textToFixed(name, 32);

const DELAYED: readonly [ContractName, string, unknown[], number][] = [
  ['Institutions', 'admit', [keccakText('p'), 1, 'name'], DELAYS.admission],
  ['Institutions', 'setCapacities', [1, 1], DELAYS.admission],
  ['Institutions', 'addKey', [1, STRANGER, 1, 0], DELAYS.admission],
  ['Institutions', 'reinstate', [1, 'reason'], DELAYS.admission],
  ['Institutions', 'setKeyDelay', [1], DELAYS.admission],
  ['RightTypes', 'setPolicy', [typeCode('NEW'), policyOf('PLAIN', 0), DESCRIPTION], DELAYS.policy],
  ['RightTypes', 'setCompetence', [typeCode('NEW'), 1, true], DELAYS.policy],
  ['Ledger', 'appoint', ['self', 1, 0], DELAYS.succession],
];

describe('governance', () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await freshRegistry();
  });

  const manages = <M extends Method<'AccessManager'>>(
    method: M,
    ...args: Arguments<'AccessManager', M>
  ): Call => registry.call(GOVERNANCE, 'AccessManager', method, ...args);
  const schedules = (tx: Call): Call => manages('schedule', tx.to, tx.data, 0);
  const operationOf = (tx: Call): Hex =>
    keccak256(
      AbiCoder.defaultAbiCoder().encode(['address', 'address', 'bytes'], [tx.from, tx.to, tx.data]) as Hex,
    );

  for (const [contract, method, given, delay] of DELAYED) {
    it(`${contract}.${method} waits ${delay / DAY} days, and no more than a week longer`, async () => {
      const args = given.map((it) => (it === 'self' ? registry.at.Rights : it));
      const tx = registry.untypedCall(GOVERNANCE, contract, method, args);
      const operationId = operationOf(tx);
      await registry.refuses(tx, 'AccessManagerNotScheduled', { operationId });
      const { mined } = await registry.act(schedules(tx));
      await networkHelpers.time.setNextBlockTimestamp(mined.time + delay - 1);
      await registry.refuses(tx, 'AccessManagerNotReady', { operationId });
      await networkHelpers.time.setNextBlockTimestamp(mined.time + delay);
      await registry.act(tx);
      await registry.refuses(tx, 'AccessManagerNotScheduled', { operationId });
      const again = await registry.act(schedules(tx));
      await networkHelpers.time.setNextBlockTimestamp(again.mined.time + delay + 7 * DAY);
      await registry.refuses(tx, 'AccessManagerExpired', { operationId });
    });
  }

  it('suspends and removes keys at once: a stolen key does not wait', async () => {
    await registry.accepts(registry.call(GOVERNANCE, 'Institutions', 'suspend', 1, 'stolen keys'), [
      'InstitutionSuspended',
      { number: 1, reason: 'stolen keys' },
    ]);
    const key = accountOf(BANK);
    await registry.accepts(registry.call(GOVERNANCE, 'Institutions', 'removeKey', key), [
      'KeyRemoved',
      { key },
    ]);
  });

  it('leaves the deployer without any power', async () => {
    const [deployer] = await ethers.getSigners();
    const account = deployer?.address.toLowerCase() as Hex;
    const grant = registry.call(account, 'AccessManager', 'grantRole', 1, account, 0);
    await registry.refuses(grant, 'AccessManagerUnauthorizedAccount', { msgsender: account, roleId: 0 });
    await registry.refuses(
      registry.call(account, 'Ledger', 'appoint', registry.at.Rights, 7, 0),
      'AccessManagedUnauthorized',
      {
        caller: account,
      },
    );
  });

  it('gives no role without the delay of administration', async () => {
    const tx = manages('grantRole', 1, STRANGER, 0);
    await registry.refuses(tx, 'AccessManagerNotScheduled', { operationId: operationOf(tx) });
    const { mined } = await registry.act(schedules(tx));
    await networkHelpers.time.setNextBlockTimestamp(mined.time + DELAYS.administration);
    await registry.act(tx);
    const suspends = registry.call(STRANGER, 'Institutions', 'reinstate', 1, 'no reason');
    await registry.act(suspends);
  });

  for (const contract of ['Ledger', 'Institutions', 'RightTypes'] as const) {
    it(`cannot take ${contract} from its AccessManager but through it`, async () => {
      const tx = registry.call(GOVERNANCE, contract, 'setAuthority', STRANGER);
      await registry.refuses(tx, 'AccessManagedUnauthorized', { caller: GOVERNANCE });
    });
  }

  it('appoints a successor, which goes on with the words as they are; the predecessor is done', async () => {
    const right = await registerRight(registry, rightOf('A'));
    const interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 10]] }));
    const { at } = registry;
    const successor = await ethers.deployContract('Cancellations', [at.Ledger, at.Batches]);
    const succeeding = await addressOf(successor);
    const predecessor = at.Cancellations;

    const appointed = { registry: succeeding, name: nameOf('Cancellations'), version: 1 };
    await registry.accepts(registry.governs('Ledger', 'appoint', succeeding, 11, 0), [
      'RegistryAppointed',
      appointed,
    ]);
    const dismissed = { registry: predecessor, subjects: 0, facts: 0n };
    await registry.accepts(registry.governs('Ledger', 'appoint', predecessor, 0, 0), [
      'RegistryAppointed',
      dismissed,
    ]);
    const refusal = { registry: predecessor, needed: 0 };
    await registry.refuses(await cancels(registry, interest), 'NotAppointed', refusal);

    at.Cancellations = succeeding;
    await registry.accepts(
      await cancels(registry, interest),
      ['RightDischarged', { right }],
      ['InterestCancelled', { interest }],
    );
    expect(registry.right(right).state.overlays).to.deep.equal([]);
  });
});
