export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Epoch seconds and a column of values for each line. `null` is a gap; `undefined` only says that another line has a value then. */
export type Columns = readonly [readonly number[], ...(readonly (number | null | undefined)[])[]];

/** So many times the usual distance between two samples is a gap. */
const gap = 3.5;

/** Lines on one axis of time. Where samples stayed out the line is broken: nobody knows what was there. */
export function columnsOf(lines: readonly (readonly Point[])[]): Columns {
  const broken = lines.map(withGaps);
  const times = [...new Set(broken.flatMap((line) => line.map(({ at }) => at)))].toSorted((a, b) => a - b);
  const columns = broken.map((line) => {
    const values = new Map(line.map(({ at, value }) => [at, value]));
    return times.map((at) => values.get(at));
  });
  return [times.map((at) => at / 1_000), ...columns];
}

function withGaps(line: readonly Point[]): readonly { readonly at: number; readonly value: number | null }[] {
  const steps = line.slice(1).map(({ at }, before) => at - (line[before]?.at ?? at)).toSorted((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)] ?? 0;
  return line.flatMap((point, at) => {
    const next = line[at + 1];
    return next !== undefined && usual > 0 && next.at - point.at > usual * gap ? [point, { at: point.at + usual, value: null }] : [point];
  });
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly lowest: number;
  readonly average: number;
  readonly highest: number;
}

/** A line in equal stretches of time, for those who read it as a table. Stretches without a sample are left out. */
export function stretches(line: readonly Point[], from: number, to: number, count: number): readonly Stretch[] {
  const width = (to - from) / count;
  const within = Map.groupBy(line.filter(({ at }) => at >= from && at <= to), ({ at }) => Math.min(count - 1, Math.floor((at - from) / width)));
  return [...within].toSorted(([one], [other]) => one - other).map(([at, points]) => {
    const values = points.map(({ value }) => value);
    return {
      from: from + at * width, to: from + (at + 1) * width, lowest: values.reduce((a, b) => Math.min(a, b)), highest: values.reduce((a, b) => Math.max(a, b)), average: values.reduce((a, b) => a + b, 0) / values.length,
    };
  });
}
