import { makeStyles } from '@material-ui/core/styles';
import { NodeMetricsView } from '../metrics/NodeMetricsView';
import { NodeFrame } from './NodeFrame';
import { NodeOverview } from './NodeOverview';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(4), minWidth: 0 },
}));

/** One node outside the catalog; the only page of those that left. */
export const NodePage = () => {
  const classes = useStyles();
  return (
    <NodeFrame page="overview">
      {node => (
        <div className={classes.root}>
          <NodeOverview node={node} />
          {node.status !== 'left' && <NodeMetricsView node={node} />}
        </div>
      )}
    </NodeFrame>
  );
};
