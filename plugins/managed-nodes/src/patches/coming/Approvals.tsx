import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  CveLinks,
  ErrorState,
  MiddleTruncated,
  PatchKindChip,
  PatchName,
  SkeletonLines,
  usePendingApprovals,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { DaySection } from './DaySection';
import { approvalsByDay } from './planDays';

const DAYS_AT_FIRST = 5;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2) },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) 8em minmax(0, 2fr) minmax(0, 2fr)',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
    fontSize: 14,
    '@media (max-width: 1100px)': {
      gridTemplateColumns: 'minmax(0, 1fr) 8em',
    },
  },
}));

/** Patches that baselines will approve, by the day from which they count as missing. */
export const Approvals = (props: {
  filter: NodeFilter;
  /** In milliseconds since the epoch. */
  now: number;
}) => {
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const { data, error, refetch } = usePendingApprovals(props.filter);

  const body = () => {
    if (error && !data) {
      return <ErrorState error={error} onRetry={refetch} />;
    }
    if (!data) {
      return <SkeletonLines lines={4} />;
    }
    if (!data.items.length) {
      return (
        <div className={classes.quiet}>
          No patch waits for its approval in the baselines of these nodes.
        </div>
      );
    }
    const days = approvalsByDay(data.items, props.now);
    return (
      <>
        {days.slice(0, all ? days.length : DAYS_AT_FIRST).map(day => (
          <DaySection
            key={day.title}
            title={day.title}
            label={`Approved ${day.title}`}
          >
            {day.items.map(item => (
              <li
                key={`${item.approvedAt} ${item.kbId} ${item.title}`}
                className={classes.item}
              >
                <div>
                  <PatchName patch={item} />
                </div>
                <div>
                  <PatchKindChip kind={item.kind} severity={item.severity} />
                </div>
                <div>
                  <CveLinks cves={item.cves} />
                </div>
                <div>
                  {countOf(item.nodes, 'node')}
                  <div className={classes.quiet}>
                    <MiddleTruncated text={item.baselineName} max={40} />
                    {item.baselines > 1 &&
                      ` and ${countOf(item.baselines - 1, 'more baseline')}`}
                  </div>
                </div>
              </li>
            ))}
          </DaySection>
        ))}
        {!all && days.length > DAYS_AT_FIRST && (
          <div>
            <Button onClick={() => setAll(true)}>
              Show {countOf(days.length - DAYS_AT_FIRST, 'more day')}
            </Button>
          </div>
        )}
      </>
    );
  };

  return (
    <div className={classes.root}>
      <div>
        <Typography variant="h6" component="h2">
          Approved soon
        </Typography>
        <div className={classes.quiet}>
          Their baseline approves these patches on the day given; from then on
          they count as missing.
        </div>
      </div>
      {body()}
    </div>
  );
};
