import { expect } from 'chai';
import { IndexReader } from '../../../api/read/index-reader.ts';
import type { IndexStore } from '../../../api/store/index-store.ts';
import { lineView } from '../../../api/views/line.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import type { InterestRow, RowKind, RowTypes } from '../../../domain/state/rows.ts';
import { overlayOf } from '../../domain/history.ts';
import { after, interestOf, PLEDGED, rightOf } from '../../domain/registrations/rows.ts';

describe('a reader of the index', () => {
  it('reads a row once, however many segments of a line show it', () => {
    const made = after(...PLEDGED);
    const overlays = Array.from({ length: 64 }, (_, i) => overlayOf(i + 1, i, 128 - i));
    const right = { ...rightOf(made), state: { ...rightOf(made).state, quantity: 128n, overlays } };
    const [{ id: pledged }] = made.all('interest') as [InterestRow];
    const reads: string[] = [];
    const rowAt = <K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined => {
      reads.push(`${kind} ${id}`);
      return kind === 'interest' ? (interestOf(made, pledged) as RowTypes[K]) : made.get(kind, id);
    };
    const point = { block: 1, blockHash: interestIdOf(1), time: 0, final: true };
    const line = lineView(right, new IndexReader({ rowAt } as Partial<IndexStore> as IndexStore, point, 0));
    expect(line.segments.flatMap((segment) => segment.overlays)).to.have.length(64 * 64);
    expect(reads.filter((read) => read.startsWith('interest '))).to.have.length(64);
    expect(
      reads.filter((read) => read.startsWith('institution ')),
      'the two secured parties',
    ).to.have.length(2);
    expect(new Set(reads)).to.have.length(reads.length);
  });
});
