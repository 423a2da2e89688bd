import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { AsOf, NodeName } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { NodeAgent } from './NodeAgent';
import { NodeHeadline } from './NodeHeadline';
import { NodeIdentity } from './NodeIdentity';
import { NodePatches } from './NodePatches';
import { NodePlace } from './NodePlace';
import { NodeTags } from './NodeTags';
import { RightNow } from './rightNow/RightNow';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3) },
  head: { display: 'grid', gap: theme.spacing(1), justifyItems: 'start' },
  sections: {
    display: 'grid',
    gap: theme.spacing(4),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    alignItems: 'start',
  },
}));

/** Everything known about one node, the answer first. */
export const NodeOverview = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const { node } = props;
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <NodeHeadline node={node} />
        <NodeName node={node} max={64} />
        {node.status !== 'left' && <AsOf value={node.lastSeenAt} />}
      </div>
      <RightNow node={node} />
      <div className={classes.sections}>
        <NodeIdentity node={node} />
        <NodePlace node={node} />
        <NodeAgent node={node} />
        <NodePatches node={node} />
        <NodeTags tags={node.tags} />
      </div>
    </div>
  );
};
