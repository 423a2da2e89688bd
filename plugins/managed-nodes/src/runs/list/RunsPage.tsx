import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { RunRequest } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  managedNodesApiRef,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { runbooksRouteRef } from '../../routes';
import { ExportMenu } from '../../shared/ExportMenu';
import { PrintArea } from '../../shared/PrintArea';
import { RunsFilters } from './RunsFilters';
import { RunsList } from './RunsList';
import { RunsNav } from './RunsNav';
import { useMyGroups } from './useMyGroups';
import { useRunsView } from './useRunsView';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  sentence: { fontSize: 28, fontWeight: 600 },
}));

/** Why there are no runs, and what to do next. */
const NoRuns = (props: {
  filter: RunRequest;
  narrowed: boolean;
  onClear: () => void;
}) => {
  const runbooks = useRouteRef(runbooksRouteRef)();
  const { filter, narrowed, onClear } = props;
  if (narrowed) {
    return (
      <EmptyState
        title="No run matches"
        action={
          <Button variant="outlined" onClick={onClear}>
            Clear filters
          </Button>
        }
      />
    );
  }
  if (filter.toDecide) {
    return (
      <EmptyState title="Nothing waits for your approval">
        When somebody asks for a run that you may approve, it is listed here.
      </EmptyState>
    );
  }
  const title = () => {
    if (filter.startedBy === 'me') {
      return 'You have not run anything yet';
    }
    return filter.startedBy
      ? 'Nobody of this team has run anything yet'
      : 'Nothing has been run yet';
  };
  return (
    <EmptyState
      title={title()}
      action={<Link to={runbooks}>Look at the runbooks</Link>}
    >
      What is started from there is listed here, with how it ended.
    </EmptyState>
  );
};

/** All runs of runbooks that one started, or on nodes one may see. */
export const RunsPage = () => {
  const classes = useStyles();
  const api = useApi(managedNodesApiRef);
  const view = useRunsView();
  const groups = useMyGroups() ?? [];
  const { filter } = view;
  return (
    <PrintArea title="Runs" className={classes.root}>
      <div className={classes.head}>
        <Typography variant="h4" component="h2" className={classes.sentence}>
          Runs of runbooks
        </Typography>
        <ExportMenu
          printable
          exportables={[
            {
              label: 'These runs',
              fileName: 'runs',
              load: format => api.runbooks.exportRuns(format, filter),
            },
          ]}
        />
      </div>
      <RunsNav view={view} groups={groups} />
      <RunsFilters view={view} groups={groups} />
      <RunsList
        filter={filter}
        empty={
          <NoRuns
            filter={filter}
            narrowed={view.conditions.length > 0}
            onClear={view.clear}
          />
        }
      />
    </PrintArea>
  );
};
