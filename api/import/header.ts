import { columnsOf, IMPORT_KINDS, isReason, NOTE, type Column, type ImportKind } from './columns.ts';
import { UnreadableFile } from './rows.ts';

/** The column that a heading of a file means. */
export type Headings = ReadonlyMap<string, Column>;

/** Which kind of rows a file has, by its headings. @throws UnreadableFile if they fit none, or both */
export function kindOf(headings: readonly string[]): ImportKind {
  const fitting = IMPORT_KINDS.filter((kind) => unknownIn(headings, kind).length === 0);
  if (fitting.length === 1) return fitting[0]!;
  throw new UnreadableFile(
    'the columns are neither those of rights nor those of interests',
    'Start from a file in templates/, or say --kind to hear which column does not fit.',
  );
}

/** @throws UnreadableFile naming every unknown, doubled and missing column at once */
export function headingsFor(kind: ImportKind, headings: readonly string[]): Headings {
  const columns = columnsOf(kind);
  const found = new Map<string, Column>();
  const problems = unknownIn(headings, kind).map((name) => `"${name}" is unknown`);
  for (const heading of headings) {
    const column = columns.find((candidate) => means(heading, candidate));
    if (!column) continue;
    if ([...found.values()].includes(column)) problems.push(`${column.field} occurs twice`);
    found.set(heading, column);
  }
  const missing = columns.filter((column) => column.required && ![...found.values()].includes(column));
  problems.push(...missing.map(({ field }) => `${field} is missing`));
  if (problems.length === 0) return found;
  throw new UnreadableFile(
    `the columns do not fit: ${problems.join(', ')}`,
    `Compare the first row with templates/${kind}.csv.`,
  );
}

const unknownIn = (headings: readonly string[], kind: ImportKind): string[] =>
  headings.filter(
    (heading) =>
      heading !== '' &&
      !isReason(heading) &&
      !means(heading, NOTE) &&
      !columnsOf(kind).some((candidate) => means(heading, candidate)),
  );

export const means = (heading: string, column: { readonly field: string; readonly zh: string }): boolean =>
  heading === column.zh || heading.toLowerCase() === column.field.toLowerCase();
