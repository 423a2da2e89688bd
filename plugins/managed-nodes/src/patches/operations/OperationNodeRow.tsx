import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { OperationNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  PatchBucketChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { nodePatchesRouteRef } from '../../routes';
import { NodeCell, OutcomeCell } from '../../shared/operations/NodeCells';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { TwoLines } from '../../shared/TwoLines';
import { NodeOutput } from './NodeOutput';

export const COLUMNS = ['Node', 'Outcome', 'Before', 'After', 'Output'];

const useStyles = makeStyles({
  output: { paddingTop: 0 },
});

/** How patches stood: the worst that lacked, and how many. */
const Standing = (props: {
  bucket: OperationNode['bucketBefore'];
  missing: number | null;
}) =>
  props.bucket === null ? (
    <>–</>
  ) : (
    <TwoLines
      first={<PatchBucketChip bucket={props.bucket} />}
      second={
        props.missing
          ? `${countOf(props.missing, 'patch', 'patches')} lacking`
          : null
      }
    />
  );

/** What became of a node in an operation, and what it printed. */
export const OperationNodeRow = (props: {
  operation: string;
  node: OperationNode;
}) => {
  const classes = useStyles();
  const id = useId();
  const [open, setOpen] = useState(false);
  const link = useRouteRef(nodePatchesRouteRef);
  const { operation, node } = props;
  return (
    <>
      <TableRow>
        <NodeCell node={node} to={link({ name: node.name })} />
        <OutcomeCell node={node} />
        <TableCell>
          <Standing bucket={node.bucketBefore} missing={node.missingBefore} />
        </TableCell>
        <TableCell>
          <Standing bucket={node.bucketAfter} missing={node.missingAfter} />
        </TableCell>
        <TableCell {...HIDDEN_IN_PRINT}>
          {node.commandId && (
            <Button
              size="small"
              aria-expanded={open}
              aria-controls={id}
              aria-label={`${open ? 'Hide' : 'Show'} output of ${node.title}`}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Hide' : 'Show'}
            </Button>
          )}
        </TableCell>
      </TableRow>
      {open && (
        <TableRow id={id}>
          <TableCell colSpan={COLUMNS.length} className={classes.output}>
            <NodeOutput
              operation={operation}
              node={node.name}
              live={node.endedAt === null}
            />
            {node.consoleUrl && (
              <Link to={node.consoleUrl}>This command in the AWS console</Link>
            )}
          </TableCell>
        </TableRow>
      )}
    </>
  );
};
