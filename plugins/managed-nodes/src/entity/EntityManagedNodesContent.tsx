import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { NoticeChip } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { NodesBrowser } from '../nodes/NodesBrowser';
import { Surface } from '../shared/Surface';
import { EntityOverview } from './EntityOverview';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3) },
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
    <Surface>
      <div className={classes.root}>
        <div>
          <EntityOverview entity={entity} action={<NoticeChip />} />
        </div>
        <NodesBrowser within={within} />
      </div>
    </Surface>
  );
};
