/** One figure, beside what it is measured against in the same run. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  beside?: { what: string; value: number };
  /** The part of the baseline that the figure is: `value / beside.value`. */
  ratio?: number;
  aim?: { ratio: 'at most' | 'at least'; value: number };
}

/** What one topic has found. */
export interface Section {
  title: string;
  /** How it was measured, in a sentence or two. */
  method: string;
  figures: Figure[];
}

export interface MeasureOptions {
  /** Smaller sizes, to see that everything runs; such figures are not to be quoted. */
  quick: boolean;
  progress: (what: string, done: number, total: number) => void;
}

/** What each file of a topic exports. */
export type Measure = (options: MeasureOptions) => Promise<Section>;

export function compared(
  what: string,
  value: number,
  unit: string,
  beside: { what: string; value: number },
  aim?: NonNullable<Figure['aim']>,
): Figure {
  const ratio = value / beside.value;
  return { what, value, unit, beside, ratio, ...(aim === undefined ? {} : { aim }) };
}

export const meets = ({ ratio, aim }: Figure): boolean | undefined => {
  if (aim === undefined || ratio === undefined) return undefined;
  return aim.ratio === 'at most' ? ratio <= aim.value : ratio >= aim.value;
};

/** The value that `part` (0 to 1) of the sorted values do not exceed. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
