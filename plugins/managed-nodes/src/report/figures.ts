import {
  FleetReport,
  ReportRuns,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  formatCount,
  formatShare,
} from '@managed-nodes/plugin-managed-nodes-react';
import { DefinitionId } from './definitions';
import { countChange, shareChange, successOf } from './reportWords';

/** A figure of the whole fleet as it is shown. */
export interface ReportFigure {
  /** The definition that says what it counts. */
  definition: DefinitionId;
  name: string;
  value: string;
  /** Since a month before, or what else helps to read it. */
  change: string | null;
}

const HEADLINES: DefinitionId[] = [
  'machines',
  'in-time',
  'overdue',
  'answering',
];

function share(value: number | null): string {
  return value === null ? '–' : formatShare(value);
}

function runsInWords({ started }: ReportRuns, success: number | null): string {
  if (!started) {
    return 'none in 30 days';
  }
  return success === null
    ? `${formatCount(started)} started, none ended`
    : `of ${formatCount(started)} in 30 days`;
}

/** Everything that is counted of the whole fleet. */
export function reportFigures(report: FleetReport): ReportFigure[] {
  const { total, online, alarming, neverReported, unclaimed, runs } = report;
  const success = successOf(runs.now);
  return [
    {
      definition: 'machines',
      name: 'Machines',
      value: formatCount(total.nodes),
      change: countChange(total.nodes, total.nodesBefore),
    },
    {
      definition: 'in-time',
      name: 'Patched in time',
      value: share(total.score),
      change: shareChange(total.score, total.scoreBefore),
    },
    {
      definition: 'overdue',
      name: 'Overdue',
      value: formatCount(total.overdue),
      change: countChange(total.overdue, total.overdueBefore),
    },
    {
      definition: 'answering',
      name: 'Answering',
      value: share(total.nodes ? online / total.nodes : null),
      change: null,
    },
    {
      definition: 'watched',
      name: 'Watched',
      value: share(total.watched),
      change: null,
    },
    {
      definition: 'alarms',
      name: 'With an alarm',
      value: formatCount(alarming),
      change: null,
    },
    {
      definition: 'never-reported',
      name: 'Never reported',
      value: formatCount(neverReported),
      change: null,
    },
    {
      definition: 'unclaimed',
      name: 'Unclaimed',
      value: formatCount(unclaimed),
      change: null,
    },
    {
      definition: 'runs',
      name: 'Runs that succeeded',
      value: share(success),
      change:
        shareChange(success, successOf(runs.before)) ??
        runsInWords(runs.now, success),
    },
  ];
}

/** The few that stand for the rest, where there is little room. */
export function headlineFigures(report: FleetReport): ReportFigure[] {
  return reportFigures(report).filter(({ definition }) =>
    HEADLINES.includes(definition),
  );
}
