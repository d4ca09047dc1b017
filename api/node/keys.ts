import type { TypedData } from '../chain/calls.ts';
import type { Keystore } from '../chain/keystore.ts';
import { keyLabel } from '../chain/signer.ts';
import type { Hex } from '../chain/types.ts';
import { Problem } from '../errors/problem.ts';
import type { KeyRing } from '../kit/services.ts';

/** @param labels of the institutions that this service acts for, by party id */
export function keyRing(keystore: Keystore, labels: ReadonlyMap<Hex, string>): KeyRing {
  return {
    keyOf(institution, duty) {
      const label = labels.get(institution);
      const key = label === undefined ? undefined : keyLabel(label, duty);
      if (key !== undefined && keystore.has(key)) return key;
      throw new Problem('KEY_NOT_HELD', { detail: `This service holds no ${duty} key of ${institution}.` });
    },
    signTypedData: (key, { domain, types, value }: TypedData) =>
      keystore.signTypedData(key, domain, types, value),
  };
}
