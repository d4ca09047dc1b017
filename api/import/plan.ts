import { createHash } from 'node:crypto';
import { parseDay, termWithin } from '../../domain/time/calendar.ts';
import { parameter } from '../../domain/law/law.ts';
import { registerRight } from '../modules/rights/schemas.ts';
import { registerInterest } from '../modules/security-interests/schemas.ts';
import { columnsOf, EXAMPLE, isReason, NOTE, type Column, type ImportKind } from './columns.ts';
import { means, type Headings } from './header.ts';
import type { Fault, Row } from './rows.ts';

export type Body = Readonly<Record<string, unknown>>;

/** What becomes of one row. */
export type Planned =
  | { readonly outcome: 'ready'; readonly row: Row; readonly body: Body; readonly digest: string }
  | { readonly outcome: 'faulty'; readonly row: Row; readonly faults: readonly Fault[] }
  | { readonly outcome: 'example'; readonly row: Row };

/** Where the rows of a kind are posted. */
export const PATHS: Readonly<Record<ImportKind, string>> = {
  rights: '/v1/rights',
  interests: '/v1/security-interests',
};

/**
 * Turns rows into request bodies, one after the other. A planner remembers what it has seen, so that the second of two equal rows is
 * a fault; take a new one for each pass over a file.
 */
export function planner(kind: ImportKind, headings: Headings): (row: Row) => Planned {
  const seen = new Map<string, number>();
  return (row) => {
    if (isExample(row)) return { outcome: 'example', row };
    const { values, faults } = readCells(kind, headings, row);
    if (faults.length === 0) {
      faults.push(...(kind === 'rights' ? rightFaults(values) : interestFaults(values)));
    }
    if (faults.length > 0) return { outcome: 'faulty', row, faults };
    const body = kind === 'rights' ? rightBody(values) : interestBody(values);
    const refusals = bodyFaults(kind, body);
    if (refusals.length > 0) return { outcome: 'faulty', row, faults: refusals };
    const identity = identityOf(kind, body);
    const earlier = seen.get(identity);
    if (earlier !== undefined) return { outcome: 'faulty', row, faults: [duplicate(kind, earlier)] };
    seen.set(identity, row.row);
    return { outcome: 'ready', row, body, digest: sha256(JSON.stringify(body)) };
  };
}

type Values = ReadonlyMap<string, unknown>;

const isExample = (row: Row): boolean =>
  Object.entries(row.cells).some(([heading, text]) => means(heading, NOTE) && EXAMPLE.test(text));

function readCells(kind: ImportKind, headings: Headings, row: Row): { values: Values; faults: Fault[] } {
  const values = new Map<string, unknown>();
  const faults: Fault[] = row.faults.map((fault) => ({
    ...fault,
    field: headings.get(fault.field)?.field ?? fault.field,
  }));
  for (const [heading, text] of Object.entries(row.cells)) {
    if (isReason(heading)) continue;
    const column = headings.get(heading);
    const dangerous = unsafe(text);
    if (dangerous) faults.push({ field: column?.field ?? heading, ...dangerous });
    else if (column) {
      const checked = column.read(text.trim());
      if (checked.ok) values.set(column.field, checked.value);
      else faults.push({ field: column.field, message: checked.message, remedy: checked.code });
    }
  }
  for (const { field, required } of columnsOf(kind)) {
    const spoken = values.has(field) || faults.some((fault) => fault.field === field);
    if (required && !spoken) faults.push({ field, message: 'is empty', remedy: 'Fill it in.' });
  }
  return { values, faults };
}

/** Text that a spreadsheet would run as a formula in an export of the registry, and that no name or number contains. */
function unsafe(text: string): Omit<Fault, 'field'> | undefined {
  if (/^\s*'?\s*[=+@]/u.test(text) || /^\s*'?\s*-\D/u.test(text)) {
    return {
      message: 'starts like a formula',
      remedy: 'Start with a letter or digit; values are kept as text and never computed.',
    };
  }
  if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/u.test(text) || !text.isWellFormed()) {
    return {
      message: 'contains a line break, a control character or a character that could not be read',
      remedy: 'Type the cell again, or save the file as UTF-8.',
    };
  }
  return undefined;
}

function rightFaults(values: Values): Fault[] {
  const faults: Fault[] = [];
  const [from, to] = [values.get('validFrom') as string, values.get('validTo') as string | undefined];
  if (to !== undefined && to < from) {
    faults.push({ field: 'validTo', message: 'lies before validFrom', remedy: 'Exchange the two dates.' });
  }
  const parts = PRICE.filter((field) => values.has(field));
  if (parts.length !== 0 && parts.length !== PRICE.length) {
    const missing = PRICE.filter((field) => !values.has(field));
    faults.push({
      field: missing[0]!,
      message: 'is empty, but a part of the reference price is given',
      remedy: 'Give value, currency, day and source of the price, or none of them.',
    });
  }
  return faults;
}

