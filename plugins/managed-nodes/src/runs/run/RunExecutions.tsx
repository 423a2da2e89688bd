import { Link } from '@backstage/core-components';
import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  countOf,
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
  line: { marginBottom: theme.spacing(1), color: theme.palette.textSubtle },
  links: { display: 'flex', gap: theme.spacing(1.5) },
  nowrap: { whiteSpace: 'nowrap' },
  quiet: { color: theme.palette.textSubtle, fontSize: '0.9em' },
  id: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSize: 12 },
}));

/** The commands or automation executions that a run consists of, by place. */
export const RunExecutions = (props: {
  run: Run;
  /** Where to see the steps of one. */
  to?: (execution: string) => string;
}) => {
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
  const noNodes = !props.run.nodes;
  const columns = COLUMNS.filter(column => !noNodes || column !== 'Nodes');
  const ended = data.items.filter(({ endedAt }) => endedAt).length;
  return (
    <>
      {noNodes && data.items.length > 1 && (
        <div className={classes.line} role="status">
          {formatCount(ended)} of {countOf(data.items.length, 'place')} done
        </div>
      )}
      <BorderedTable label="Executions" columns={columns} airy>
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
            {!noNodes && <TableCell>{formatCount(item.nodes)}</TableCell>}
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
                    <span className={classes.id}>
                      {item.awsId.slice(0, 8)}…
                    </span>
                    <CopyButton text={item.awsId} what="id in AWS" />
                  </div>
                  <div className={classes.links}>
                    {props.to && <Link to={props.to(item.awsId)}>Steps</Link>}
                    {item.consoleUrl && (
                      <Link to={item.consoleUrl}>AWS console</Link>
                    )}
                  </div>
                </>
              ) : (
                'not sent'
              )}
            </TableCell>
          </TableRow>
        ))}
      </BorderedTable>
    </>
  );
};
