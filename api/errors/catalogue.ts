import { accessErrors } from './catalogue/access.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { interestErrors } from './catalogue/interests.ts';
import { registryErrors } from './catalogue/registry.ts';
import { requestErrors } from './catalogue/request.ts';
import { rightErrors } from './catalogue/rights.ts';
import { systemErrors } from './catalogue/system.ts';
import { watchErrors } from './catalogue/watches.ts';

/** In the order in which docs/errors.md shows them. */
export const catalogueSections = {
  'The request': requestErrors,
  'Who may do what': accessErrors,
  'The rules of the registry': registryErrors,
  'Rights and their units': rightErrors,
  'Security interests': interestErrors,
  Watches: watchErrors,
  'The service': systemErrors,
} as const;

/** Every error that a user can see. A code, once published, keeps its meaning for good. */
export const catalogue = {
  ...requestErrors,
  ...accessErrors,
  ...registryErrors,
  ...rightErrors,
  ...interestErrors,
  ...watchErrors,
  ...systemErrors,
} as const;

export type ErrorCode = keyof typeof catalogue;

export const catalogueEntry = (code: ErrorCode): CatalogueEntry => catalogue[code];

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(catalogue, value);
