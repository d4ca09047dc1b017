import { onLine } from '../../../../domain/line/binding.ts';
import { carryOver, isCarriedOver } from '../../../../domain/line/carry-over.ts';
import { intersect, measure } from '../../../../domain/line/line.ts';
import { parameter } from '../../../../domain/law/law.ts';
import type { Overlay } from '../../../../domain/line/overlay.ts';
import type { RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { todayOf } from '../../../kit/subjects.ts';
import type { Reader } from '../../../read/reader.ts';
import type { CarryOverBody } from './schemas.ts';

/** How much of the operator's holding may be carried over by the rule in force today. */
export function limitOf(body: CarryOverBody, row: RightRow, reader: Reader) {
  const today = todayOf(reader);
  const holding = body.holding === undefined ? measure(onLine(row.state)) : BigInt(body.holding);
  const netSold = BigInt(body.netSold);
  const { source } = parameter('carry-over.base', today);
  return { holding, netSold, ...carryOver(holding, netSold, today), source };
}

/**
 * The quantity to be marked on this right. Units without a claim are marked first: a pledge stays on the units that are
 * converted.
 * @throws Problem naming the field
 */
export function remainderOn(body: CarryOverBody, row: RightRow, reader: Reader): string {
  if (!isCarriedOver(row.state.typeCode, row.registration.vintage, todayOf(reader))) {
    throw fieldProblem(
      'CARRY_OVER_NOT_APPLICABLE',
      '/',
      'is about a right for which there is no rule of carry-over',
    );
  }
  const here = onLine(row.state);
  if (body.holding !== undefined && BigInt(body.holding) < measure(here)) {
    throw fieldProblem(
      'INVALID_REQUEST',
      '/holding',
      `is less than the ${measure(here)} units of this right alone`,
    );
  }
  const marked = measure(intersect(here, notCarried(row)));
  const { remainder, carried } = limitOf(body, row, reader);
  const left = remainder - marked;
  if (left <= 0n) {
    const message = `leaves nothing to be marked: ${carried} may be carried over, and ${marked} are marked already`;
    throw fieldProblem('NO_REMAINDER', '/netSold', message);
  }
  if (body.quantity === undefined) {
    const unmarked = measure(here) - marked;
    return String(left < unmarked ? left : unmarked);
  }
  if (BigInt(body.quantity) <= left) return body.quantity;
  throw fieldProblem('NO_REMAINDER', '/quantity', `is more than the ${left} that are left to be marked`);
}

export const notCarried = ({ state }: RightRow): Overlay[] =>
  state.overlays.filter(({ kind }) => kind === 'not-carried-over');
