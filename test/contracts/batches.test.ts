import { expect } from 'chai';
import type { ContractName } from '../../api/chain/contracts.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import type { send } from '../support/chain.ts';
import { request, type Call } from '../support/chain.ts';
import { cancels, extends_ } from '../support/interests.ts';
import { restricts } from '../support/lines.ts';
import { accountOf, AUTHORITY, BANK, numberOf, RIVAL, STRANGER } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  interestOf,
  registerInterest,
  registerRight,
  registersInterest,
  rightOf,
  TODAY,
  YEAR,
} from '../support/samples.ts';

const GAS = 1_000_000;

describe('Batches', () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await freshRegistry();
  });

  const act = ({ to, data }: Call, gas = GAS) => ({ registry: to, gas, data });
  const attempts = (acts: ReturnType<typeof act>[], from = accountOf(BANK)): Call =>
    registry.call(from, 'Batches', 'attempt', acts);
  const registersRight = (certificate: string): Call =>
    registry.call(accountOf(AUTHORITY), 'Rights', 'register', [rightOf(certificate)]);
  /** What was refused, by index: the error and its arguments. */
  const refusals = (logs: Awaited<ReturnType<typeof send>>['logs']) =>
    logs.flatMap((log) => {
      const parsed = registry.interfaces.Batches.parseLog(log);
      if (!parsed) return [];
      const reason = parsed.args.reason as Hex;
      if (reason === '0x') return [[Number(parsed.args.index as bigint), reason] as const];
      const error = (Object.keys(registry.interfaces) as ContractName[])
        .map((name) => registry.interfaces[name].parseError(reason))
        .find((it) => it !== null);
      return [[Number(parsed.args.index as bigint), error?.name ?? reason] as const];
    });

  it('performs acts of different kinds for the sender, each under its own number', async () => {
    const right = await registerRight(registry, rightOf('A'));
    const interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 10]] }));
    const other = await registerRight(registry, rightOf('B'));
    const { events, mined } = await registry.act(
      attempts([
        act(extends_(registry, interest, TODAY + 4 * YEAR)),
        act(registersInterest(registry, interestOf(registry, { [other]: [[0, 5]] }))),
      ]),
    );
    expect(events.map(({ name }) => name)).to.deep.equal([
      'InterestExtended',
      'RightEncumbered',
      'InterestRegistered',
    ]);
    expect(refusals(mined.logs)).to.deep.equal([]);
    expect(events.map(({ args }) => ('agent' in args ? args.agent : numberOf(BANK)))).to.deep.equal([
      numberOf(BANK),
      numberOf(BANK),
      numberOf(BANK),
    ]);
  });

  it('reports a refused act by index and reason, and it harms no other', async () => {
    const right = await registerRight(registry, rightOf('A'));
    const interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 10]] }));
    const last = registry.lastSequence;
    const { events, mined } = await registry.act(
      attempts([
        act(registersInterest(registry, interestOf(registry, { [right]: [[5, 8]] }))),
        act(extends_(registry, interest, TODAY + 4 * YEAR)),
        act(registersRight('B')),
        act({ from: STRANGER, to: STRANGER, data: '0x12345678' }),
        act({ from: STRANGER, to: registry.at.Ledger, data: '0x12345678' }),
        act({ from: STRANGER, to: registry.at.Rights, data: '0x' }),
      ]),
    );
    expect(events.map(({ name }) => name)).to.deep.equal(['InterestExtended']);
    expect(registry.lastSequence, 'what is refused takes no number').to.equal(last + 1);
    expect(refusals(mined.logs)).to.deep.equal([
      [0, 'JuniorRankNotAcknowledged'],
      [2, 'WrongCapacity'],
      [3, 'NotARegistry'],
      [4, 'NotARegistry'],
      [5, '0x'],
    ]);
  });

  it('refuses the second act on a subject, which builds on a state that is no more', async () => {
    const right = await registerRight(registry, rightOf('A'));
    const registers = (from: number) =>
      act(registersInterest(registry, interestOf(registry, { [right]: [[from, from + 1]] })));
    const { mined } = await registry.act(attempts([registers(0), registers(5)]));
    expect(refusals(mined.logs)).to.deep.equal([[1, 'StaleState']]);
  });

  it('acts for its sender alone: who puts another behind the arguments is not believed', async () => {
    const tx = registersRight('A');
    const pretended: Call = {
      from: accountOf(BANK),
      to: tx.to,
      data: `${tx.data}${accountOf(AUTHORITY).slice(2)}`,
    };
    await registry.refuses(pretended, 'WrongCapacity');
    const batched = { ...act(pretended), data: pretended.data };
    const { mined } = await registry.act(attempts([batched], accountOf(BANK)));
    expect(refusals(mined.logs)).to.deep.equal([[0, 'WrongCapacity']]);
    const { events } = await registry.act(attempts([act(tx)], accountOf(AUTHORITY)));
    expect(events.map(({ name }) => name)).to.deep.equal(['RightRegistered']);
  });

  it('takes second signatures as if the act were sent alone', async () => {
    const right = await registerRight(registry, rightOf('A'));
    const interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 10]] }));
    const { events } = await registry.act(attempts([act(await cancels(registry, interest))]));
    expect(events.map(({ name }) => name)).to.deep.equal(['RightDischarged', 'InterestCancelled']);
  });

  it('opens no governance', async () => {
    const admits = registry.call(STRANGER, 'Institutions', 'suspend', numberOf(RIVAL), 'no reason');
    const { mined } = await registry.act(attempts([act(admits)], STRANGER));
    expect(refusals(mined.logs)).to.deep.equal([[0, 'AccessManagedUnauthorized']]);
  });

  it('has a dismissed registry do nothing', async () => {
    const right = await registerRight(registry, rightOf('A'));
    const freeze = restricts(registry, right, [[0, 1]], 'judicial-freeze');
    await registry.act(registry.governs('Ledger', 'appoint', registry.at.Restrictions, 0, 0));
    const { mined } = await registry.act(attempts([act(freeze)], accountOf('court')));
    expect(refusals(mined.logs)).to.deep.equal([[0, 'NotARegistry']]);
  });

  it('takes 1 to 128 acts', async () => {
    await registry.refuses(attempts([]), 'InvalidActCount', { count: 0 });
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => act(registersRight(`M${i}`), 400_000));
    await registry.refuses(attempts(many(129), accountOf(AUTHORITY)), 'InvalidActCount', { count: 129 });
    const { events } = await registry.act(attempts(many(128), accountOf(AUTHORITY)));
    expect(events).to.have.length(128);
  });

  describe('gas', () => {
    /** With exactly this much for the whole transaction; undefined if it was refused. */
    const withGas = async (tx: Call, gas: number) => {
      const hash = await request<Hex>('eth_sendTransaction', {
        ...tx,
        gas: `0x${gas.toString(16)}`,
        gasPrice: '0x0',
      }).catch(() => undefined);
      if (hash === undefined) return undefined;
      return request<{ status: Hex; logs: Awaited<ReturnType<typeof send>>['logs'] }>(
        'eth_getTransactionReceipt',
        hash,
      );
    };

    it('of an act is bounded: one that needs more than it was given is refused, the others stand', async () => {
      const { events, mined } = await registry.act(
        attempts([act(registersRight('A'), 30_000), act(registersRight('B'))], accountOf(AUTHORITY)),
      );
      expect(events.map(({ name }) => name)).to.deep.equal(['RightRegistered']);
      expect(refusals(mined.logs)).to.deep.equal([[0, '0x']]);
    });

    it('that is missing refuses the whole, so that no honest act fails for it', async () => {
      const authority = accountOf(AUTHORITY);
      await registry.act(registersRight('first'));
      const tx = attempts([act(registersRight('A'), 250_000), act(registersRight('B'), 250_000)], authority);
      const ids = ['A', 'B'].map((it) => rightIdOf(numberOf(AUTHORITY), it));
      const outcomes = new Set<number>();
      const snapshot = await request<Hex>('evm_snapshot');
      let before = snapshot;
      // Through every amount of gas around the edges: both acts stand, or neither.
      for (let gas = 200_000; gas <= 800_000; gas += 7_919) {
        const receipt = await withGas(tx, gas);
        const words = await Promise.all(ids.map((id) => registry.view('Ledger', 'word', 1, id)));
        const registered = words.filter((it) => BigInt(it as Hex) !== 0n).length;
        if (receipt?.status === '0x1') expect(registered, `${gas} gas`).to.equal(2);
        else expect(registered, `${gas} gas`).to.equal(0);
        outcomes.add(registered);
        await request('evm_revert', before);
        before = await request<Hex>('evm_snapshot');
      }
      expect([...outcomes].sort()).to.deep.equal([0, 2]);
    });
  });
});
