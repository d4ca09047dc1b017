import type { InstitutionDirectory } from '../http/auth.ts';
import type { Services } from '../kit/services.ts';

/** What the registry says of an institution now, by its party id. */
export function institutionDirectory({ read }: Pick<Services, 'read'>): InstitutionDirectory {
  return {
    institution(id) {
      const reader = read();
      const number = reader.institutionOf(id);
      return number === undefined ? undefined : reader.get('institution', String(number));
    },
  };
}
