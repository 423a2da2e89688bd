import { OperationState } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  OPERATION_STATE_WORDS,
  SkeletonLines,
  usePatchOperations,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { missingPatchesRouteRef } from '../../routes';
import { FilterChips } from '../../shared/FilterChips';
import { FilterMenu } from '../../shared/FilterMenu';
import { LoadMore } from '../../shared/LoadMore';
import { PrintArea } from '../../shared/PrintArea';
import { OperationsTable } from './OperationsTable';
import { useOperationsView } from './useOperationsView';

const PAGE_SIZE = 25;

const ACTIONS = [
  { value: 'install', label: 'Installs' },
  { value: 'scan', label: 'Scans' },
] as const;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  sentence: { fontSize: 28, fontWeight: 600 },
}));

/** All scans and installs that were started from the portal on nodes one may see. */
export const OperationsPage = () => {
  const classes = useStyles();
  const view = useOperationsView();
  const missing = useRouteRef(missingPatchesRouteRef)();
  const list = usePatchOperations({ ...view.filter, limit: PAGE_SIZE });
  const items = list.data?.pages.flatMap(page => page.items);

  const rows = () => {
    if (list.error && !items) {
      return <ErrorState error={list.error} onRetry={list.refetch} />;
    }
    if (!items) {
      return <SkeletonLines lines={8} />;
    }
    if (!items.length) {
      return view.isNarrowed ? (
        <EmptyState
          title="No scan or install matches"
          action={
            <Button variant="outlined" onClick={view.clear}>
              Clear filters
            </Button>
          }
        />
      ) : (
        <EmptyState
          title="Nobody has scanned or installed anything from the portal yet"
          action={<Link to={missing}>Look at what is missing</Link>}
        >
          Choose nodes or patches, and scan or install from there. What was
          started is listed here, with how it ended.
        </EmptyState>
      );
    }
    return (
      <>
        <OperationsTable operations={items} />
        <LoadMore list={list} />
      </>
    );
  };

  return (
    <PrintArea
      title="Scans and installs"
      className={classes.root}
      busy={list.isPlaceholderData}
    >
      <Typography variant="h4" component="h2" className={classes.sentence}>
        Scans and installs from the portal
      </Typography>
      <div className={classes.bar}>
        <FilterMenu
          label="What was done"
          options={ACTIONS.map(option => ({
            ...option,
            chosen: view.has('action', option.value),
          }))}
          onToggle={value => view.toggle('action', value)}
        />
        <FilterMenu
          label="State"
          options={(Object.keys(OPERATION_STATE_WORDS) as OperationState[]).map(
            value => ({
              value,
              label: OPERATION_STATE_WORDS[value],
              chosen: view.has('state', value),
            }),
          )}
          onToggle={value => view.toggle('state', value)}
        />
        <Button
          size="small"
          variant={view.filter.startedBy === 'me' ? 'contained' : 'outlined'}
          aria-pressed={view.filter.startedBy === 'me'}
          onClick={view.toggleMine}
        >
          Started by me
        </Button>
      </div>
      <FilterChips
        filters={view.conditions}
        onLift={({ onLift }) => onLift()}
        onClear={view.clear}
      />
      {rows()}
    </PrintArea>
  );
};
