import {
  FleetReport,
  ReportFigures,
  ReportRuns,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  formatShare,
} from '@managed-nodes/plugin-managed-nodes-react';

/** A day's date as people write it: `23 October`. It stays on one line. */
export function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
    .format(new Date(`${day}T00:00:00Z`))
    .replace(' ', '\u00a0');
}

/** By how much a count changed: `12 more`. Null where nobody knows. */
export function countChange(now: number, before: number | null): string | null {
  if (before === null) {
    return null;
  }
  if (now === before) {
    return 'the same';
  }
  return now > before
    ? `${formatCount(now - before)} more`
    : `${formatCount(before - now)} fewer`;
}

/** By how much a share changed, in percentage points. Null where nobody knows. */
export function shareChange(
  now: number | null,
  before: number | null,
): string | null {
  if (now === null || before === null) {
    return null;
  }
  const points = Math.round(now * 100) - Math.round(before * 100);
  if (points === 0) {
    return 'the same';
  }
  const size = countOf(Math.abs(points), 'point');
  return points > 0 ? `${size} more` : `${size} less`;
}

/** Which share of runs that ended succeeded; null where none ended. */
export function successOf(runs: ReportRuns): number | null {
  const ended = runs.succeeded + runs.failed;
  return ended ? runs.succeeded / ended : null;
}

function scoreWords({ score, scoreBefore }: ReportFigures, day: string | null) {
  if (score === null) {
    return '';
  }
  const change = day && shareChange(score, scoreBefore);
  const than = change === 'the same' ? 'as on' : 'than on';
  return `${formatShare(score)} are patched in time${
    change && day ? `, ${change} ${than} ${dayWords(day)}` : ''
  }.`;
}

/** What matters most, in words that need no explanation. */
export function reportSentence({ total, comparedTo }: FleetReport): string {
  if (!total.nodes) {
    return 'There are no machines yet.';
  }
  return `There ${total.nodes === 1 ? 'is' : 'are'} ${countOf(
    total.nodes,
    'machine',
  )}. ${scoreWords(total, comparedTo)}`.trim();
}
