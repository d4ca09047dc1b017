import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { meets, type Figure, type Section } from './figures.ts';

/** Where and when figures were measured: without it they mean nothing. */
export interface Circumstances {
  date: string;
  commit: string;
  node: string;
  machine: string;
  /** What else a reader has to know: that the machine was shared, for example. */
  note?: string;
  quick: boolean;
}

export interface Report {
  circumstances: Circumstances;
  sections: Section[];
}

export function circumstances(quick: boolean, cwd: string, note?: string): Circumstances {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(cwd),
    node: process.version,
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'processor'}, ${memory} GiB, ${type()} ${release()}`,
    quick,
    ...(note === undefined ? {} : { note }),
  };
}

function commitOf(cwd: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? ', with changes' : '');
  } catch {
    return 'not from a git clone';
  }
}

const HEADER = ['measured', 'figure', 'beside it', 'ratio', 'aim'];

const cellsOf = (figure: Figure): string[] => {
  const { what, value, unit, beside, ratio, aim } = figure;
  const met = meets(figure);
  return [
    what,
    `${shown(value)} ${unit}`,
    beside ? `${beside.what}: ${shown(beside.value)}` : '',
    ratio === undefined ? '' : ratio.toFixed(ratio < 10 ? 3 : 1),
    aim ? `${aim.ratio} ${aim.value}: ${met === true ? 'met' : 'missed'}` : '',
  ];
};

const shown = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : 3 });

/** For a terminal. */
export function plainReport({ circumstances: it, sections }: Report): string {
  const tables = sections.map(({ title, figures }) => {
    const rows = [HEADER, ...figures.map(cellsOf)];
    const widths = HEADER.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
    const lines = rows.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    return [`\n${title}`, ...lines].join('\n');
  });
  return [...tables, `\n${footing(it)}`].join('\n');
}

/** For docs/benchmarks.md. */
export function markdownReport({ circumstances: it, sections }: Report): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const tables = sections.map(({ title, method, figures }) =>
    [
      `## ${title}`,
      method,
      [row(HEADER), '|---|---|---|---|---|', ...figures.map((f) => row(cellsOf(f)))].join('\n'),
    ].join('\n\n'),
  );
  const intro =
    'Written by `./ludeng bench --write`. Absolute figures belong to the machine they were measured on; a baseline beside a ' +
    'figure was measured in the same run, so that the ratio can be compared between machines. Gas does not depend on the machine.';
  return ['# Benchmarks', intro, footing(it), ...tables, ''].join('\n\n');
}

const footing = ({ date, commit, node, machine, quick, note }: Circumstances): string =>
  `Measured on ${date}, commit ${commit}, Node ${node}, on ${machine}.` +
  (note === undefined ? '' : ` ${note}`) +
  (quick ? ' A quick run: only to see that everything runs.' : '');
