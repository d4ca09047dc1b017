import { keyLabel } from '../../api/chain/signer.ts';
import { trustedKeyActiveAt } from '../../domain/time/clocks.ts';
import { DUTIES, maskOf, type Duty } from '../../domain/encoding/codes.ts';
import type { Place } from '../../domain/time/working-days.ts';
import type { Sketch } from './drafts.ts';
import type { Planning } from './planning.ts';
import type { Member } from './record.ts';
import { instant } from './wording.ts';

/**
 * The adding of a key that is made in the keystore. It acts from noon of the fourth working day, so that an institution has time to
 * notice a key that it did not order.
 */
export async function addingKey(
  planning: Planning,
  member: Member,
  duty: Duty,
  place: Place,
): Promise<Sketch> {
  const { keystore, now } = planning;
  const label = await labelFor(planning, member.label, duty);
  const address = await keystore.ensure(label);
  const { at, provisional } = trustedKeyActiveAt(now, place);
  const caution = provisional ? ' (holidays until then are not all published)' : '';
  return {
    kind: 'key',
    args: [member.number, address, maskOf(DUTIES, [duty]), at],
    words: `add the key ${label} ${address} to institution ${member.number}, which acts from ${instant(at)} at the earliest${caution}`,
    same: `key ${member.party} ${member.number} ${duty}`,
    institution: member,
    keyLabel: label,
  };
}

/**
 * The first label whose key the chain has not seen: an interrupted run, and one whose schedule expired, go on with the key that they
 * made. A key whose adding was cancelled is not offered again, because something may have been wrong with it.
 */
async function labelFor(
  { keystore, members, record }: Planning,
  institution: string,
  duty: Duty,
): Promise<string> {
  const first = keyLabel(institution, duty);
  for (let count = 1; ; count += 1) {
    const label = count === 1 ? first : `${first}.${count}`;
    if (record.operations.findLast((it) => it.keyLabel === label)?.ended?.as === 'cancelled') continue;
    if (!keystore.has(label)) return label;
    if ((await members.key(keystore.address(label))).institution === 0) return label;
  }
}
