// Writes docs/registrations.md from the table that the contracts are tried by; with --check, compares instead.
import { codeOf } from '../api/errors/refusals.ts';
import { letterOf, NOTICE_KINDS, NOTICES } from '../domain/registrations/notices.ts';
import { OK, outcomeOf, type Row } from '../test/contracts/lifecycle/row.ts';
import { SECTIONS, type Section } from '../test/contracts/lifecycle/table.ts';
import { writeOrCheck } from './write-or-check.ts';

const HEAD = `# Registrations 登记

<!-- Generated from test/contracts/lifecycle/ by scripts/generate-registrations-doc.ts. Do not edit. -->

Who may register what, by its relation to the subject and the status of the subject: each cell is tested on the contracts
(\`test/contracts/lifecycle/\`). An actor stands here for a maker of that institution with the second signatures that the registration
needs; checkers, auditors and suspended members are refused everywhere. Each cell assumes valid arguments.

The word in brackets is the kind under which notices tell of the registration, the letter that with which its number begins.
`;

const outcome = (it: string): string => (it === OK ? 'accepted' : `\`${it}\``);
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function tableOf(row: Row, { actors, statuses }: Section): string[] {
  const names = statuses.map(([status]) => status);
  // Actors who fare alike share a line.
  const lines = new Map<string, string[]>();
  for (const actor of actors) {
    const cells = line(names.map((status) => outcome(outcomeOf(row, actor, status))));
    lines.set(cells, [...(lines.get(cells) ?? []), actor]);
  }
  return [
    line(['', ...statuses.map(([status, term]) => `${status} ${term}`)]),
    line(['', ...names].map(() => '---')),
    ...[...lines].map(([cells, alike]) => `| ${alike.join(', ')} ${cells}`),
  ];
}

const sectionOf = (section: Section): string[] => [
  `## ${section.title}`,
  '',
  section.about,
  '',
  ...Object.values(section.rows).flatMap((row) => [
    `### ${row.term} ${row.name}`,
    '',
    `\`${row.by.join('.')}\` (\`${row.notice}\`, ${letterOf(row.notice)})`,
    '',
    ...tableOf(row, section),
    '',
  ]),
];

/** Every refusal of the table with the code by which the API tells it. */
function refusals(): string[] {
  const met = SECTIONS.flatMap(({ actors, statuses, rows }) =>
    Object.values(rows).flatMap((row) =>
      actors.flatMap((actor) => statuses.map(([status]) => outcomeOf(row, actor, status))),
    ),
  );
  const errors = [...new Set(met)].filter((it) => it !== OK).sort();
  return [
    '## Refusals',
    '',
    'What the contracts answer, and the code of the API, which refuses before it sends anything.',
    '',
    line(['', '']),
    line(['---', '---']),
    ...errors.map((error) => {
      const code = codeOf(error) ?? '';
      return line([`\`${error}\``, `[\`${code}\`](errors.md#${code.toLowerCase()})`]);
    }),
    '',
  ];
}

/** What publicity tells of, in the order of a life. */
const notices = (): string[] => [
  '## Notices 公示',
  '',
  'The kinds that `GET /v1/notices` and watches know, with the letter of their number.',
  '',
  line(['', '', '', '']),
  line(['---', '---', '---', '---']),
  ...NOTICE_KINDS.map((kind) => line([`\`${kind}\``, letterOf(kind), NOTICES[kind].en, NOTICES[kind].zh])),
  '',
];

writeOrCheck(
  new URL('../docs/registrations.md', import.meta.url),
  [HEAD, ...SECTIONS.flatMap(sectionOf), ...notices(), ...refusals()].join('\n'),
  'scripts/generate-registrations-doc.ts',
);
