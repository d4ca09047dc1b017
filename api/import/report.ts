import type { Fault } from './rows.ts';

export interface RowFault extends Fault {
  readonly row: number;
}

/** Errors beyond these are counted, not shown; the rejected rows have them all. */
export const SHOWN_FAULTS = 50;

/** A table for a terminal: row, field, what is wrong, what to do. */
export function faultTable(faults: readonly RowFault[]): string {
  const lines = [
    ['row', 'field', 'what is wrong', 'what to do'],
    ...faults.map(({ row, field, message, remedy }) =>
      [String(row), field || '(row)', message, remedy].map(printable),
    ),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => width(line[column]!))));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
        .join('  '),
    )
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Chinese characters take two columns of a terminal. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u.test(
      character,
    )
      ? 2
      : 1;
  }
  return columns;
}

// Text of a stranger's file must not steer the terminal.
const printable = (text: string): string => text.replace(/\p{C}/gu, '\ufffd');
