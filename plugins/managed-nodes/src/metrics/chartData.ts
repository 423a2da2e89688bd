import {
  MetricKind,
  MetricSeries,
} from '@managed-nodes/plugin-managed-nodes-common';

/** One line of a chart. */
export interface ChartLine {
  /** Key of its values in the rows. */
  key: string;
  name: string;
  /** Whether it is of the week before. */
  before: boolean;
  /** Which of the lines it is or belongs to, for its colour. */
  index: number;
}

/** What a chart shows: values by moments, gaps as null. */
export interface ChartData {
  lines: ChartLine[];
  rows: Array<{ time: number } & Record<string, number | null>>;
}

type Values = ReadonlyArray<number | null>;

/** Lays lines of the same moments side by side. */
export function chartData(
  of: { start: string; periodSeconds: number },
  lines: ReadonlyArray<{
    name: string;
    values: Values;
    weekBefore?: Values | null;
  }>,
): ChartData {
  const start = Date.parse(of.start);
  const length = lines.reduce((a, { values }) => Math.max(a, values.length), 0);
  const all = lines.flatMap(({ name, values, weekBefore }, index) => [
    { key: `v${index}`, name, before: false, index, values },
    ...(weekBefore
      ? [
          {
            key: `b${index}`,
            name: `${name}, a week before`,
            before: true,
            index,
            values: weekBefore,
          },
        ]
      : []),
  ]);
  return {
    lines: all.map(({ values: _, ...line }) => line),
    rows: Array.from({ length }, (_, i) => ({
      time: start + i * of.periodSeconds * 1000,
      ...Object.fromEntries(
        all.map(({ key, values }) => [key, values[i] ?? null]),
      ),
    })),
  };
}

/** The series of a node, those of a kind together. */
export function byKind(
  series: readonly MetricSeries[],
): Array<readonly [MetricKind, MetricSeries[]]> {
  const kinds = new Map<MetricKind, MetricSeries[]>();
  for (const each of series) {
    kinds.set(each.kind, [...(kinds.get(each.kind) ?? []), each]);
  }
  return [...kinds];
}

/** What there is to say of values without seeing them; undefined when there are none. */
export function summaryOf(
  values: Values,
):
  | { minimum: number; average: number; maximum: number; last: number }
  | undefined {
  const known = values.flatMap(value => value ?? []);
  return known.length
    ? {
        minimum: known.reduce((a, b) => Math.min(a, b)),
        average: known.reduce((a, b) => a + b) / known.length,
        maximum: known.reduce((a, b) => Math.max(a, b)),
        last: known[known.length - 1],
      }
    : undefined;
}
