/** What one check of `ludeng doctor` found. `remedy` is there if, and only if, something should be done. */
export interface Finding {
  readonly subject: string;
  readonly state: 'well' | 'warning' | 'broken';
  readonly found: string;
  readonly remedy?: string;
}

export const well = (subject: string, found: string): Finding => ({ subject, state: 'well', found });

export const warning = (subject: string, found: string, remedy: string): Finding => ({
  subject,
  state: 'warning',
  found,
  remedy,
});

export const broken = (subject: string, found: string, remedy: string): Finding => ({
  subject,
  state: 'broken',
  found,
  remedy,
});
