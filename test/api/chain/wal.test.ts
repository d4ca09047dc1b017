import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { WriteAheadLog, type SealedBlock } from '../../../api/chain/wal.ts';
import { removeDirectory, temporaryDirectory } from './support.ts';

const block = (number: number): SealedBlock => ({
  number,
  hash: `0x${String(number).repeat(64)}`,
  time: 1_700_000_000 + number,
  transactions: ['0x1234', '0x'],
});

describe('write-ahead log', () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = temporaryDirectory();
    path = join(directory, 'blocks.log');
    const { log } = await WriteAheadLog.open(path);
    for (const number of [1, 2, 3]) await log.append(block(number));
    await log.close();
  });
  afterEach(() => removeDirectory(directory));

  async function reopened(): Promise<{ blocks: SealedBlock[]; cut: number }> {
    const { log, blocks, cut } = await WriteAheadLog.open(path);
    await log.close();
    return { blocks, cut };
  }

  it('gives back what was appended', async () => {
    expect(await reopened()).to.deep.equal({ blocks: [1, 2, 3].map(block), cut: 0 });
  });

  it('cuts a last record torn at any byte, keeps the bytes aside, and goes on after the one before', async () => {
    const whole = readFileSync(path);
    const last = whole.lastIndexOf('LDBK');
    for (let size = last; size < whole.length; size++) {
      writeFileSync(path, whole.subarray(0, size));
      const { log, blocks, cut } = await WriteAheadLog.open(path);
      expect(blocks, `torn at ${size}`).to.deep.equal([1, 2].map(block));
      expect(cut).to.equal(size - last);
      if (cut > 0) expect(readFileSync(`${path}.torn`).equals(whole.subarray(last, size))).to.be.true;
      await log.append(block(3));
      await log.close();
      expect(readFileSync(path).equals(whole)).to.be.true;
    }
  });

  it('cuts a last record whose pages never reached the disk', async () => {
    const whole = readFileSync(path);
    const last = whole.lastIndexOf('LDBK');
    writeFileSync(path, whole.fill(0, last));
    expect((await reopened()).blocks).to.deep.equal([1, 2].map(block));
  });

  it('refuses a change of any byte of a record that has another behind it, and alters nothing', async () => {
    const whole = readFileSync(path);
    const last = whole.lastIndexOf('LDBK');
    for (let at = 0; at < last; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x41;
      writeFileSync(path, damaged);
      const error = await WriteAheadLog.open(path).catch((caught: unknown) => caught);
      expect(error, `changed at ${at}`).to.include({ code: 'CHAIN_LOG_CORRUPT' });
      expect(readFileSync(path).equals(damaged)).to.be.true;
    }
  });

  it('opens an empty and a missing log', async () => {
    path = join(directory, 'other.log');
    expect(await reopened()).to.deep.equal({ blocks: [], cut: 0 });
    expect(existsSync(path)).to.be.true;
    appendFileSync(path, 'L');
    expect(await reopened()).to.deep.equal({ blocks: [], cut: 1 });
  });
});
