import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  NodeStatusChip,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { nodeSentence } from './nodeSentence';

const useStyles = makeStyles({ sentence: { fontWeight: 600 } });

/** How the node is, before anything else. */
export const NodeHeadline = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const now = useNow();
  return (
    <Typography variant="h5" component="h2" className={classes.sentence}>
      <NodeStatusChip status={props.node.status}>
        {nodeSentence(props.node, now)}
      </NodeStatusChip>
    </Typography>
  );
};
