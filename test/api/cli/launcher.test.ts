import { execFile, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const launcher = new URL('../../../ludeng', import.meta.url);

/**
 * A project with nothing in it but the launcher, and an npm that leaves a line for every installation instead of making one.
 * The command line of that project prints its arguments and its Node.
 */
function project() {
  const root = mkdtempSync(join(tmpdir(), 'ludeng-launcher-'));
  const file = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), mode);
  };
  copyFileSync(launcher, join(root, 'ludeng'));
  chmodSync(join(root, 'ludeng'), 0o755);
  file('package.json', '{ "optionalDependencies": { "@foundry-rs/anvil-linux-amd64": "1.2.3" } }');
  file('package-lock.json', '{}');
  file('hardhat.config.ts', '');
  file('contracts/A.sol', 'contract A {}');
  file(
    'api/cli/main.ts',
    'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]) as string);',
  );
  const npm = `#!/bin/sh
echo "$@" >>"${root}/npm.log"
[ -z "\${BREAK_NPM:-}" ] || { echo 'the registry is on fire'; exit 1; }
[ -z "\${HANG_NPM:-}" ] || exec sleep 30
sleep "\${SLOW_NPM:-0}"
mkdir -p node_modules/@foundry-rs/anvil-linux-amd64 node_modules/hardhat/dist/src
echo "require('fs').mkdirSync('artifacts/build-info', { recursive: true });
  require('fs').appendFileSync('compiled.log', 'x');" >node_modules/hardhat/dist/src/cli.js
echo '{}' >node_modules/.package-lock.json
case " $* " in *" --omit=dev "*) exit ;; esac
echo '{ "packages": { "a": { "dev": true } } }' >node_modules/.package-lock.json
echo "require('fs').mkdirSync('types', { recursive: true });
  require('fs').writeFileSync('types/index.ts', '');" >>node_modules/hardhat/dist/src/cli.js
`;
  file('bin/npm', npm, 0o755);
  return {
    root,
    file,
    lines: (log: string) => (existsSync(join(root, log)) ? readFileSync(join(root, log), 'utf8') : ''),
    env: (more: Record<string, string> = {}) => ({
      ...process.env,
      PATH: `${join(root, 'bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      ...more,
    }),
    installations: () => readLines(join(root, 'npm.log')),
    end: () => rmSync(root, { recursive: true, force: true }),
  };
}

const readLines = (path: string) =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .filter((line) => line !== '')
    : [];

describe('the launcher', () => {
  let its: ReturnType<typeof project>;
  beforeEach(() => (its = project()));
  afterEach(() => its.end());

  const launch = async (args: string[], env: Record<string, string> = {}, cwd = its.root, path = 'ludeng') =>
    run(join(its.root, path), args, { cwd, env: its.env(env) });

  it('installs and compiles on first use, and hands on the arguments as they are', async () => {
    const { stdout } = await launch(['up', '--data', 'a b', '', '$HOME']);
    expect(JSON.parse(stdout)).to.deep.equal([its.root, 'up', '--data', 'a b', '', '$HOME']);
    expect(its.installations()).to.have.length(1);
    expect(its.lines('compiled.log')).to.equal('x');
  });

  it('does neither again while nothing has changed, and then says nothing of its own', async () => {
    await launch(['up']);
    const { stderr } = await launch(['up']);
    expect(its.installations()).to.have.length(1);
    expect(its.lines('compiled.log')).to.equal('x');
    expect(stderr).to.equal('');
  });

  it('keeps the directory that it was called from, also through a symbolic link', async () => {
    mkdirSync(join(its.root, 'else where'));
    symlinkSync('../ludeng', join(its.root, 'else where/link'));
    symlinkSync('link', join(its.root, 'else where/second'));
    const cwd = join(its.root, 'else where');
    const { stdout } = await launch(['up'], {}, cwd, 'else where/second');
    expect(JSON.parse(stdout)).to.deep.equal([cwd, 'up']);
  });

  it('installs again when the lock file has changed', async () => {
    await launch(['up']);
    its.file('package-lock.json', '{ "changed": true }');
    const later = new Date(Date.now() + 10_000);
    utimesSync(join(its.root, 'package-lock.json'), later, later);
    await launch(['up']);
    expect(its.installations()).to.have.length(2);
  });

  it('accepts what a developer has installed by hand', async () => {
    await run(join(its.root, 'bin/npm'), ['ci'], { cwd: its.root });
    const earlier = new Date(Date.now() - 10_000);
    utimesSync(join(its.root, 'package-lock.json'), earlier, earlier);
    await launch(['up']);
    expect(its.installations()).to.deep.equal(['ci']);
  });

  it('installs for development only what tests and benchmarks need, and adds that without taking anything away', async () => {
    for (const args of [['up'], ['import'], ['rebuild'], ['doctor'], ['governance'], []]) await launch(args);
    await launch(['test']);
    for (const args of [['bench'], ['test'], ['up']]) await launch(args);
    const [first, second, ...more] = its.installations();
    expect(first).to.match(/^ci .*--omit=dev/);
    expect(second).to.match(/^install --no-save .*--include=dev/);
    expect(more).to.deep.equal([]);
    expect(its.lines('compiled.log'), 'once without types, once with them').to.equal('xx');
  });

  it('leaves a developer the packages of development when the lock file changes', async () => {
    await launch(['test']);
    its.file('package-lock.json', '{ "changed": true }');
    const later = new Date(Date.now() + 10_000);
    utimesSync(join(its.root, 'package-lock.json'), later, later);
    await launch(['up']);
    expect(its.installations()[1]).to.match(/^ci .*--include=dev/);
  });

  it('compiles again when a contract was added, changed or taken away', async () => {
    await launch(['up']);
    its.file('contracts/B.sol', 'contract B {}');
    await launch(['up']);
    its.file('contracts/B.sol', 'contract B2 {}');
    await launch(['up']);
    rmSync(join(its.root, 'contracts/B.sol'));
    await launch(['up']);
    expect(its.lines('compiled.log')).to.equal('xxxx');
  });

  it('does not compile for what needs no contracts', async () => {
    for (const args of [[], ['--help'], ['doctor'], ['verify', 'x.json']]) await launch(args);
    expect(its.lines('compiled.log')).to.equal('');
  });

  it('shows the end of the output when an installation fails, and tries again the next time', async () => {
    const failure = await launch(['up'], { BREAK_NPM: 'yes' }).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 1);
    expect(failure).to.have.property('stderr').that.includes('the registry is on fire');
    await launch(['up']);
    expect(its.installations()).to.have.length(2);
  });

  it('lets one of several install while the others wait', async () => {
    const all = await Promise.all([1, 2, 3].map(async (n) => launch(['up', String(n)], { SLOW_NPM: '1' })));
    expect(all.map(({ stdout }) => (JSON.parse(stdout) as string[])[2])).to.deep.equal(['1', '2', '3']);
    expect(its.installations()).to.have.length(1);
    expect(its.lines('compiled.log')).to.equal('x');
    expect(existsSync(join(its.root, '.ludeng/lock'))).to.equal(false);
  });

  it('takes over the lock of a launcher that was killed', async () => {
    its.file('.ludeng/lock', '999999999\n');
    await Promise.all([launch(['up']), launch(['up'])]);
    expect(its.installations()).to.have.length(1);
  });

  it('stops at once when told to, and leaves no lock', async () => {
    const child = spawn(join(its.root, 'ludeng'), ['up'], {
      cwd: its.root,
      env: its.env({ HANG_NPM: 'yes' }),
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (its.installations().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGTERM');
    expect(await ended).to.equal(143);
    expect(existsSync(join(its.root, '.ludeng/lock'))).to.equal(false);
  });

  it('brings a newer Node when the one found is too old', async () => {
    const old = `#!/bin/sh
case $1 in
  -v) echo v20.1.0 ;;
  -p) echo ${process.platform}-${process.arch} ;;
  *) exit 1 ;;
esac
`;
    its.file('old/node', old, 0o755);
    const brings = `#!/bin/sh
echo "$@" >>"${its.root}/npm.log"
case " $* " in
  *" node-${process.platform}-${process.arch}@24 "*)
    mkdir -p "${its.root}/.ludeng/node/node_modules/node-x/bin"
    ln -s "${process.execPath}" "${its.root}/.ludeng/node/node_modules/node-x/bin/node" ;;
  *) PATH=$PATH exec "${its.root}/bin/npm" "$@" ;;
esac
`;
    its.file('old/npm', brings, 0o755);
    const PATH = `${join(its.root, 'old')}:${process.env['PATH'] ?? ''}`;
    await launch(['up'], { PATH });
    const { stdout, stderr } = await launch(['up', 'again'], { PATH });
    expect(JSON.parse(stdout)).to.deep.equal([its.root, 'up', 'again']);
    expect(stderr).to.equal('');
    expect(its.installations()[0]).to.include(`node-${process.platform}-${process.arch}@24`);
  });
});
