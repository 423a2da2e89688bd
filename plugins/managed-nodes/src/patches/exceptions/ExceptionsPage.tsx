import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchExceptionQuery } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  usePatchExceptions,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import { nodesRouteRef } from '../../routes';
import { FilterChips } from '../../shared/FilterChips';
import { LoadMore } from '../../shared/LoadMore';
import { PrintArea } from '../../shared/PrintArea';
import { ExceptionsTable } from './ExceptionsTable';

type State = PatchExceptionQuery['state'];

const PAGE_SIZE = 50;

const STATES: Array<{ state: State; label: string }> = [
  { state: 'active', label: 'In force' },
  { state: 'expired', label: 'Expired' },
  { state: 'ended', label: 'Ended early' },
  { state: 'all', label: 'All' },
];

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  bar: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  sentence: { fontSize: 28, fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle },
}));

/** Which patches need not be where for now, and why. */
export const ExceptionsPage = () => {
  const classes = useStyles();
  const nodes = useRouteRef(nodesRouteRef)();
  const [params, setParams] = useSearchParams();
  const state =
    STATES.find(option => option.state === params.get('state'))?.state ??
    'active';
  const subject = params.get('subject') ?? undefined;
  const list = usePatchExceptions({ state, subject, limit: PAGE_SIZE });
  const items = list.data?.pages.flatMap(page => page.items);

  const clear = () =>
    setParams(current => {
      const next = new URLSearchParams(current);
      next.delete('subject');
      return next;
    });

  const rows = () => {
    if (list.error && !items) {
      return <ErrorState error={list.error} onRetry={list.refetch} />;
    }
    if (!items) {
      return <SkeletonLines lines={6} />;
    }
    if (!items.length && subject) {
      return (
        <EmptyState
          title="There is no such exception for this node or application"
          action={
            <Button variant="outlined" onClick={clear}>
              Clear filters
            </Button>
          }
        />
      );
    }
    if (!items.length) {
      return (
        <EmptyState
          title={
            state === 'active'
              ? 'No exception is in force'
              : 'There is no such exception'
          }
          action={<Link to={nodes}>Find a node</Link>}
        >
          A node, or all nodes of an application, can be excepted from a patch
          for a while: on the Patches tab of the node.
        </EmptyState>
      );
    }
    return (
      <>
        <ExceptionsTable exceptions={items} />
        <LoadMore list={list} />
      </>
    );
  };

  return (
    <PrintArea
      title="Exceptions from the patch policy"
      className={classes.root}
      busy={list.isPlaceholderData}
    >
      <div>
        <Typography variant="h4" component="h2" className={classes.sentence}>
          Exceptions from the patch policy
        </Typography>
        <div className={classes.quiet}>
          Those that end soonest come first. They end by themselves.
        </div>
      </div>
      <div className={classes.bar} role="group" aria-label="Which exceptions">
        {STATES.map(option => (
          <Button
            key={option.state}
            size="small"
            variant={option.state === state ? 'contained' : 'outlined'}
            aria-pressed={option.state === state}
            onClick={() =>
              setParams(current => {
                const next = new URLSearchParams(current);
                next.set('state', option.state);
                return next;
              })
            }
          >
            {option.label}
          </Button>
        ))}
      </div>
      {subject && (
        <FilterChips
          filters={[{ key: subject, label: `For: ${subject}` }]}
          onLift={clear}
          onClear={clear}
        />
      )}
      {rows()}
    </PrintArea>
  );
};
