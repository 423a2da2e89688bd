import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  MiddleTruncated,
  RelativeTime,
  StateWord,
  TargetStateChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import ScheduleIcon from '@material-ui/icons/Schedule';
import { stateOf } from '../view/targetStates';
import { ListingProgress } from './ListingProgress';

const useStyles = makeStyles(theme => ({
  quiet: { color: theme.palette.textSubtle, fontSize: '0.9em' },
  id: {
    color: theme.palette.textSubtle,
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '0.85em',
    whiteSpace: 'nowrap',
  },
}));

/** The account by name and id, and where in the organization it is. */
export const AccountCell = (props: { target: TargetHealth }) => {
  const classes = useStyles();
  const { account, accountName, organizationalUnits } = props.target;
  const named = accountName !== null && accountName !== account;
  return (
    <>
      {named && (
        <div>
          <MiddleTruncated text={accountName} />
        </div>
      )}
      <div className={named ? classes.id : undefined}>
        {account}
        <CopyButton text={account} what="account id" />
      </div>
      {organizationalUnits.length > 0 && (
        <div className={classes.quiet}>
          <MiddleTruncated text={organizationalUnits.join(' / ')} max={48} />
        </div>
      )}
    </>
  );
};

/** How it is doing, how far it has come, and whether it has been asked for. */
export const StateCell = (props: { target: TargetHealth }) => {
  const classes = useStyles();
  const { target } = props;
  const running = target.state === 'running';
  return (
    <>
      <TargetStateChip state={stateOf(target)} />
      {running && (
        <>
          <ListingProgress target={target} />
          {target.lastStartedAt && (
            <div className={classes.quiet}>
              started <RelativeTime value={target.lastStartedAt} />
            </div>
          )}
        </>
      )}
      {target.requestedAt && (
        <div className={classes.quiet}>
          asked for <RelativeTime value={target.requestedAt} />,{' '}
          {running ? 'follows this one' : 'waits for its turn'}
        </div>
      )}
    </>
  );
};

/** When it was last listed completely, and whether that is too long ago. */
export const LastSuccessCell = (props: { target: TargetHealth }) => {
  const { lastSuccessAt, stale } = props.target;
  const time = <RelativeTime value={lastSuccessAt} />;
  if (!stale) {
    return time;
  }
  return (
    <StateWord tone="warning" icon={ScheduleIcon}>
      {time}
      {lastSuccessAt && ', behind'}
    </StateWord>
  );
};
