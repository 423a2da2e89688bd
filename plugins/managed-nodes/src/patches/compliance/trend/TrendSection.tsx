import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  usePatchTrend,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { lazy, Suspense, useId, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { HIDDEN_IN_PRINT } from '../../../shared/print';
import { TrendTable } from './TrendTable';
import { trendQuery } from './trendSeries';

// The charting code is as much as the rest of the page.
const TrendChart = lazy(() =>
  import('./TrendChart').then(m => ({ default: m.TrendChart })),
);

const SPANS = [30, 90, 365];

const DEFAULT_SPAN = 90;

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
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  },
  title: { marginRight: 'auto' },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** Whether it gets better: the nodes that are not compliant, by day. */
export const TrendSection = (props: { filter: NodeFilter }) => {
  const classes = useStyles();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get('days'));
  const span = SPANS.includes(asked) ? asked : DEFAULT_SPAN;
  const { query, whole } = trendQuery(props.filter, span);
  const trend = usePatchTrend(query);
  const days = trend.data?.days ?? [];
  const drawn = days.length > 1;

  const choose = (wanted: number) =>
    setParams(current => {
      const next = new URLSearchParams(current);
      next.set('days', String(wanted));
      return next;
    });

  const body = () => {
    if (trend.error && !trend.data) {
      return <ErrorState error={trend.error} onRetry={trend.refetch} />;
    }
    if (!trend.data) {
      return <Skeleton variant="rect" height={280} />;
    }
    if (trend.data.unavailable) {
      return <p className={classes.quiet}>{trend.data.unavailable}</p>;
    }
    if (!drawn) {
      return (
        <p className={classes.quiet}>
          {days.length
            ? 'There is one day so far. The chart begins with the second.'
            : 'There is nothing yet. The first figures are kept at the end of the day.'}
        </p>
      );
    }
    return asTable ? (
      <TrendTable days={days} />
    ) : (
      <Suspense fallback={<Skeleton variant="rect" height={280} />}>
        <TrendChart days={days} />
      </Suspense>
    );
  };

  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography
          variant="subtitle1"
          component="h3"
          id={id}
          className={classes.title}
        >
          Nodes that are not compliant, by day
        </Typography>
        {(drawn || span !== DEFAULT_SPAN) && (
          <div {...HIDDEN_IN_PRINT}>
            {SPANS.map(choice => (
              <Button
                key={choice}
                size="small"
                aria-pressed={span === choice}
                color={span === choice ? 'primary' : 'default'}
                onClick={() => choose(choice)}
              >
                {choice === 365 ? '1 year' : `${choice} days`}
              </Button>
            ))}
            <Button
              size="small"
              variant="outlined"
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? 'As chart' : 'As table'}
            </Button>
          </div>
        )}
      </div>
      {body()}
      {!whole && drawn && (
        <div className={classes.quiet}>
          Past days are known by owner, application, environment, operating
          system, account and Region only; the other filters do not narrow them.
        </div>
      )}
    </section>
  );
};
