import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { isManagedNode } from '../entityFilters';
import { AlarmList } from '../metrics/AlarmList';
import { GroupMetrics } from '../metrics/GroupMetrics';
import { NodeMetricsView } from '../metrics/NodeMetricsView';
import { NodeByName } from '../node/NodeByName';
import { Surface } from '../shared/Surface';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(4), minWidth: 0 },
}));

/** The Metrics tab: of a node, or of an entity that nodes belong to. */
export const EntityMetricsContent = () => {
  const classes = useStyles();
  const { entity } = useEntity();
  const within = useMemo(
    () => ({ relatedTo: stringifyEntityRef(entity) }),
    [entity],
  );
  return (
    <Surface>
      {isManagedNode(entity) ? (
        <Card>
          <CardContent>
            <NodeByName name={entity.metadata.name}>
              {node => <NodeMetricsView node={node} />}
            </NodeByName>
          </CardContent>
        </Card>
      ) : (
        <div className={classes.root}>
          <GroupMetrics within={within} />
          <AlarmList within={within} />
        </div>
      )}
    </Surface>
  );
};
