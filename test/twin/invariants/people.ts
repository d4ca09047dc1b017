import { PROMPT_GOVERNANCE } from '../../support/governance.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { Rows } from '../../../domain/state/rows.ts';
import type { World } from '../world.ts';
import { must, type Transition } from './transition.ts';

const GOVERNED: readonly string[] = ['Institutions', 'RightTypes'];

/** Whoever registers is a maker with a key in use, of an institution that is not suspended; whoever governs does not register. */
export function onlyKeysInUseAct({ step, before, world }: Transition): void {
  const { from } = step.tx;
  const governs = GOVERNED.includes(step.operation.split('.')[0]!);
  must(governs === (from === PROMPT_GOVERNANCE), `${step.operation} by ${from}`);
  if (!governs) must(isInUse({ before, world }, from, ['maker']), `${step.operation} by the key ${from}`);
}

/** A second signature is of another key in use, in time, and about this; a checker's is of the same institution. */
export function secondSignaturesHold({ step, events, before, world }: Transition): void {
  for (const { signer, deadline, about } of step.seconds) {
    must(about === 'this' && deadline >= world.now, `${step.operation}: a signature that is void`);
    must(isInUse({ before, world }, signer, ['maker', 'checker']), `${step.operation}: signed by ${signer}`);
  }
  for (const { name, args } of events) {
    if (!('approver' in args)) continue;
    must(isInUse({ before, world }, args.approver, ['checker']), `${name} approved by ${args.approver}`);
    const institutionOf = (key: Hex) => before.get('key', key)?.institution;
    const same = institutionOf(args.approver) === institutionOf(step.tx.from);
    must(same && args.approver !== step.tx.from, `${name}: approved by another institution`);
  }
}

/** @param before the rows in which the key is looked up */
export function isInUse(
  { before, world }: { before: Rows; world: Pick<World, 'now'> },
  account: Hex,
  duties: string[],
): boolean {
  const key = before.get('key', account);
  if (!key || key.removedAt !== undefined || key.activeFrom > world.now) return false;
  return duties.includes(key.duty) && before.get('institution', String(key.institution))?.suspended === false;
}
