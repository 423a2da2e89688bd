import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  FleetReport,
  managedNodesReportReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  EmptyState,
  ErrorState,
  SkeletonLines,
  useFleetReport,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { headlineFigures } from '../report/figures';
import { ReportFigures } from '../report/ReportFigures';
import { reportSentence } from '../report/reportWords';
import { reportRouteRef } from '../routes';
import { Surface } from '../shared/Surface';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1.5) },
  sentence: { fontWeight: 600 },
  links: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    fontSize: 14,
  },
}));

const Summary = (props: { report: FleetReport }) => {
  const classes = useStyles();
  const page = useRouteRef(reportRouteRef)();
  const { report } = props;
  return (
    <div className={classes.root}>
      <Typography variant="h6" component="p" className={classes.sentence}>
        {reportSentence(report)}
      </Typography>
      <ReportFigures figures={headlineFigures(report)} />
      <div className={classes.links}>
        <Link to={page}>The whole report</Link>
        <AsOf value={report.asOf} />
      </div>
    </div>
  );
};

const Answer = () => {
  const { data, error, refetch } = useFleetReport();
  if (data?.total.nodes === 0) {
    return (
      <EmptyState title="There are no machines yet">
        They appear here when the first listing of an account is complete.
      </EmptyState>
    );
  }
  if (data) {
    return <Summary report={data} />;
  }
  return error ? (
    <ErrorState
      error={error}
      onRetry={refetch}
      permission={managedNodesReportReadPermission.name}
    />
  ) : (
    <SkeletonLines lines={4} />
  );
};

/** On the portal's home page: how the whole fleet is run, in few figures. */
export const ReportSummary = () => (
  <Surface>
    <Answer />
  </Surface>
);
