import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
} from '@managed-nodes/plugin-managed-nodes-react';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(0.5), minWidth: 100 },
  bar: { borderRadius: 2 },
  text: {
    marginTop: 2,
    fontSize: '0.9em',
    color: theme.palette.textSubtle,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
}));

/** How far a listing has come, in words. */
export function progressText(
  target: Pick<TargetHealth, 'listed' | 'nodes'>,
): string {
  const { listed, nodes } = target;
  if (!nodes) {
    return `${countOf(listed, 'node')} so far`;
  }
  return listed > nodes
    ? `${countOf(listed, 'node')}, ${formatCount(nodes)} were known`
    : `${formatCount(listed)} of ${countOf(nodes, 'node')}`;
}

/**
 * How far a listing that is under way has come, measured against the nodes
 * known before. Without any there is no telling, and the bar says so.
 */
export const ListingProgress = (props: { target: TargetHealth }) => {
  const classes = useStyles();
  const { target } = props;
  const share = target.nodes
    ? Math.min(100, Math.round((100 * target.listed) / target.nodes))
    : undefined;
  const text = progressText(target);
  return (
    <div className={classes.root}>
      <LinearProgress
        className={classes.bar}
        variant={share === undefined ? 'indeterminate' : 'determinate'}
        value={share}
        aria-label="Listing"
        aria-valuetext={text}
      />
      <div className={classes.text}>{text}</div>
    </div>
  );
};
