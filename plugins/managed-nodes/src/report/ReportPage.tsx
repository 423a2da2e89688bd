import { useApi } from '@backstage/core-plugin-api';
import {
  FleetReport,
  managedNodesReportReadPermission,
  reportDimensionSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  EmptyState,
  ErrorState,
  managedNodesApiRef,
  SkeletonLines,
  useFleetReport,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ExportMenu } from '../shared/ExportMenu';
import { PrintArea } from '../shared/PrintArea';
import { DefinitionLink } from './DefinitionLink';
import { Definitions } from './Definitions';
import { reportFigures } from './figures';
import { OldestProblems } from './OldestProblems';
import { ReportFigures } from './ReportFigures';
import { ReportTable } from './ReportTable';
import { ReportTrend } from './ReportTrend';
import { dayWords, reportSentence } from './reportWords';

const onPaper = { marginBottom: 24 };

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(3),
    maxWidth: 1280,
    // Grids that break over sheets of paper overlap.
    '@media print': { display: 'block', '& > *': onPaper },
  },
  head: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: theme.spacing(1, 2),
  },
  quiet: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
    color: theme.palette.textSubtle,
    fontSize: 14,
  },
  tables: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    '@media (min-width: 1200px)': {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      gridTemplateRows: 'auto auto 1fr',
    },
    '@media print': { display: 'block', '& > *': onPaper },
  },
  // Most rows are of applications: two tables have room beside them.
  tall: {
    '@media (min-width: 1200px)': { gridRow: 'span 2' },
  },
}));

const Report = (props: { report: FleetReport }) => {
  const classes = useStyles();
  const api = useApi(managedNodesApiRef);
  const { report } = props;
  const { comparedTo, breakdowns } = report;
  return (
    <PrintArea title="How the fleet is run" className={classes.root}>
      <div className={classes.head}>
        <div>
          <Typography variant="h5" component="h2">
            {reportSentence(report)}
          </Typography>
          <div className={classes.quiet}>
            <span>
              {comparedTo ? (
                <>
                  <DefinitionLink of="change">Changes</DefinitionLink> are since{' '}
                  {dayWords(comparedTo)}.
                </>
              ) : (
                'Changes are shown from the second day on.'
              )}
            </span>
            <AsOf value={report.asOf} />
          </div>
        </div>
        <ExportMenu
          printable
          exportables={[
            {
              label: 'Report',
              fileName: 'managed-nodes-report',
              load: format => api.exportReport(format),
            },
          ]}
        />
      </div>
      <ReportFigures figures={reportFigures(report)} inRows />
      <ReportTrend days={report.trend} />
      <div className={classes.tables}>
        {reportDimensionSchema.options.map(by => {
          const rows = breakdowns[by];
          return rows?.length ? (
            <div
              key={by}
              className={by === 'application' ? classes.tall : undefined}
            >
              <ReportTable by={by} rows={rows} />
            </div>
          ) : null;
        })}
        <OldestProblems oldest={report.oldest} />
      </div>
      <Definitions policy={report.policy} />
    </PrintArea>
  );
};

/** How the whole fleet is run, for those who need no AWS login, and no word of AWS. */
export const ReportPage = () => {
  const { data, error, refetch } = useFleetReport();
  if (data) {
    return data.total.nodes ? (
      <Report report={data} />
    ) : (
      <EmptyState title="There are no machines yet">
        They appear here when the first listing of an account is complete.
      </EmptyState>
    );
  }
  return error ? (
    <ErrorState
      error={error}
      onRetry={refetch}
      permission={managedNodesReportReadPermission.name}
    />
  ) : (
    <SkeletonLines lines={8} />
  );
};
