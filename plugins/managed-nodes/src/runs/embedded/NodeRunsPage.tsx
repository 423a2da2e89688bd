import { NodeName } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { NodeFrame } from '../../node/NodeFrame';
import { NodeRuns } from './NodeRuns';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
}));

/** The runs on one node outside the catalog. */
export const NodeRunsPage = () => {
  const classes = useStyles();
  return (
    <NodeFrame page="runs">
      {node => (
        <div className={classes.root}>
          <NodeName node={node} max={64} />
          <NodeRuns node={node} />
        </div>
      )}
    </NodeFrame>
  );
};
