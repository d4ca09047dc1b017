// Makes a data directory as this version leaves it, for test/fixtures/data: `unreleased`, or at a release one under its number, which is
// then kept for ever. The answers that are kept beside it are what every later version has to give.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORM } from '../deploy/form.ts';
import { operationStore } from '../api/node/stores.ts';
import { VERSION } from '../api/settings/version.ts';
import { DurableStore } from '../api/store/durable-store.ts';
import { answersOf, archiveOf, startOn, type Expected, type Kept } from '../test/fixtures/fixture.ts';
import * as life from '../test/fixtures/life.ts';
import { pack } from '../test/fixtures/tar.ts';
import { Registry, type Notice, type Page, type Party } from '../test/support/client.ts';
import { killLeft } from '../test/support/ludeng-process.ts';

const name = process.argv[2] ?? 'unreleased';
if (name !== 'unreleased' && (name !== VERSION || existsSync(archiveOf(name)))) {
  console.error(
    `${name} is not this version (${VERSION}), or has its fixture: that of a release is never made anew.`,
  );
  process.exit(2);
}

/**
 * Of a release the clean stop in between leaves a snapshot behind, whose form has to be read for ever too. It takes two thirds of the
 * size, so `unreleased`, which is made anew often, has the whole log instead.
 */
const EPOCHS: Record<string, string> =
  name === 'unreleased' ? { LUDENG_EPOCH_SECONDS: '3600' } : { LUDENG_EPOCH_BLOCKS: '10' };

/** What is of the journal is the same at any time, and takes no `asOf`. */
const TIMELESS = /^\/v1\/(proposals|searches|watches)\//;

const folder = mkdtempSync(join(tmpdir(), 'ludeng-fixture-'));
try {
  const data = join(folder, 'data');
  const expected = await live(data);
  const files = kept(data);
  writeFileSync(archiveOf(name), pack(files));
  writeFileSync(answersOf(name), text(expected));
  const [packed, answers] = [archiveOf(name), answersOf(name)].map((path) => statSync(path).size);
  console.log(
    `${name}: ${files.size} files in ${packed} bytes, ${expected.answers.length} answers in ${answers}`,
  );
} finally {
  await killLeft();
  rmSync(folder, { recursive: true, force: true });
}

/** Stopped cleanly once, and killed in the end, so that an operation is pending. */
async function live(data: string): Promise<Expected> {
  let system = startOn(data, EPOCHS);
  let registry = new Registry(await system.ready, system.credentials);
  const beginning = await headOf(registry);
  const first = await life.seniorAndJunior(registry);
  const midst = Math.ceil((beginning + (await headOf(registry))) / 2);
  const early = [...first, ...(await life.defaultAndDisposal(registry)), ...(await life.freezes(registry))];
  const middle = await headOf(registry);
  await system.stop();

  system = startOn(data, EPOCHS);
  registry = new Registry(await system.ready, system.credentials);
  const late = [
    ...(await life.renewalSplitAndCut(registry)),
    ...(await life.divisionAndMerger(registry)),
    ...(await life.objectionAndProposal(registry)),
    ...(await life.searchAndWatch(registry)),
  ];
  const free = await life.freeRight(registry, '粤水-0008');
  const notices = '/v1/notices?limit=100';
  const answers = [
    ...(await answersAt(registry, await headOf(registry), [...early, ...late, notices, '/v1/right-types'])),
    ...(await answersAt(registry, midst, first)),
    ...(await answersAt(registry, middle, [...early, notices])),
  ];
  const sequence = await lastSequence(registry);
  const id = await life.pendingPledge(registry, free);
  await system.kill();
  const open = await pending(data);
  if (open !== id) {
    throw new Error('The pending operation was carried out before the service was killed: run this again.');
  }
  return { madeBy: VERSION, form: FORM, sequence, pending: { who: 'bankA', id }, answers };
}

async function headOf(registry: Registry): Promise<number> {
  const { asOf } = await registry.as('bankA').read<Party>(`/v1/parties/${registry.idOf('bankA')}`);
  return asOf.block;
}

async function lastSequence(registry: Registry): Promise<number> {
  const { items } = await registry.as('bankA').read<Page<Notice>>('/v1/notices?limit=100');
  return Number(items.at(-1)!.sequence);
}

/** Asked as of a block, so that no clock changes them later. */
async function answersAt(registry: Registry, block: number, paths: readonly string[]): Promise<Kept[]> {
  const answers: Kept[] = [];
  for (const path of paths) {
    const at = `${path.includes('?') ? '&' : '?'}asOf=${block}`;
    const asked = TIMELESS.test(path) ? path : path + at;
    const { status, body } = await registry.as('bankA').get<object>(asked);
    answers.push({ who: 'bankA', path: asked, status, body });
  }
  return answers;
}

async function pending(data: string): Promise<string | undefined> {
  const journal = await DurableStore.open(join(data, 'journal'));
  const [operation] = await operationStore(journal).open();
  await journal.close();
  return operation?.id;
}

/** All but what a start makes anew. */
function kept(data: string): Map<string, Buffer> {
  const dropped = /^(index|chain\/run|chain\/lock\.\d+|journal\/(LOCK|LOG|LOG\.old))(\/|$)/;
  const paths = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !dropped.test(path) && statSync(join(data, path)).isFile(),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(data, path))]));
}

/** An answer on each line, so that a change shows which. */
function text({ answers, ...rest }: Expected): string {
  const lines = answers.map((answer) => JSON.stringify(answer)).join(',\n');
  return `${JSON.stringify(rest).slice(0, -1)},"answers":[\n${lines}\n]}\n`;
}
