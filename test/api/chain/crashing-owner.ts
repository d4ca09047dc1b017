/** Owns a chain and writes to it until it is killed; tells every announced block on its standard output. */
import { writeSync } from 'node:fs';
import { EmbeddedChain } from '../../../api/chain/embedded.ts';
import type { Hex } from '../../../api/chain/types.ts';
import { addressOf, deployment, PAYER, PROGRAMS, transaction } from './support.ts';

const [directory = '', guard = 'kernel', blocks = '120', count = '100000'] = process.argv.slice(2);
const tell = (word: string, value: unknown): void => void writeSync(1, `${word} ${JSON.stringify(value)}\n`);

const chain = await EmbeddedChain.open({
  directory,
  epochs: { blocks: Number(blocks), patience: 0, idle: 20 },
  confinement: guard === 'pipe' ? { deathSignal: false } : {},
});
chain.watch(addressOf(0));
const { number } = await chain.head();
for (let each = 0; each <= number; each++) tell('past', await chain.block(each));
tell('ready', number);
chain.onHead((head) => void chain.block(head.number).then((block) => tell('block', block)));

let nonce = await chain.nonce(PAYER.address as Hex);
if (nonce === 0) await chain.send(await deployment(nonce++, PROGRAMS.LOGGER));
for (let sent = 0; sent < Number(count); sent++) {
  await chain.send(await transaction(nonce++, { to: addressOf(0), data: '0x77' })).catch((error: unknown) => {
    tell('fault', String(error));
  });
}
