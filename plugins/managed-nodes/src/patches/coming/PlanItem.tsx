import { Link } from '@backstage/core-components';
import { PatchPlan } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  exactTime,
  MiddleTruncated,
  relativeTime,
  RelativeTime,
  StateWord,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import OpenInNewIcon from '@material-ui/icons/OpenInNew';
import SearchIcon from '@material-ui/icons/Search';
import SystemUpdateAltIcon from '@material-ui/icons/SystemUpdateAlt';
import { hour } from './planDays';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: '7.5em minmax(0, 1fr)',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1.25, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
    fontSize: 14,
    lineHeight: 1.45,
  },
  when: { fontVariantNumeric: 'tabular-nums' },
  what: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1.5),
  },
  name: { fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle, fontSize: 13 },
  code: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    overflowWrap: 'anywhere',
  },
}));

const KINDS: Record<PatchPlan['kind'], string> = {
  'maintenance-window': 'Maintenance window',
  association: 'State Manager association',
};

/** What a plan does, in words. */
function act(plan: PatchPlan): string {
  if (plan.operation === 'Scan') {
    return 'Scans only, installs nothing';
  }
  return plan.rebootOption === 'NoReboot'
    ? 'Installs patches, does not reboot'
    : 'Installs patches, reboots if one needs it';
}

/** How long a maintenance window stands open, in words. */
function opening({ durationHours, cutoffHours }: PatchPlan): string | null {
  if (durationHours === null) {
    return null;
  }
  return cutoffHours
    ? `open ${durationHours} h, begins nothing in the last ${cutoffHours} h`
    : `open ${durationHours} h`;
}

/** One thing in AWS that will scan or patch nodes: when, what, and on whom. */
export const PlanItem = (props: {
  plan: PatchPlan;
  /** How many of one's nodes it is for, and what they lack, where that is of interest. */
  counts?: { nodes: number; missing: number };
  /** Says the day with the time; for where no heading does. */
  dated?: boolean;
}) => {
  const classes = useStyles();
  const now = useNow();
  const { plan, counts, dated } = props;
  const { nextRunAt } = plan;
  const details = [
    KINDS[plan.kind],
    opening(plan),
    plan.accountName ?? plan.account,
    plan.region,
  ].filter(Boolean);

  return (
    <li className={classes.root}>
      <div className={classes.when}>
        {nextRunAt ? (
          <>
            <time dateTime={nextRunAt} title={exactTime(nextRunAt)}>
              {dated ? relativeTime(nextRunAt, now) : hour(nextRunAt)}
            </time>
            <div className={classes.quiet}>
              {dated ? exactTime(nextRunAt) : relativeTime(nextRunAt, now)}
            </div>
          </>
        ) : (
          <span className={classes.quiet}>
            {plan.enabled ? 'not known' : 'switched off'}
          </span>
        )}
      </div>
      <div>
        <div className={classes.what}>
          <span className={classes.name}>
            <MiddleTruncated text={plan.name} max={60} />
          </span>
          <StateWord
            tone={plan.operation === 'Install' ? 'running' : 'neutral'}
            icon={
              plan.operation === 'Install' ? SystemUpdateAltIcon : SearchIcon
            }
          >
            {act(plan)}
          </StateWord>
        </div>
        {counts && (
          <div>
            {countOf(counts.nodes, 'node')}
            {plan.operation === 'Install' &&
              (counts.missing
                ? ` that ${counts.nodes === 1 ? 'lacks' : 'lack'} ${countOf(
                    counts.missing,
                    'patch',
                    'patches',
                  )} now`
                : ', nothing missing now')}
          </div>
        )}
        <div className={classes.quiet}>
          {details.map((detail, index) => (
            <span key={detail}>
              {index > 0 && ' · '}
              <bdi>{detail}</bdi>
            </span>
          ))}
        </div>
        <div className={classes.quiet}>
          For <bdi>{plan.targetsText}</bdi>
          {!plan.targetsKnown && ' (which nodes that is cannot be told)'}
          {plan.schedule && (
            <>
              {' · '}
              <span className={classes.code}>
                {plan.schedule} {plan.scheduleTimezone}
              </span>
            </>
          )}
        </div>
        <div className={classes.quiet}>
          {plan.lastRunAt && (
            <>
              Last run <RelativeTime value={plan.lastRunAt} />
              {plan.lastStatus && (
                <>
                  : <bdi>{plan.lastStatus}</bdi>
                </>
              )}
              {' · '}
            </>
          )}
          <Link
            to={plan.consoleUrl}
            aria-label={`Open ${plan.name} in the AWS console`}
          >
            AWS console{' '}
            <OpenInNewIcon style={{ fontSize: '1em' }} aria-hidden />
          </Link>
        </div>
      </div>
    </li>
  );
};
