import { MetricUnit } from '@managed-nodes/plugin-managed-nodes-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { lazy, ReactNode, Suspense, useId } from 'react';
import { ChartData, summaryOf } from './chartData';
import { valueWords } from './metricWords';

// The charting code is as much as the rest of the page.
const MetricLines = lazy(() =>
  import('./MetricLines').then(m => ({ default: m.MetricLines })),
);

const HEIGHT = 180;

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    minWidth: 0,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
  },
  quiet: {
    color: theme.palette.textSubtle,
    fontSize: 13,
    fontVariantNumeric: 'tabular-nums',
  },
}));

/** One chart with its title, and what it shows in words. */
export const MetricFigure = (props: {
  title: string;
  data: ChartData;
  unit: MetricUnit;
  utc: boolean;
  height?: number;
  children?: ReactNode;
}) => {
  const classes = useStyles();
  const id = useId();
  const { title, data, unit, utc, height = HEIGHT } = props;
  const [first] = data.lines.filter(({ before }) => !before);
  const summary =
    first && summaryOf(data.rows.map(row => row[first.key] ?? null));
  const words = (value: number) => valueWords(value, unit);
  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography variant="subtitle1" component="h4" id={id}>
          {title}
        </Typography>
        {summary && (
          <span className={classes.quiet}>
            {words(summary.last)} now, {words(summary.minimum)} to{' '}
            {words(summary.maximum)}
          </span>
        )}
      </div>
      {summary ? (
        // Its words are beside it, and the lines are nothing to be read out.
        <div aria-hidden>
          <Suspense fallback={<Skeleton variant="rect" height={height} />}>
            <MetricLines data={data} unit={unit} utc={utc} height={height} />
          </Suspense>
        </div>
      ) : (
        <p className={classes.quiet}>Nothing was reported in this time.</p>
      )}
      {props.children}
    </section>
  );
};
