/** What a check of something typed by a person gives: the value in its one canonical form, or why it was refused. */
export type Checked<T> = { readonly ok: true; readonly value: T } | Refused;

/** `code` is stable and for programs, `message` is a clause for people without a capital or a full stop. */
export interface Refused {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
}

export const accepted = <T>(value: T): Checked<T> => ({ ok: true, value });

export const refused = (code: string, message: string): Refused => ({ ok: false, code, message });
