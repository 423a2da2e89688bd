import { FleetReport } from '@managed-nodes/plugin-managed-nodes-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { lazy, Suspense, useId } from 'react';
import { DefinitionLink } from './DefinitionLink';

// The charting code is as much as the rest of the page.
const ReportTrendChart = lazy(() =>
  import('./ReportTrendChart').then(m => ({ default: m.ReportTrendChart })),
);

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    minWidth: 0,
    // On paper the chart is made smaller, but is to be read all the same.
    '@media print': {
      '& .recharts-cartesian-axis-tick text': { fontSize: 16 },
    },
  },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** Whether it gets better, in the last 90 days. */
export const ReportTrend = (props: { days: FleetReport['trend'] }) => {
  const classes = useStyles();
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        <DefinitionLink of="in-time">Patched in time</DefinitionLink>, by day
      </Typography>
      {props.days.length > 1 ? (
        <Suspense fallback={<Skeleton variant="rect" height={240} />}>
          <ReportTrendChart days={props.days} />
        </Suspense>
      ) : (
        <p className={classes.quiet}>
          The chart begins with the second day that is counted.
        </p>
      )}
    </section>
  );
};
