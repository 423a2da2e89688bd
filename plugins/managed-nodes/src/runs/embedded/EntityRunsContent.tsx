import { Link } from '@backstage/core-components';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  NoticeChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { isManagedNode } from '../../entityFilters';
import { runbooksRouteRef, runsRouteRef } from '../../routes';
import { Surface } from '../../shared/Surface';
import { RunsList } from '../list/RunsList';
import { NodeRuns } from './NodeRuns';

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
    '& > *': { display: 'flex', alignItems: 'center', gap: theme.spacing(2) },
  },
}));

/** What has been run on the nodes that belong to an entity. */
const RunsOf = (props: { entity: Entity }) => {
  const runbooks = useRouteRef(runbooksRouteRef)();
  const { entity } = props;
  const filter = useMemo(
    () => ({ relatedTo: stringifyEntityRef(entity) }),
    [entity],
  );
  return (
    <RunsList
      filter={filter}
      empty={
        <EmptyState
          title="No runbook has been run on the nodes of this entity yet"
          action={<Link to={runbooks}>Look at the runbooks</Link>}
        >
          What is run on them from the portal is listed here, with how it ended.
        </EmptyState>
      }
    />
  );
};

/** The Runs tab: of a node, or of an entity that nodes belong to. */
export const EntityRunsContent = () => {
  const classes = useStyles();
  const { entity } = useEntity();
  const runs = useRouteRef(runsRouteRef)();
  const isNode = isManagedNode(entity);
  const query = isNode
    ? { node: entity.metadata.name }
    : { relatedTo: stringifyEntityRef(entity) };
  return (
    <Surface>
      <div className={classes.root}>
        <div className={classes.head}>
          <Typography variant="h5" component="h2">
            Runs of runbooks
          </Typography>
          <span>
            <Link to={`${runs}${toQueryString(query)}`}>Filter and export</Link>
            <NoticeChip />
          </span>
        </div>
        {isNode ? (
          <NodeRuns node={entity.metadata} />
        ) : (
          <RunsOf entity={entity} />
        )}
      </div>
    </Surface>
  );
};
