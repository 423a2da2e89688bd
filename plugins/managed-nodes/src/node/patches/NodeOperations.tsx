import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  EntityLink,
  ErrorState,
  OperationStateChip,
  RelativeTime,
  SkeletonLines,
  useLatestPatchOperations,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { patchOperationRouteRef } from '../../routes';
import { PatchSection } from './PatchSection';

const SHOWN = 10;

const useStyles = makeStyles(theme => ({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(0.5, 0),
  },
  quiet: {
    width: '100%',
    color: theme.palette.textSubtle,
    fontSize: 13,
    '& a': { textDecoration: 'underline' },
  },
}));

/** The last scans and installs of the node that were started from the portal. */
export const NodeOperations = (props: { name: string }) => {
  const classes = useStyles();
  const operationLink = useRouteRef(patchOperationRouteRef);
  const { data, error, refetch } = useLatestPatchOperations({
    node: props.name,
    limit: SHOWN,
  });

  const body = () => {
    if (error && !data) {
      return <ErrorState error={error} onRetry={refetch} />;
    }
    if (!data) {
      return <SkeletonLines lines={3} />;
    }
    return data.items.length ? (
      <ul className={classes.list}>
        {data.items.map(({ id, action, state, startedAt, startedBy, note }) => (
          <li key={id} className={classes.item}>
            <Link to={operationLink({ id })}>
              {action === 'install' ? 'Install' : 'Scan'}{' '}
              <RelativeTime value={startedAt} />
            </Link>
            <OperationStateChip state={state} />
            <div className={classes.quiet}>
              by <EntityLink entityRef={startedBy} />
              {note && (
                <>
                  : <bdi>{note}</bdi>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    ) : (
      'Nobody has scanned or patched it from the portal yet.'
    );
  };

  return <PatchSection title="Done from the portal">{body()}</PatchSection>;
};
