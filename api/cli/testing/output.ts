/** What a stage of `ludeng test` came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Tests that mocha calls pending. */
  readonly skipped: number;
}

// eslint-disable-next-line no-control-regex -- that is what colours are made of
const COLOURS = /\u001b\[[0-9;]*m/g;

export const withoutColours = (text: string): string => text.replace(COLOURS, '');

/** Adds up mocha's closing lines ("12 passing (3s)"); undefined if it never got there. */
export function mochaOutcome(output: string): Outcome | undefined {
  const last = (word: string): number | undefined => {
    const found = [...withoutColours(output).matchAll(new RegExp(`^ {2}(\\d+) ${word}\\b`, 'gm'))].at(-1);
    return found === undefined ? undefined : Number(found[1]);
  };
  const passed = last('passing');
  if (passed === undefined) return undefined;
  return { passed, failed: last('failing') ?? 0, skipped: last('pending') ?? 0 };
}

/** Coverage of one contract file, in percent. */
export interface FileCoverage {
  readonly file: string;
  readonly lines: number;
  readonly statements: number;
  readonly uncoveredLines: string;
}

/**
 * The rows of Hardhat's coverage table. Files without a statement (interfaces, plain types) have no row.
 * The percentages are rounded to two decimals, which no file is long enough to hide a gap behind.
 */
export function contractCoverage(output: string): FileCoverage[] {
  const rows = withoutColours(output).matchAll(
    /^║\s*(\S+\.sol)\s*│\s*([\d.]+)\s*│\s*([\d.]+)\s*│\s*(.*?)\s*║$/gm,
  );
  return [...rows].map(([, file = '', lines, statements, uncoveredLines = '']) => ({
    file,
    lines: Number(lines),
    statements: Number(statements),
    uncoveredLines,
  }));
}
