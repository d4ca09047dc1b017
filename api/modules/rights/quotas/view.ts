import type { z } from 'zod';
import { lossesOn } from '../../../../domain/line/cut.ts';
import { intersect, measure } from '../../../../domain/line/line.ts';
import { tranchesOf } from '../../../../domain/line/ranks.ts';
import type { RightRow } from '../../../../domain/state/rows.ts';
import { intervalView } from '../../../kit/units.ts';
import { numberOf, timestampOf } from '../../../views/common.ts';
import { interestNumber } from '../../../views/interest-number.ts';
import { trancheView } from '../../../views/interest.ts';
import type { Reader } from '../../../read/reader.ts';
import type { decisionSchema } from './schemas.ts';

export function decisionView(
  row: RightRow,
  it: RightRow['decisions'][number],
  reader: Reader,
): z.input<typeof decisionSchema> {
  return {
    right: row.id,
    number: numberOf('N', it),
    sequence: String(it.sequence),
    kind: it.kind,
    at: timestampOf(it.time),
    period: it.period === 0 ? null : it.period,
    decision: { number: it.number, digest: it.digest },
    overriding: it.overriding,
    quantity: String(measure(it.intervals)),
    intervals: it.intervals.map(intervalView),
    affected: affected(row, it, reader),
  };
}

function affected({ state }: RightRow, { intervals }: RightRow['decisions'][number], reader: Reader) {
  return lossesOn(intervals, state.overlays).map(({ ref, units }) => ({
    ...affectedInterest(ref, reader),
    quantity: String(measure(units)),
    tranches: tranchesOf(ref, state.overlays).flatMap(({ rank, ...part }) =>
      intersect([part], units).map((it) => trancheView({ ...it, rank })),
    ),
  }));
}

function affectedInterest(ref: number, reader: Reader) {
  const { number, securedParties } = interestNumber(ref, reader);
  return { interest: number, securedParties };
}
