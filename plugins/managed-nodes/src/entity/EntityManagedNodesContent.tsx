import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { NoticeChip } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { NodesBrowser } from '../nodes/NodesBrowser';
import { EntityOverview } from './EntityOverview';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3) },
  head: { display: 'flex', gap: theme.spacing(2) },
  overview: { flex: 1, minWidth: 0 },
}));

/** The Nodes tab of an entity: how its nodes are, then which they are. */
export const EntityManagedNodesContent = () => {
  const classes = useStyles();
  const { entity } = useEntity();
  const within = useMemo(
    () => ({ relatedTo: stringifyEntityRef(entity) }),
    [entity],
  );
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <div className={classes.overview}>
          <EntityOverview entity={entity} />
        </div>
        <div>
          <NoticeChip />
        </div>
      </div>
      <NodesBrowser within={within} />
    </div>
  );
};
