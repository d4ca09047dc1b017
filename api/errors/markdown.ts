import { catalogueSections } from './catalogue.ts';
import type { Catalogue } from './catalogue/entry.ts';

/** The text of docs/errors.md. */
export function errorsMarkdown(): string {
  const lines = [
    '# Errors',
    '',
    '<!-- Generated from api/errors/catalogue.ts by scripts/generate-errors-doc.ts. Do not edit. -->',
    '',
    'Every error is an `application/problem+json` document (RFC 9457) with a stable `code`. Programs should look at `code`;',
    '`title` and `detail` are for people and may be reworded. `errors` names the fields that are wrong, `remedy` says what to do,',
    'and `requestId` finds the request in the logs.',
    '',
  ];
  for (const [section, entries] of Object.entries(catalogueSections)) {
    lines.push(`## ${section}`, '');
    for (const [code, entry] of Object.entries(entries as Catalogue)) {
      lines.push(`### ${code}`, '', `**${entry.status}** ${entry.title}.`, '');
      lines.push(`- Why: ${entry.why}`, `- Remedy: ${entry.remedy}`, '');
    }
  }
  return lines.join('\n');
}
