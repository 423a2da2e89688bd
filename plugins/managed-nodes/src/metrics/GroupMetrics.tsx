import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  GroupMetricKind,
  groupMetricKindSchema,
  METRIC_UNITS,
  NodeFilter,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  ErrorState,
  MiddleTruncated,
  SkeletonLines,
  useCoverage,
  useGroupMetrics,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import { nodeRouteRef } from '../routes';
import { BorderedTable } from '../shared/BorderedTable';
import { useNodesLink } from '../shared/useNodeLinks';
import { chartData } from './chartData';
import { MetricControls } from './MetricControls';
import { MetricFigure } from './MetricFigure';
import { MetricProblems } from './MetricProblems';
import { KIND_WORDS, valueWords } from './metricWords';
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
  quiet: { color: theme.palette.textSubtle, fontSize: 14, margin: 0 },
  number: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
}));

/** How many of the nodes report, and the way to those that do not. */
const Reporting = (props: { within: NodeFilter }) => {
  const classes = useStyles();
  const nodes = useNodesLink();
  const { data } = useCoverage(props.within);
  if (!data) {
    return null;
  }
  const countIn = (...states: string[]) =>
    data.states.reduce(
      (sum, each) => sum + (states.includes(each.state) ? each.nodes : 0),
      0,
    );
  const unwatched = countIn('unmonitored', 'silent');
  return (
    <p className={classes.quiet}>
      {countIn('monitored')} of {countOf(data.nodes, 'node')} monitored
      {unwatched > 0 && (
        <>
          ,{' '}
          <Link
            to={nodes({
              ...props.within,
              monitoring: ['unmonitored', 'silent'],
            })}
          >
            {unwatched} not
          </Link>
        </>
      )}
      .
    </p>
  );
};

/** One metric of many nodes at a glance, and the five that stand out. */
export const GroupMetrics = (props: { within: NodeFilter }) => {
  const classes = useStyles();
  const { within } = props;
  const times = useMetricTimes();
  const node = useRouteRef(nodeRouteRef);
  const [params, setParams] = useSearchParams();
  const kind: GroupMetricKind =
    groupMetricKindSchema.safeParse(params.get('kind')).data ?? 'cpu';
  const { range, compare, utc } = times;
  const { data, error, refetch } = useGroupMetrics({
    ...within,
    kind,
    range,
    compare: compare || undefined,
  });
  const choose = (next: GroupMetricKind) =>
    setParams(
      before => {
        const changed = new URLSearchParams(before);
        changed.set('kind', next);
        return changed;
      },
      { replace: true },
    );
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <ButtonGroup size="small" aria-label="What is shown">
          {groupMetricKindSchema.options.map(each => (
            <Button
              key={each}
              aria-pressed={each === kind}
              variant={each === kind ? 'contained' : 'outlined'}
              onClick={() => choose(each)}
            >
              {KIND_WORDS[each]}
            </Button>
          ))}
        </ButtonGroup>
        <MetricControls times={times} />
      </div>
      <Reporting within={within} />
      {data && <MetricProblems problems={data.problems} />}
      {data && (
        <MetricFigure
          title={`${KIND_WORDS[data.kind]} of ${countOf(
            data.reporting,
            'node',
          )}`}
          unit={METRIC_UNITS[data.kind]}
          utc={utc}
          height={260}
          data={chartData(data, [
            {
              name: 'Average',
              values: data.average,
              weekBefore: data.weekBefore,
            },
            { name: 'Highest', values: data.maximum },
            { name: 'Lowest', values: data.minimum },
          ])}
        >
          {data.asked < data.nodes && (
            <p className={classes.quiet}>
              {data.asked} of {countOf(data.nodes, 'node')} asked for: those
              that report this, 500 at the most.
            </p>
          )}
        </MetricFigure>
      )}
      {data && data.worst.length > 0 && (
        <BorderedTable
          label="The highest averages"
          columns={['Highest on average', 'Average', 'Peak']}
          airy
        >
          {data.worst.map(({ name, title, average, maximum }) => (
            <TableRow key={name}>
              <TableCell>
                <Link to={node({ name })}>
                  <MiddleTruncated text={title} max={48} />
                </Link>
              </TableCell>
              <TableCell className={classes.number}>
                {valueWords(average, METRIC_UNITS[data.kind])}
              </TableCell>
              <TableCell className={classes.number}>
                {valueWords(maximum, METRIC_UNITS[data.kind])}
              </TableCell>
            </TableRow>
          ))}
        </BorderedTable>
      )}
      {!data && error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonLines lines={6} />}
    </div>
  );
};
