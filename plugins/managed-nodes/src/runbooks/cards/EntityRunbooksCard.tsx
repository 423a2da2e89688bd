import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  NoticeChip,
  SkeletonLines,
  useRunbooks,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo, useState } from 'react';
import { runbooksRouteRef } from '../../routes';
import { NodesCard } from '../../shared/NodesCard';
import { selectRunbooks } from '../library/selectRunbooks';
import { useFavourites } from '../pieces/useFavourites';
import { entityPlace } from './entityPlace';
import { RunbookRow } from './RunbookRow';

/** Rows shown at first. */
const SHOWN = 5;

const NO_FILTER = { q: '', category: [], mine: false, favourites: false };

const useStyles = makeStyles(theme => ({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  },
}));

/** On an entity that has nodes, or is one: what can be run there, with a button each. */
export const EntityRunbooksCard = () => {
  const classes = useStyles();
  const { entity } = useEntity();
  const runbooks = useRouteRef(runbooksRouteRef)();
  const { query, on } = useMemo(() => entityPlace(entity), [entity]);
  const { data, error, refetch } = useRunbooks(query);
  const favourites = useFavourites();
  const [all, setAll] = useState(false);

  const body = () => {
    if (!data) {
      return error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <SkeletonLines lines={4} />
      );
    }
    const fitting = selectRunbooks(
      // Those that take no nodes have nothing to do with this entity.
      data.items.filter(({ onNodes }) => onNodes),
      NO_FILTER,
      favourites.ids,
    );
    if (!fitting.length) {
      return (
        <Typography color="textSecondary">
          No runbook is meant for{' '}
          {query.node ? 'this node' : 'nodes of this entity'}.
        </Typography>
      );
    }
    const shown = all ? fitting : fitting.slice(0, SHOWN);
    return (
      <>
        <ul className={classes.list} aria-label="Runbooks">
          {shown.map(runbook => (
            <RunbookRow key={runbook.id} runbook={runbook} on={on} />
          ))}
        </ul>
        <div className={classes.foot}>
          {shown.length < fitting.length ? (
            <Button size="small" onClick={() => setAll(true)}>
              Show {fitting.length - shown.length} more
            </Button>
          ) : (
            <span />
          )}
          <Link to={`${runbooks}${toQueryString({ ...query })}`}>
            What each of them does
          </Link>
        </div>
      </>
    );
  };

  return (
    <NodesCard title="Runbooks" action={<NoticeChip />}>
      {body()}
    </NodesCard>
  );
};
