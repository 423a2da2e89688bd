import { FleetReport } from '@managed-nodes/plugin-managed-nodes-common';
import {
  formatCount,
  formatShare,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { countChange, shareChange, successOf } from './reportWords';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  figure: {
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  value: {
    display: 'block',
    fontSize: 28,
    lineHeight: 1.2,
    fontWeight: 600,
    fontVariantNumeric: 'tabular-nums',
  },
  name: {
    color: theme.palette.text.primary,
    fontSize: 14,
    textDecoration: 'underline dotted',
    textUnderlineOffset: 3,
    '&:hover, &:focus-visible': { color: theme.palette.primary.main },
  },
  change: {
    display: 'block',
    minHeight: '1.4em',
    color: theme.palette.textSubtle,
    fontSize: 13,
  },
}));

interface Figure {
  definition: string;
  name: string;
  value: string;
  change: string | null;
}

function share(value: number | null): string {
  return value === null ? '–' : formatShare(value);
}

function figuresOf(report: FleetReport): Figure[] {
  const { total, online, neverReported, unclaimed, runs } = report;
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
        `of ${formatCount(runs.now.started)} in 30 days`,
    },
  ];
}

/** The figures of the whole fleet, each with a link to what it counts. */
export const ReportFigures = (props: { report: FleetReport }) => {
  const classes = useStyles();
  return (
    <ul className={classes.root} aria-label="The whole fleet">
      {figuresOf(props.report).map(({ definition, name, value, change }) => (
        <li key={definition} className={classes.figure}>
          <span className={classes.value}>{value}</span>
          <a className={classes.name} href={`#${definition}`}>
            {name}
          </a>
          <span className={classes.change}>{change}</span>
        </li>
      ))}
    </ul>
  );
};
