import {
  StartSync,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  RelativeTime,
  truncateMiddle,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import SyncIcon from '@material-ui/icons/Sync';
import { MANAGE_REASON, SyncNow } from './useSyncNow';
import { accountNamesOf } from './view/targetOptions';

const useStyles = makeStyles(theme => ({
  root: { maxWidth: 560, flex: 'none' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  note: {
    marginTop: theme.spacing(0.5),
    fontSize: 13,
    color: theme.palette.textSubtle,
    overflowWrap: 'anywhere',
  },
}));

/** What was asked for, as part of a sentence. */
export function askedFor(
  { account, region }: StartSync,
  names: ReadonlyMap<string, string>,
): string {
  if (!account) {
    return 'all targets';
  }
  const name = truncateMiddle(names.get(account) ?? account, 40);
  return region ? `${name}, ${region}` : name;
}

/** Asks for a sync of all targets, or of the one account that is looked at. */
export const SyncNowButtons = (props: {
  targets: TargetHealth[];
  /** The accounts that the list is narrowed to. */
  accounts: string[];
  syncNow: SyncNow;
  /** Of the element that says why the controls cannot be used. */
  reasonId: string;
}) => {
  const classes = useStyles();
  const { targets, accounts, syncNow, reasonId } = props;
  const names = accountNamesOf(targets);
  const [account] = accounts.length === 1 ? accounts : [];
  const ofAccount = targets.filter(target => target.account === account);
  const controls = {
    color: 'primary',
    disabled: !syncNow.allowed || syncNow.pending || !targets.length,
    'aria-describedby': syncNow.denied ? reasonId : undefined,
  } as const;

  return (
    <div className={classes.root}>
      <div className={classes.buttons}>
        {account && ofAccount.length > 0 && (
          <Button
            {...controls}
            variant="contained"
            startIcon={<SyncIcon />}
            onClick={() => syncNow.ask({ account })}
          >
            Sync {askedFor({ account }, names)} now (
            {countOf(ofAccount.length, 'Region')})
          </Button>
        )}
        <Button
          {...controls}
          variant={ofAccount.length ? 'outlined' : 'contained'}
          startIcon={<SyncIcon />}
          onClick={() => syncNow.ask({})}
        >
          {targets.length === 1
            ? 'Sync the one target now'
            : `Sync all ${formatCount(targets.length)} targets now`}
        </Button>
      </div>
      <div role="status">
        {syncNow.accepted && (
          <div className={classes.note}>
            Asked to sync {askedFor(syncNow.accepted.request, names)}{' '}
            <RelativeTime value={syncNow.accepted.at} />
          </div>
        )}
      </div>
      {syncNow.error && (
        <div role="alert" className={classes.note}>
          The sync was not asked for: {syncNow.error.message}
        </div>
      )}
      {syncNow.denied && (
        <div id={reasonId} className={classes.note}>
          {MANAGE_REASON}
        </div>
      )}
    </div>
  );
};
