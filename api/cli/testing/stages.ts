import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { root } from '../root.ts';
import { contractCoverage, mochaOutcome, withoutColours, type Outcome } from './output.ts';
import { runNode, type RunResult } from './run.ts';

export interface StageResult extends Outcome {
  /** Shown if anything failed. */
  readonly output: string;
}

export interface Stage {
  readonly name: string;
  readonly summary: string;
  run(): Promise<StageResult>;
}

const bin = (path: string) => join('node_modules', path);
const MINUTES = 10;
/** For what first compiles the contracts a second time, instrumented. */
const COMPILING_MINUTES = 25;

/** A check passes or fails as one. */
function check(name: string, summary: string, ...commands: (() => string[])[]): Stage {
  return {
    name,
    summary,
    async run() {
      let output = '';
      let failed = false;
      for (const command of commands) {
        const result = await runNode(command(), MINUTES);
        if (result.code === 0) continue;
        failed = true;
        output += result.output;
      }
      return { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0, output };
    },
  };
}

// Tests count one by one; a run that ends badly without naming a test counts as one failure.
function counted(result: RunResult, more: string[] = []): StageResult {
  const outcome = mochaOutcome(result.output) ?? { passed: 0, failed: 0, skipped: 0 };
  const unnamed = outcome.failed === 0 && (result.code !== 0 || outcome.passed === 0) && more.length === 0;
  const failed = outcome.failed + (unnamed ? 1 : 0) + more.length;
  return { ...outcome, failed, output: [result.output, ...more].join('\n') };
}

const testFiles = (folder: string) => globSync(`test/${folder}/**/*.test.ts`, { cwd: root }).sort();

const mocha = (files: readonly string[]) => [bin('mocha/bin/mocha.js'), ...files];

const hardhatTest = (files: readonly string[], ...options: string[]) => [
  bin('hardhat/dist/src/cli.js'),
  'test',
  'mocha',
  ...options,
  ...files,
];

const contractTests: Stage = {
  name: 'contracts',
  summary: 'contract tests, every line and statement of the contracts',
  async run() {
    const result = await runNode(hardhatTest(testFiles('contracts'), '--coverage'), COMPILING_MINUTES);
    const files = contractCoverage(result.output);
    const gaps = files.filter((f) => f.lines < 100 || f.statements < 100);
    const complaints = gaps.map(
      (f) => `${f.file}: ${f.lines} % of lines, ${f.statements} % of statements (lines ${f.uncoveredLines})`,
    );
    if (result.code === 0 && files.length === 0) complaints.push('Hardhat reported no coverage at all.');
    return counted(result, complaints.length === 0 ? [] : [`Not fully covered:\n${complaints.join('\n')}`]);
  },
};

const domainTests: Stage = {
  name: 'domain',
  summary: 'domain tests, every line and statement of domain/',
  async run() {
    const coverage = [
      bin('c8/bin/c8.js'),
      '--all',
      '--include=domain/**/*.ts',
      ...typesOnly().map((file) => `--exclude=${file}`),
      '--check-coverage',
      '--lines=100',
      '--statements=100',
      '--functions=0',
      '--branches=0',
      '--reporter=text',
      '--temp-directory=coverage/domain',
    ];
    const result = await runNode([...coverage, process.execPath, ...mocha(testFiles('domain'))], MINUTES);
    const gaps = [...withoutColours(result.output).matchAll(/^ERROR: Coverage for .*$/gm)].map(
      ([line]) => line,
    );
    return counted(result, gaps.length === 0 ? [] : [gaps.join('\n')]);
  },
};

// Files that are gone once the types are stripped never run, so their coverage says nothing.
const typesOnly = () =>
  globSync('domain/**/*.ts', { cwd: root }).filter((file) => {
    const code = stripTypeScriptTypes(readFileSync(join(root, file), 'utf8'));
    return code.replace(/\/\*[^]*?\*\/|\/\/.*/g, '').trim() === '';
  });

const chainTests = (folder: string, summary: string): Stage => ({
  name: folder,
  summary,
  run: async () => counted(await runNode(hardhatTest(testFiles(folder)), MINUTES)),
});

const plainTests = (folder: string): Stage => ({
  name: folder,
  summary: `${folder} tests`,
  run: async () => counted(await runNode(mocha(testFiles(folder)), MINUTES)),
});

const cruised = () =>
  ['api', 'bench', 'deploy', 'domain', 'portal', 'scripts', 'test'].filter((folder) =>
    existsSync(join(root, folder)),
  );

const checks: readonly Stage[] = [
  check('format', 'formatting', () => [
    bin('prettier/bin/prettier.cjs'),
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-location=.ludeng/prettier',
    '.',
  ]),
  check('lint', 'TypeScript lint', () => [bin('eslint/bin/eslint.js'), '--max-warnings=0', '.']),
  check('solhint', 'Solidity lint', () => [
    bin('solhint/solhint.js'),
    '--disc',
    '--max-warnings=0',
    'contracts/**/*.sol',
  ]),
  check('types', 'type check', () => [bin('typescript/bin/tsc')]),
  check('imports', 'import boundaries', () => [
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    '--config=.dependency-cruiser.js',
    ...cruised(),
  ]),
];

const documents = (): Stage =>
  check(
    'documents',
    'links, and documents generated from the source',
    ...globSync('scripts/{check,generate}-*.ts', { cwd: root })
      .sort()
      .map((script) => () => [script, '--check']),
  );

// What comes first is cheap or explains later failures; a folder that is not named here comes behind these.
const ORDER = ['domain', 'api', 'deploy', 'cases', 'twin', 'simulation', 'e2e'];

/** Every stage in order: the checks, then one for each folder of test/ that has tests, then the documents. */
export function stages(): Stage[] {
  const folders = readdirSync(join(root, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && testFiles(entry.name).length > 0)
    .map((entry) => entry.name);
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const special: Record<string, Stage> = {
    contracts: contractTests,
    domain: domainTests,
    cases: chainTests('cases', 'edge cases of the law, told on a chain'),
    twin: chainTests('twin', 'random operations, the contracts beside the domain'),
  };
  const tests = folders
    .sort((a, b) => place(a) - place(b))
    .map((folder) => special[folder] ?? plainTests(folder))
    .sort((a, b) => Number(b === contractTests) - Number(a === contractTests));
  return [...checks, ...tests, documents()];
}

/** Stages for single test files: what needs contracts through Hardhat, all others through mocha; no coverage is asked of them. */
export function stagesFor(files: readonly string[]): Stage[] {
  const needsHardhat = (file: string) => /^test\/(cases|contracts|twin)\//.test(file);
  const ofContracts = files.filter(needsHardhat);
  const others = files.filter((file) => !needsHardhat(file));
  const stage = (name: string, chosen: readonly string[], command: readonly string[]): Stage[] =>
    chosen.length === 0
      ? []
      : [{ name, summary: chosen.join(' '), run: async () => counted(await runNode(command, MINUTES)) }];
  return [
    ...stage('contracts', ofContracts, hardhatTest(ofContracts)),
    ...stage('files', others, mocha(others)),
  ];
}
