import {
  ManagedNode,
  NodeFilter,
} from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { AlarmList } from './AlarmList';
import { NodeMetrics } from './NodeMetrics';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(4), minWidth: 0 },
}));

/** How a machine was doing, and what rings on it. */
export const NodeMetricsView = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const { name } = props.node;
  const within = useMemo((): NodeFilter => ({ name: [name] }), [name]);
  return (
    <div className={classes.root}>
      <NodeMetrics node={props.node} />
      <AlarmList within={within} ofOneNode />
    </div>
  );
};