function interestFaults(values: Values): Fault[] {
  const faults: Fault[] = [];
  const [from, to] = ['term.from', 'term.to'].map((field) => dayOf(values.get(field)));
  const shortest = parameter('registration.term.minimum', LATEST).value;
  const longest = parameter('registration.term.maximum', LATEST).value;
  if (!termWithin(from!, to!, shortest, longest)) {
    faults.push({
      field: 'term.to',
      message: `ends a term that is not ${shortest} to ${longest} months long`,
      remedy: 'Correct one of the two dates.',
    });
  }
  const rights = values.get('collateral.right') as string[];
  if (rights.length !== (values.get('collateral.quantity') as string[]).length) {
    faults.push({
      field: 'collateral.quantity',
      message: 'has not as many values as collateral.right',
      remedy: 'Give one quantity for each right, in the same order.',
    });
  }
  if (new Set(rights).size !== rights.length) {
    faults.push({
      field: 'collateral.right',
      message: 'names a right twice',
      remedy: 'Name each right once, with the sum of the quantities.',
    });
  }
  return faults;
}

/** What the service would say of the body, said before it is sent: by the same schemas. */
function bodyFaults(kind: ImportKind, body: Body): Fault[] {
  const schema = kind === 'rights' ? registerRight : registerInterest;
  const { error } = schema.safeParse(body);
  return (error?.issues ?? []).map(({ path, message }) => {
    const column = columnAt(kind, path);
    return {
      field: column?.field ?? '',
      message,
      remedy: column ? `Give the ${column.help}.` : 'Correct the row.',
    };
  });
}

/** The column of a place in a body: `/collateral/0/quantity` is the column `collateral.quantity`. */
function columnAt(kind: ImportKind, path: readonly PropertyKey[]): Column | undefined {
  const names = path.filter((part) => typeof part === 'string');
  if (names.length === 0) return undefined;
  return columnsOf(kind).findLast(({ field }) =>
    field.split('.').every((part, at) => names[at] === undefined || names[at] === part),
  );
}

const PRICE = ['value', 'currency', 'asOf', 'source'].map((part) => `referencePrice.${part}`);
/** Terms are checked by the rule in force last; the registry checks again by the rule of its own day. */
const LATEST = '9999-12-31';

function dayOf(text: unknown): number {
  const day = parseDay(String(text));
  return day.ok ? day.value : 0;
}

const rightBody = (values: Values): Body => ({
  type: values.get('type'),
  holder: values.get('holder'),
  certificateNumber: values.get('certificateNumber'),
  quantity: values.get('quantity'),
  region: values.get('region'),
  validFrom: values.get('validFrom'),
  validTo: values.get('validTo') ?? null,
  vintage: values.get('vintage') ?? null,
  serialBlocks: values.get('serialBlocks') ?? [],
  acquisition: values.get('acquisition'),
  ...(values.has('referencePrice.value') && {
    referencePrice: {
      value: values.get('referencePrice.value'),
      currency: values.get('referencePrice.currency'),
      asOf: values.get('referencePrice.asOf'),
      source: values.get('referencePrice.source'),
    },
  }),
  evidence: values.get('evidence') ?? [],
});

const interestBody = (values: Values): Body => ({
  kind: values.get('kind'),
  grantor: values.get('grantor'),
  debtor: values.get('debtor'),
  securedParties: values.get('securedParties'),
  securedAmount: { value: values.get('securedAmount.value'), currency: values.get('securedAmount.currency') },
  contract: { number: values.get('contract.number'), digest: values.get('contract.digest') },
  term: { from: values.get('term.from'), to: values.get('term.to') },
  collateral: (values.get('collateral.right') as string[]).map((right, at) => ({
    right,
    quantity: (values.get('collateral.quantity') as string[])[at],
  })),
  acknowledgeJunior: values.get('acknowledgeJunior') ?? false,
});

/** The rights that a body takes units from: bodies that share one must be posted in the order of the file, which is their rank. */
export const rightsIn = (body: Body): readonly string[] =>
  Array.isArray(body.collateral) ? (body.collateral as { right: string }[]).map(({ right }) => right) : [];

function identityOf(kind: ImportKind, body: Body): string {
  if (kind === 'rights') return String(body.certificateNumber);
  return JSON.stringify([body.contract, body.grantor, [...rightsIn(body)].sort()]);
}

const duplicate = (kind: ImportKind, earlier: number): Fault => ({
  field: kind === 'rights' ? 'certificateNumber' : 'contract.number',
  message:
    kind === 'rights'
      ? `is the certificate of row ${earlier}`
      : `row ${earlier} has the same contract, grantor and rights`,
  remedy: 'Remove one of the two rows.',
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
