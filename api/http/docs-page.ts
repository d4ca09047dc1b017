import { catalogueSections } from '../errors/catalogue.ts';
import type { Catalogue } from '../errors/catalogue/entry.ts';
import type { OpenApi, Operation } from './openapi.ts';

// Own pages instead of a viewer from a package: no script, no font, no request to anywhere, readable in any browser.

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (found) => escapes[found] ?? found);
const prose = (text: string): string => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a2420}
code,pre{font:14px/1.4 ui-monospace,monospace;background:#f1f5f3}pre{padding:.75rem;overflow:auto}
h2{border-bottom:2px solid #2f6f4f;margin-top:3rem}summary{cursor:pointer;padding:.25rem 0}
.method{display:inline-block;min-width:4rem;font-weight:700;color:#2f6f4f}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #ccd8d2;padding:.25rem .5rem;text-align:left;vertical-align:top}
@media(prefers-color-scheme:dark){body{background:#101614;color:#dfe8e3}code,pre{background:#1c2622}td,th{border-color:#34433c}.method{color:#7fcfa4}}`;

const html = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escape(title)}</title><style>${STYLE}</style></head><body><h1>${escape(title)}</h1>${body}</body></html>`;

const json = (value: unknown): string => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;

/** The OpenAPI document as a page for people. */
export function apiPage(document: OpenApi): string {
  const byTag = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(method, path, operation)]);
    }
  }
  const intro =
    '<p><a href="/openapi.json">openapi.json</a> · <a href="/docs/errors">errors</a></p>' +
    '<p>Send <code>Authorization: Bearer &lt;api key&gt;</code>, and <code>Idempotency-Key</code> with every write.</p>';
  const sections = [...byTag].map(([tag, items]) => `<h2>${escape(tag)}</h2>${items.join('')}`);
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<details id="${escape(name)}"><summary><code>${escape(name)}</code></summary>${json(schema)}</details>`,
  );
  return html('Ludeng API', `${intro}${sections.join('')}<h2>Schemas</h2>${schemas.join('')}`);
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const parts = [
    operation.description === undefined ? '' : `<p>${prose(operation.description)}</p>`,
    operation.parameters.length === 0 ? '' : parametersHtml(operation),
    ...Object.values(operation.requestBody?.content ?? {}).map(
      ({ schema, example }) => `<h4>Body</h4>${example === undefined ? json(schema) : json(example)}`,
    ),
    ...Object.entries(operation.responses).map(([status, { description, content = {} }]) => {
      const shown = Object.values(content).find(({ example }) => example !== undefined)?.example;
      return `<p><b>${status}</b> ${prose(description)}</p>${shown === undefined ? '' : json(shown)}`;
    }),
  ];
  const title = `<span class="method">${method.toUpperCase()}</span> <code>${escape(path)}</code> ${prose(operation.summary)}`;
  return `<details id="${escape(operation.operationId)}"><summary>${title}</summary>${parts.join('')}</details>`;
}

function parametersHtml({ parameters }: Operation): string {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${place}${required ? ', required' : ''}</td>` +
      `<td>${prose(description)} <code>${escape(JSON.stringify(schema))}</code></td></tr>`,
  );
  return `<table><tr><th>parameter</th><th>in</th><th>meaning</th></tr>${rows.join('')}</table>`;
}

/** Where the `type` of a problem leads. */
export function errorsPage(): string {
  const sections = Object.entries(catalogueSections).map(([section, entries]) => {
    const items = Object.entries(entries as Catalogue).map(
      ([code, { status, title, why, remedy }]) =>
        `<h3 id="${code}">${code}</h3><p><b>${status}</b> ${prose(title)}.</p><p>${prose(why)}</p><p>${prose(remedy)}</p>`,
    );
    return `<h2>${escape(section)}</h2>${items.join('')}`;
  });
  return html('Errors', sections.join(''));
}
