import type { Capacity } from '../../../domain/encoding/codes.ts';
import { keccakText } from '../../../domain/encoding/hash.ts';
import { wordOfRow } from '../../../domain/journal/word.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import { COURT, headOf, interestHeadOf, type Draw } from '../draw.ts';
import type { Chain } from '../engine/chain.ts';
import { calldataOf } from '../engine/codec.ts';
import { hashed } from '../engine/signatures.ts';
import type { World } from '../world.ts';
import { isInUse } from './people.ts';
import { must } from './transition.ts';

const REASON = hashed('uint8 reason');
const JUDGMENT = hashed('(string court, string number, uint32 effectiveDay, bytes32 digest) judgment');

/**
 * Whatever has become of it, of its rights and of whoever else has a claim on them: its agent can cancel an interest that has not ended,
 * and a court can revoke it. Tried on one of them, without a transaction; and without the rules, which could be wrong in the same way.
 */
export async function interestsCanBeEnded(draw: Draw, chain: Chain): Promise<void> {
  const unended = draw.world.interests().filter(({ ended }) => !ended);
  if (unended.length === 0) return;
  const row = draw.random.pick(unended);
  const { court, method, act, rest, details, by } = ending(draw, row);
  const capacity = court ? 'court' : 'secured-party';
  const [maker, checker] = [draw.keyOf(by, 'maker'), draw.keyOf(by, 'checker')];
  const { world } = draw;
  // An institution that is out of action ends nothing until it is back; that is another rule.
  if (!isAble(world, by, capacity)) return;
  if (!isInUse({ before: world.rows, world }, maker, ['maker'])) return;
  if (!isInUse({ before: world.rows, world }, checker, ['checker'])) return;
  const signed = { signer: checker, deadline: 4_000_000_000, about: 'this' } as const;
  const approval = draw.approval(signed, 'Cancellations', act, row.id, wordOfRow(row), details);
  const heads = row.state.rights.map((id) => headOf(world.rows.get('right', id)!));
  const args = [row.id, interestHeadOf(row), heads, rest, approval];
  const data = calldataOf('Cancellations', method, args as never);
  const answer = await chain.call({ from: maker, to: world.at.Cancellations, data }, world.now);
  must(typeof answer === 'string', `${row.id} cannot be ended: ${JSON.stringify(answer)}`);
}

function isAble({ rows }: World, number: number, capacity: Capacity): boolean {
  const institution = rows.get('institution', String(number));
  return institution?.suspended === false && institution.capacities.includes(capacity);
}

function ending(draw: Draw, { state }: InterestRow) {
  const [act, method] = ['InterestCancellation', 'cancel'];
  if (draw.random.once(2)) return { court: false, method, act, rest: 1, details: REASON(1), by: state.agent };
  const judgment = { court: 'c', number: 'n', effectiveDay: draw.today, digest: keccakText('judgment') };
  const details = JUDGMENT(judgment);
  return { court: true, method: 'revoke', act: 'InterestRevocation', rest: judgment, details, by: COURT };
}
