import {
  MetricKind,
  MetricLookup,
  MetricRange,
  MetricUnit,
} from '@managed-nodes/plugin-managed-nodes-common';
import { rateWords } from '../node/rightNow/words';

/** What each kind is called. */
export const KIND_WORDS: Record<MetricKind, string> = {
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disks used',
  swap: 'Swap',
  diskRead: 'Disk reads',
  diskWrite: 'Disk writes',
  networkIn: 'Network in',
  networkOut: 'Network out',
  statusCheck: 'Failed status checks',
};

/** What each range is called. */
export const RANGE_WORDS: Record<MetricRange, string> = {
  '1h': '1 hour',
  '3h': '3 hours',
  '12h': '12 hours',
  '1d': '1 day',
  '3d': '3 days',
  '7d': '7 days',
  '15d': '15 days',
};

/** A value with its unit: `42.3 %`, `1.2 MB/s`, `1`. */
export function valueWords(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'percent':
      return `${Number(value.toFixed(1))} %`;
    case 'bytesPerSecond':
      return rateWords(value);
    default:
      return String(Math.round(value));
  }
}

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
};
const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };

/** How moments are written on an axis. */
export function tickWords(
  time: number,
  options: { utc: boolean; longerThanADay: boolean; timeZone?: string },
): string {
  const { utc, longerThanADay, timeZone } = options;
  return new Intl.DateTimeFormat('en-GB', {
    ...(longerThanADay && DATE),
    ...CLOCK,
    timeZone: utc ? 'UTC' : timeZone,
  }).format(time);
}

/** An exact moment, with its zone. */
export function momentWords(
  time: number,
  { utc, timeZone }: { utc: boolean; timeZone?: string },
): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...DATE,
    ...CLOCK,
    timeZone: utc ? 'UTC' : timeZone,
    timeZoneName: 'short',
  }).format(time);
}

/** Where it was looked for, and with what success. */
export function lookupWords({
  namespace,
  dimension,
  value,
  found,
  skipped,
}: MetricLookup): string {
  const where = `${dimension} = ${value} in ${namespace}`;
  if (skipped !== null) {
    return `Not looked for ${where}: ${skipped}.`;
  }
  return found
    ? `${found} found for ${where}.`
    : `None in two weeks for ${where}.`;
}
