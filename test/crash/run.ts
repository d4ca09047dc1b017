/** `npm run test:crash`: kills the registry CRASH_ROUNDS times (default 200) and says what became of it. */
import { campaign, type Figures } from './campaign.ts';

const rounds = Number(process.env['CRASH_ROUNDS'] ?? 200);
const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));

console.log(`${rounds} kills, seed ${seed} (CRASH_ROUNDS, CRASH_SEED)`);
const began = performance.now();
const figures = await campaign({
  rounds,
  seed,
  onRound: show,
  onFault: (fault) => console.log(`\nFAULT ${fault}`),
});
if (process.stdout.isTTY) process.stdout.write('\n');
report(figures);
process.exitCode = figures.faults.length === 0 ? 0 : 1;

function show(round: number, { faults, compared }: Figures): void {
  const line = `${round}/${rounds} kills, ${compared} answers compared, ${faults.length} faults`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}`);
  else if (round % 10 === 0) console.log(line);
}

function report({
  killed,
  writes,
  answers,
  unknown,
  compared,
  registrations,
  blocks,
  faults,
}: Figures): void {
  const each = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  console.log(`killed while: ${each(killed)}`);
  console.log(`${writes} writes, answers by status: ${each(answers)}`);
  console.log(`${unknown} writes of unknown outcome at a kill, each repeated with its Idempotency-Key`);
  console.log(`${compared} answers asked for again and compared`);
  console.log(
    `${registrations} registrations in ${blocks} blocks, index and ledger compared after every kill`,
  );
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s, ${faults.length} faults`);
}
