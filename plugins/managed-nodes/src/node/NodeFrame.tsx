import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import {
  nodePatchesRouteRef,
  nodeRouteRef,
  nodeRunsRouteRef,
  nodesRouteRef,
} from '../routes';
import { useNodeLink } from '../shared/useNodeLinks';
import { NodeByName } from './NodeByName';

const useStyles = makeStyles(theme => ({
  links: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 3),
    marginBottom: theme.spacing(2),
    fontSize: 14,
    '& > *': { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) },
  },
  here: { fontWeight: 600, color: theme.palette.text.primary },
}));

/** A page about one node outside the catalog: the ways to its other pages, then what it says. */
export const NodeFrame = (props: {
  page: 'overview' | 'patches' | 'runs';
  children: (node: ManagedNode) => ReactNode;
}) => {
  const classes = useStyles();
  const { name = '' } = useParams();
  const nodes = useRouteRef(nodesRouteRef)();
  const overview = useRouteRef(nodeRouteRef)({ name });
  const patches = useRouteRef(nodePatchesRouteRef)({ name });
  const runs = useRouteRef(nodeRunsRouteRef)({ name });
  const nodeLink = useNodeLink();
  const pages = [
    { id: 'overview', label: 'Overview', to: overview },
    { id: 'patches', label: 'Patches', to: patches },
    { id: 'runs', label: 'Runs', to: runs },
  ];
  return (
    <Card>
      <CardContent>
        <NodeByName name={name}>
          {node => (
            <>
              <div className={classes.links}>
                <nav aria-label="Pages of the node">
                  {pages.map(({ id, label, to }) => (
                    <Link
                      key={id}
                      to={to}
                      aria-current={id === props.page ? 'page' : undefined}
                      className={id === props.page ? classes.here : undefined}
                    >
                      {label}
                    </Link>
                  ))}
                </nav>
                <div>
                  <Link to={nodes}>All nodes</Link>
                  {node.status !== 'left' && (
                    <Link to={nodeLink(node)}>Its page in the catalog</Link>
                  )}
                </div>
              </div>
              {props.children(node)}
            </>
          )}
        </NodeByName>
      </CardContent>
    </Card>
  );
};
