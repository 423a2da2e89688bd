import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import { makeStyles } from '@material-ui/core/styles';
import { useParams } from 'react-router-dom';
import { nodesRouteRef } from '../routes';
import { useNodeLink } from '../shared/useNodeLinks';
import { NodeByName } from './NodeByName';

const useStyles = makeStyles(theme => ({
  links: {
    display: 'flex',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
    fontSize: 14,
  },
}));

/** One node outside the catalog; the only page of those that left. */
export const NodePage = () => {
  const classes = useStyles();
  const { name = '' } = useParams();
  const nodes = useRouteRef(nodesRouteRef)();
  const nodeLink = useNodeLink();
  return (
    <Card>
      <CardContent>
        <NodeByName
          name={name}
          above={node => (
            <div className={classes.links}>
              <Link to={nodes}>All nodes</Link>
              {node.status !== 'left' && (
                <Link to={nodeLink(node)}>Its page in the catalog</Link>
              )}
            </div>
          )}
        />
      </CardContent>
    </Card>
  );
};
