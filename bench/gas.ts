import { connection } from '../test/support/chain.ts';
import type { Breakdown } from './gas/breakdown.ts';
import { Eas, easGas, interestRecord, rightRecord } from './gas/eas.ts';
import { BATCH, CROWDS, Scenarios } from './gas/scenarios.ts';
import { yunxiRight } from './gas/yunxi.ts';
import { compared, type Figure, type MeasureOptions, type Section } from './figures.ts';

const AIM = { single: 0.2, batch: 0.12 };

/** What registration costs on the chain, beside EAS attestations of the same records. */
export async function measure({ progress }: MeasureOptions): Promise<Section> {
  progress('gas', 0, 2);
  const scenarios = await Scenarios.run();
  const { registry, gas, breakdowns } = scenarios;
  progress('gas', 1, 2);
  const ids = registry.rows.all('right').map(({ id }) => id);
  const eas = await Eas.deploy();
  // Each of another right: EAS searches for a free number when two attestations in a block are equal.
  const interests = ids.slice(0, BATCH).map((id) => interestRecord(registry, scenarios.interestOn(id)));
  const rights = interests.map((_, copy) => rightRecord(registry, yunxiRight(copy)));
  const attested = {
    ...(await easGas(eas, 'right', rights)),
    ...(await easGas(eas, 'interest', interests)),
  };
  progress('gas', 2, 2);
  await connection.close();
  return {
    title: 'Gas',
    method:
      'The water right of the Yunxi case and its pledge, registered through the real contracts with every permission check on ' +
      'Hardhat’s in-process chain (Prague rules), in a registry in use; beside them EAS 1.9.0, deployed on the same chain, ' +
      'attesting the same record without recipient, reference or resolver (revocable): as ABI encoding, the form of EAS’s own ' +
      'tools and of our events, and packed as tightly as it can be read again. The aims are against the ABI encoding.',
    figures: [
      ...besides('right', gas, attested),
      ...besides('interest', gas, attested),
      plain('cancellation of an interest, approved by a checker', gas['cancellation']),
      plain('registration of a party', gas['party']),
      ...CROWDS.flatMap((n) => [
        plain(
          `interest behind ${n} ${n === 1 ? 'overlay' : 'overlays'} of the line`,
          gas[`interest behind ${n} on the same units`],
        ),
        ...Object.entries(gas)
          .filter(
            ([name]) =>
              name === `cancellation of the last of ${n + 1}` || name.endsWith(` on a line of ${n}`),
          )
          .map(([name, value]) => plain(name, value)),
      ]),
      ...scenarios.single.map((name) => plain(name, gas[name])),
      ...Object.entries(breakdowns).flatMap(([name, parts]) => parted(name, parts)),
    ],
  };
}

const plain = (what: string, value = Number.NaN): Figure => ({ what, value, unit: 'gas' });

function besides(name: string, gas: Record<string, number>, attested: Record<string, number>): Figure[] {
  const batch = `${name} in a batch of ${BATCH}`;
  return [
    { what: name, size: 'single' as const, suffix: '' },
    { what: `${batch}, each`, size: 'batch' as const, suffix: ', batch' },
  ].flatMap(({ what, size, suffix }) => {
    const ours = gas[size === 'single' ? name : batch] ?? Number.NaN;
    const theirs = (form: 'abi' | 'packed') => attested[`${name}, ${form}${suffix}`] ?? Number.NaN;
    return [
      compared(
        what,
        ours,
        'gas',
        { what: 'EAS, ABI encoding', value: theirs('abi') },
        { ratio: 'at most', value: AIM[size] },
      ),
      compared(what, ours, 'gas', { what: 'EAS, packed', value: theirs('packed') }),
    ];
  });
}

const PARTS: Record<Exclude<keyof Breakdown, 'total'>, string> = {
  transaction: 'being a transaction',
  calldata: 'calldata',
  accounts: 'first touch of other contracts',
  reads: 'reading storage',
  newSlots: 'a new slot',
  updates: 'changing slots',
  logs: 'logs',
  hashing: 'hashing',
  calls: 'calls between contracts',
  computation: 'computation: checking, decoding, encoding',
};

const parted = (name: string, parts: Breakdown): Figure[] =>
  Object.entries(PARTS).map(([part, what]) =>
    compared(`of it (${name}): ${what}`, parts[part as keyof typeof PARTS], 'gas', {
      what: 'the whole',
      value: parts.total,
    }),
  );
