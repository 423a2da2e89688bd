import { Link } from '@backstage/core-components';
import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  ErrorState,
  formatCount,
  NodeOutcomeChip,
  SkeletonLines,
  useNow,
  useRunExecutions,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { BorderedTable } from '../../shared/BorderedTable';
import { TwoLines } from '../../shared/TwoLines';
import { outcomeWords, tookWords } from './runSentence';

const COLUMNS = ['Account and Region', 'Nodes', 'Outcome', 'Took', 'In AWS'];

const useStyles = makeStyles(theme => ({
  outcome: { minWidth: 120, overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
  quiet: { color: theme.palette.textSubtle, fontSize: '0.9em' },
  id: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSize: 12 },
}));

/** The commands or automation executions that a run consists of, by place. */
export const RunExecutions = (props: { run: Run }) => {
  const classes = useStyles();
  const now = useNow();
  const { data, error, refetch } = useRunExecutions(props.run);
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <SkeletonLines lines={3} />
    );
  }
  if (!data.items.length) {
    return <div>Nothing of it is in an account that you may see.</div>;
  }
  return (
    <BorderedTable label="Executions" columns={COLUMNS} airy>
      {data.items.map((item, index) => (
        <TableRow key={item.awsId ?? index}>
          <TableCell>
            <TwoLines
              first={item.accountName ?? item.account}
              second={
                item.accountName
                  ? `${item.account}, ${item.region}`
                  : item.region
              }
            />
          </TableCell>
          <TableCell>{item.nodes ? formatCount(item.nodes) : '–'}</TableCell>
          <TableCell className={classes.outcome}>
            <NodeOutcomeChip
              outcome={item.outcome}
              words={outcomeWords(props.run)}
            />
            {item.detail && (
              <div className={classes.quiet}>
                <bdi>{item.detail}</bdi>
              </div>
            )}
          </TableCell>
          <TableCell className={classes.nowrap}>
            {tookWords(item, now) ?? '–'}
          </TableCell>
          <TableCell className={classes.nowrap}>
            {item.awsId ? (
              <>
                <div>
                  <span className={classes.id}>{item.awsId.slice(0, 8)}…</span>
                  <CopyButton text={item.awsId} what="id in AWS" />
                </div>
                {item.consoleUrl && (
                  <Link to={item.consoleUrl}>AWS console</Link>
                )}
              </>
            ) : (
              'not sent'
            )}
          </TableCell>
        </TableRow>
      ))}
    </BorderedTable>
  );
};
