import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Run, RunNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  useNow,
  useRunOutput,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { nodeRouteRef } from '../../routes';
import { NodeCell, OutcomeCell } from '../../shared/operations/NodeCells';
import { OutputView } from '../../shared/operations/OutputView';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { outcomeWords, tookWords } from '../run/runSentence';
import { RunSteps } from '../steps/RunSteps';

export const RUN_NODE_COLUMNS = ['Node', 'Outcome', 'Took', 'What it did'];

const useStyles = makeStyles({
  more: { paddingTop: 0 },
  nowrap: { whiteSpace: 'nowrap' },
});

const Output = (props: { run: Run; node: RunNode }) => {
  const { run, node } = props;
  const live = node.endedAt === null;
  const output = useRunOutput(run.id, node.name, live);
  return <OutputView output={output} live={live} name={node.name} />;
};

/** What became of a node in a run; what it printed, or what was done with it. */
export const RunNodeRow = (props: { run: Run; node: RunNode }) => {
  const classes = useStyles();
  const id = useId();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const link = useRouteRef(nodeRouteRef);
  const { run, node } = props;
  const what = run.kind === 'command' ? 'output' : 'steps';
  return (
    <>
      <TableRow>
        <NodeCell node={node} to={link({ name: node.name })} />
        <OutcomeCell node={node} words={outcomeWords(run)} />
        <TableCell className={classes.nowrap}>
          {tookWords(node, now) ?? '–'}
        </TableCell>
        <TableCell className={classes.nowrap} {...HIDDEN_IN_PRINT}>
          {node.awsId && (
            <Button
              size="small"
              className={classes.nowrap}
              aria-expanded={open}
              aria-controls={id}
              aria-label={`${open ? 'Hide' : 'Show'} ${what} of ${node.title}`}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Hide' : 'Show'} {what}
            </Button>
          )}
        </TableCell>
      </TableRow>
      {open && (
        <TableRow id={id}>
          <TableCell colSpan={RUN_NODE_COLUMNS.length} className={classes.more}>
            {run.kind === 'command' ? (
              <Output run={run} node={node} />
            ) : (
              <RunSteps run={run} node={node} />
            )}
            {node.consoleUrl && (
              <Link to={node.consoleUrl}>
                This {run.kind === 'command' ? 'command' : 'execution'} in the
                AWS console
              </Link>
            )}
          </TableCell>
        </TableRow>
      )}
    </>
  );
};
