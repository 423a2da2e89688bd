import { Link } from '@backstage/core-components';
import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';
import { CopyButton } from './CopyButton';
import { EnvironmentIcon, PlatformIcon } from './icons';
import { MiddleTruncated } from './MiddleTruncated';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: theme.spacing(1),
    alignItems: 'center',
    minWidth: 0,
  },
  icons: {
    display: 'inline-flex',
    gap: theme.spacing(0.5),
    fontSize: 16,
    color: theme.palette.textSubtle,
  },
  title: { minWidth: 0, fontWeight: 500 },
  id: {
    gridColumn: 2,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '0.85em',
    color: theme.palette.textSubtle,
    whiteSpace: 'nowrap',
  },
}));

/** What {@link NodeName} shows of a node. @public */
export type NamedNode = Pick<
  ManagedNode,
  'title' | 'nodeId' | 'environment' | 'platformType' | 'platformName'
>;

/**
 * A node as it is named everywhere: environment and platform icons, title,
 * and the node id to copy.
 *
 * @public
 */
export const NodeName = (props: {
  node: NamedNode;
  /** Where the title leads. */
  to?: string;
  /** Greatest length of the title in characters. Default: 36. */
  max?: number;
  /** What its id is called where it is copied. Default: `node id`. */
  idName?: string;
}) => {
  const classes = useStyles();
  const { node, to, max, idName = 'node id' } = props;
  const title = <MiddleTruncated text={node.title || node.nodeId} max={max} />;
  return (
    <span className={classes.root}>
      <span className={classes.icons}>
        <EnvironmentIcon environment={node.environment} />
        <PlatformIcon
          platformType={node.platformType}
          platformName={node.platformName}
        />
      </span>
      <span className={classes.title}>
        {to ? <Link to={to}>{title}</Link> : title}
      </span>
      <span className={classes.id}>
        {node.nodeId}
        <CopyButton text={node.nodeId} what={idName} />
      </span>
    </span>
  );
};
