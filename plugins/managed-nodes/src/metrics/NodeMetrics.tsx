import {
  ManagedNode,
  METRIC_UNITS,
  NodeMetrics as Metrics,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  MONITORING_WORDS,
  SkeletonLines,
  useNodeMetrics,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { byKind, chartData } from './chartData';
import { MetricControls } from './MetricControls';
import { MetricFigure } from './MetricFigure';
import { MetricProblems } from './MetricProblems';
import { KIND_WORDS, lookupWords } from './metricWords';
import { useMetricTimes } from './useMetricTimes';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 3),
  },
  charts: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 400px), 1fr))',
  },
  quiet: {
    color: theme.palette.textSubtle,
    fontSize: 14,
    overflowWrap: 'anywhere',
    '& p': { margin: theme.spacing(0, 0, 0.5) },
  },
}));

/** Why there is little or nothing of the agent, and where it was looked for. */
const Missing = (props: { metrics: Metrics; node: ManagedNode }) => {
  const classes = useStyles();
  const { metrics, node } = props;
  return (
    <div className={classes.quiet}>
      <p>
        {metrics.series.length
          ? 'This is what EC2 reports by itself. No CloudWatch agent of this machine reports memory and disks.'
          : 'No CloudWatch agent of this machine reports any metrics.'}{' '}
        {node.monitoring === 'silent' && 'It did before.'}
      </p>
      {metrics.lookups.map(lookup => (
        <p key={`${lookup.dimension} ${lookup.value}`}>{lookupWords(lookup)}</p>
      ))}
    </div>
  );
};

/** How a machine was doing, as CloudWatch has it. */
export const NodeMetrics = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const id = useId();
  const { node } = props;
  const times = useMetricTimes();
  const { range, compare, utc } = times;
  const { data, error, refetch } = useNodeMetrics(node.name, {
    range,
    compare: compare || undefined,
  });
  const ofAgent = data?.lookups.some(({ found }) => found);
  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <Typography variant="h6" component="h3" id={id}>
            Metrics
          </Typography>
          <span className={classes.quiet}>
            {MONITORING_WORDS[node.monitoring]}
          </span>
        </div>
        <MetricControls times={times} />
      </div>
      {data && <MetricProblems problems={data.problems} />}
      {data && (
        <div className={classes.charts}>
          {byKind(data.series).map(([kind, series]) => (
            <MetricFigure
              key={kind}
              title={KIND_WORDS[kind]}
              unit={METRIC_UNITS[kind]}
              utc={utc}
              data={chartData(
                series[0],
                series.map(({ label, values, weekBefore }) => ({
                  name: label ?? KIND_WORDS[kind],
                  values,
                  weekBefore,
                })),
              )}
            />
          ))}
        </div>
      )}
      {data && !ofAgent && !data.problems.length && (
        <Missing metrics={data} node={node} />
      )}
      {!data && error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonLines lines={6} />}
    </section>
  );
};
