import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  ManagedNode,
  managedNodesCountersReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useNodeCounters } from '@managed-nodes/plugin-managed-nodes-react';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useEffect, useId, useState } from 'react';
import { DeniableButton } from '../../shared/DeniableButton';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { CountersView } from './CountersView';
import { NotRead } from './NotRead';
import { ReadAgo } from './ReadAgo';
import { ReadAgainSwitch } from './ReadAgainSwitch';
import { useReadAgain } from './useReadAgain';
import { useSeconds } from './useSeconds';
import { DENIED, obstacleWords, secondsLeft, waitOf } from './words';

const useStyles = makeStyles(theme => ({
  root: {
    position: 'relative',
    overflow: 'hidden',
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    minWidth: 0,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 3),
  },
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1.5),
  },
  controls: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
  },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
  body: { marginTop: theme.spacing(2) },
  // On the edge, so that nothing moves when it comes and goes.
  progress: { position: 'absolute', top: 0, left: 0, right: 0, height: 3 },
}));

const Panel = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const { node } = props;
  const id = useId();
  const { data, error, errorUpdatedAt, isFetching, refetch } = useNodeCounters(
    node.name,
  );
  const [again, setAgain] = useState(false);
  const [ended, setEnded] = useState(false);
  const [openedAt] = useState(() => Date.now());
  const { loading, allowed } = usePermission({
    permission: managedNodesCountersReadPermission,
    resourceRef: node.name,
  });

  const wait = waitOf(error);
  const waited = useSeconds(wait !== undefined) - errorUpdatedAt;
  const left = secondsLeft(wait, waited);
  // What went wrong on an earlier visit is no news.
  const problem = errorUpdatedAt >= openedAt || left > 0 ? error : null;

  const obstacle = obstacleWords(node);
  const denied = allowed ? obstacle : DENIED;
  const mayRead = !loading && !denied;

  const read = useCallback(() => {
    setEnded(false);
    // Who waits already waits for this.
    refetch({ cancelRefetch: false });
  }, [refetch]);
  const turnOff = useCallback(() => {
    setAgain(false);
    setEnded(true);
  }, []);
  useReadAgain(again && mayRead, read, turnOff);

  // What failed once is looked at before it is tried every few seconds.
  useEffect(() => {
    if (error) {
      setAgain(false);
    }
  }, [error]);

  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <div className={classes.title}>
          <Typography variant="subtitle1" component="h3" id={id}>
            Right now
          </Typography>
          {data && (
            <span className={classes.quiet}>
              read <ReadAgo value={data.takenAt} />
            </span>
          )}
        </div>
        <div className={classes.controls} {...HIDDEN_IN_PRINT}>
          {mayRead && <ReadAgainSwitch on={again} onChange={setAgain} />}
          <DeniableButton
            variant="outlined"
            color="primary"
            denied={loading ? 'One moment' : denied}
            disabled={mayRead && (isFetching || left > 0)}
            onClick={read}
          >
            Read now
          </DeniableButton>
        </div>
      </div>
      {isFetching && (
        <LinearProgress className={classes.progress} aria-label="Reading" />
      )}
      <div role="status" className={classes.quiet}>
        {isFetching && !data && (
          <div className={classes.body}>
            Asking the node. Usually about 3 seconds.
          </div>
        )}
        {ended && !isFetching && (
          <div className={classes.body}>
            Not read every 15 seconds any more: that ends after 5 minutes.
          </div>
        )}
      </div>
      {problem && !isFetching && (
        <div className={classes.body}>
          <NotRead error={problem} left={left} onRetry={read} />
        </div>
      )}
      {data && (
        <div className={classes.body}>
          <CountersView counters={data} />
        </div>
      )}
      {!data && !problem && !isFetching && (
        <Typography className={`${classes.quiet} ${classes.body}`}>
          {obstacle ??
            'How busy it is at this moment: processors, memory, disks, network. The node itself is asked, by a command that changes nothing.'}
        </Typography>
      )}
    </section>
  );
};

/** How busy a node is at this moment, for those who may ask it. */
export const RightNow = (props: { node: ManagedNode }) => {
  const enabled = useApi(configApiRef).getOptionalBoolean(
    'managedNodes.rightNow.enabled',
  );
  return enabled === false || props.node.status === 'left' ? null : (
    <Panel node={props.node} />
  );
};
