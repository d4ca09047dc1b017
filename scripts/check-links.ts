// Every relative link in a Markdown file leads to a file, and every #anchor to a heading of it.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const SKIPPED = new Set(['node_modules', 'artifacts', 'cache', 'coverage', 'data', '.ludeng', '.git']);

const files = globSync('**/*.md', { cwd: root, exclude: (name) => SKIPPED.has(name) });
const problems = files.flatMap((file) => brokenLinks(join(root, file)));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

function brokenLinks(file: string): string[] {
  const text = withoutCode(readFileSync(file, 'utf8'));
  const targets = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
    .filter((target) => !leadsSomewhere(file, decodeURIComponent(target)))
    .map((target) => `${relative(root, file)}: ${target} leads nowhere`);
}

function leadsSomewhere(from: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  if (!existsSync(file)) return false;
  if (anchor === undefined || !file.endsWith('.md')) return true;
  return anchors(readFileSync(file, 'utf8')).has(anchor);
}

// As the usual hosts make them from headings; an explicit <a id> counts too.
function anchors(text: string): Set<string> {
  const headings = [...withoutCode(text).matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  const named = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name);
  const codes = [...text.matchAll(/^#{1,6}\s+`([^`]+)`/gm)].map(([, code = '']) => code);
  return new Set([...headings, ...named, ...codes]);
}

function withoutCode(text: string): string {
  return text.replace(/^(```|~~~)[^]*?^\1/gm, '');
}
