import { VERSION } from '../api/settings/version.ts';
import { StoreError } from '../api/store/errors.ts';

/**
 * The form of a data directory: raised whenever contracts, encodings, the journal or the keys change so that this code cannot go on
 * with a directory that the code before has made. Before release 0.2.0 the older form is then dropped. The form of a
 * release never is: who raises it afterwards also writes what carries the older one over.
 */
export const FORM = 1;

/** Who opens a directory of a form that was dropped, in words for the end of a sentence. Who drops one adds its row. */
const OPENED_BY: Readonly<Record<number, string>> = {
  0: 'the revision of Ludeng 0.1.0 that made it',
};

/** What a record says about its making; one from before there were forms says nothing. */
export interface Making {
  form: number;
  madeBy: string;
}

/** @throws StoreError DATA_FORM_UNKNOWN naming the version that opens the directory */
export function requireForm(directory: string, making: Partial<Making>): void {
  const { form, madeBy } = making;
  if (form === FORM) return;
  const maker = madeBy === undefined ? 'a Ludeng from before forms were noted' : `Ludeng ${madeBy}`;
  const found = form === undefined ? 'It has no form' : `It has form ${form}`;
  throw new StoreError(
    'DATA_FORM_UNKNOWN',
    `${directory} was made by ${maker}. ${found}; this is Ludeng ${VERSION}, which opens form ${FORM}. ` +
      `Nothing was altered. Open it with ${openerOf(making)}.`,
  );
}

/** In words, for the end of a sentence. */
export function openerOf({ form = 0, madeBy }: Partial<Making>): string {
  if (form === FORM) return `Ludeng ${VERSION}`;
  if (form < FORM) return OPENED_BY[form] ?? `Ludeng ${madeBy}`;
  return madeBy === undefined ? 'a later Ludeng' : `Ludeng ${madeBy} or a later one`;
}
