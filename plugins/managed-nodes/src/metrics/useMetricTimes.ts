import {
  MetricRange,
  metricRangeSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

const REMEMBERED = 'managed-nodes.metrics.utc';
const DEFAULT_RANGE: MetricRange = '3h';

/** What times charts show, and how they are written. */
export interface MetricTimes {
  range: MetricRange;
  compare: boolean;
  utc: boolean;
  setRange(range: MetricRange): void;
  setCompare(compare: boolean): void;
  setUtc(utc: boolean): void;
}

function readUtc(): boolean {
  return window.localStorage.getItem(REMEMBERED) === 'true';
}

/** The times that the address says; whether UTC is shown is remembered. */
export function useMetricTimes(): MetricTimes {
  const [params, setParams] = useSearchParams();
  const [utc, setUtcState] = useState(readUtc);
  const set = useCallback(
    (name: string, value: string | undefined) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          if (value === undefined) {
            next.delete(name);
          } else {
            next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const range =
    metricRangeSchema.safeParse(params.get('range')).data ?? DEFAULT_RANGE;
  const compare = params.get('compare') === 'true';
  return useMemo(
    () => ({
      range,
      compare,
      utc,
      setRange: value =>
        set('range', value === DEFAULT_RANGE ? undefined : value),
      setCompare: value => set('compare', value ? 'true' : undefined),
      setUtc: value => {
        window.localStorage.setItem(REMEMBERED, String(value));
        setUtcState(value);
      },
    }),
    [range, compare, utc, set],
  );
}
