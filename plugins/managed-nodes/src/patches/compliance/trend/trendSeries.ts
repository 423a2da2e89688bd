import {
  NodeFilter,
  PatchStanding,
  PatchTrend,
  PatchTrendQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Theme } from '@material-ui/core/styles';

/** What the chart shows: the nodes that are not compliant, the worst at the bottom. */
export const TREND_STANDINGS = [
  'overdue',
  'stale',
  'never-reported',
  'due',
  'excepted',
] as const satisfies readonly PatchStanding[];

/** The same colour for the same standing everywhere. */
export function standingColour(theme: Theme, standing: PatchStanding): string {
  const { status, type } = theme.palette;
  switch (standing) {
    case 'overdue':
      return status.error;
    case 'due':
      return status.warning;
    case 'stale':
      return type === 'dark' ? '#c49be0' : '#8e4fb5';
    case 'excepted':
      return status.running;
    case 'compliant':
      return status.ok;
    default:
      return type === 'dark' ? '#9e9e9e' : '#757575';
  }
}

/** The conditions that daily snapshots know. */
const KNOWN = [
  'owner',
  'application',
  'environment',
  'platform',
  'account',
  'region',
  'relatedTo',
] as const satisfies ReadonlyArray<keyof NodeFilter>;

/** What of a filter the trend can be narrowed by, and whether that is all of it. */
export function trendQuery(
  filter: NodeFilter,
  days: number,
): { query: Partial<PatchTrendQuery>; whole: boolean } {
  const isKnown = (key: string) => KNOWN.some(known => known === key);
  const whole = Object.entries(filter).every(
    ([key, value]) => value === undefined || isKnown(key),
  );
  const query: Partial<PatchTrendQuery> = { days };
  for (const key of KNOWN) {
    Object.assign(query, { [key]: filter[key] });
  }
  return { query, whole };
}

/** A day of the trend. */
export type TrendDay = PatchTrend['days'][number];

/** A day's date in few letters: `3 Nov`. */
export function shortDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}
