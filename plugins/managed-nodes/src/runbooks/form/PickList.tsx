import {
  ManagedNode,
  NodePage,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  NodeName,
  NodeStatusChip,
  SkeletonLines,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { RowBox } from '../../shared/RowBox';

const useStyles = makeStyles(theme => ({
  list: {
    margin: 0,
    padding: 0,
    listStyle: 'none',
    maxHeight: 360,
    overflowY: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.75, 1.5),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  waiting: { opacity: 0.6 },
}));

/** Nodes to choose from, one page of them. */
export const PickList = (props: {
  list: {
    data: NodePage | undefined;
    error: Error | null;
    refetch: () => unknown;
    /** The data is of the search before. */
    isPlaceholderData: boolean;
  };
  isChosen: (name: string) => boolean;
  onToggle: (node: ManagedNode, chosen: boolean) => void;
}) => {
  const classes = useStyles();
  const { list, isChosen, onToggle } = props;
  if (list.error && !list.data) {
    return <ErrorState error={list.error} onRetry={list.refetch} />;
  }
  if (!list.data) {
    return <SkeletonLines lines={4} />;
  }
  if (!list.data.items.length) {
    return (
      <EmptyState title="There are no such nodes">
        Search for something else. You find the nodes here that you may see.
      </EmptyState>
    );
  }
  return (
    <ul
      aria-label="Nodes to choose from"
      className={`${classes.list} ${
        list.isPlaceholderData ? classes.waiting : ''
      }`}
    >
      {list.data.items.map(node => {
        const chosen = isChosen(node.name);
        return (
          <li key={node.name} className={classes.row}>
            <RowBox
              label={`Choose ${node.title || node.nodeId}`}
              checked={chosen}
              onToggle={() => onToggle(node, !chosen)}
            />
            <NodeName node={node} />
            <NodeStatusChip status={node.status} />
          </li>
        );
      })}
    </ul>
  );
};
