import { textToFixed } from '../../domain/encoding/abi.ts';
import type { Planning } from './planning.ts';
import type { Draft, Member } from './record.ts';

/** A draft without what the row of its kind says. Unless it says so, two requests are the same if they make the same call. */
export type Sketch = Omit<Draft, 'contract' | 'target' | 'method' | 'same'> & { same?: string };

export const shown = ({ number, label }: Member): string =>
  label === `institution-${number}` ? `institution ${number}` : `institution ${number} (${label})`;

export function competence(code: string, institution: Member, on: boolean): Sketch {
  return {
    kind: 'competence',
    args: [textToFixed(code, 8), institution.number, on],
    words: `${shown(institution)} ${on ? 'confirms' : 'no longer confirms'} rights of the type ${code}`,
    institution,
  };
}

/** The right types of this registry, and those whose policy is planned. */
export function codesOf({ deployment, record }: Pick<Planning, 'deployment' | 'record'>): string[] {
  const planned = record.operations
    .filter(({ kind, ended }) => kind === 'policy' && ended?.as !== 'cancelled')
    .flatMap(({ code }) => code ?? []);
  return [...new Set([...deployment.policies.map(({ code }) => code), ...planned])];
}
