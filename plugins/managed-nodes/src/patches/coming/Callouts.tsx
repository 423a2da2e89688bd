import { Link } from '@backstage/core-components';
import { PatchPlanPage } from '@managed-nodes/plugin-managed-nodes-common';
import { countOf, StateWord } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.palette.status.warning}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    fontSize: 14,
  },
  list: { margin: theme.spacing(0.5, 0, 0), paddingLeft: theme.spacing(3) },
  head: { fontWeight: 600 },
}));

/** Nodes that lack patches and that nothing will patch. */
export const UnplannedCallout = (props: {
  count: number;
  /** The nodes that lack patches. */
  to: string;
}) => {
  const classes = useStyles();
  const { count, to } = props;
  return count ? (
    <div className={classes.root} role="note">
      <StateWord tone="warning" icon={ReportProblemIcon}>
        <span className={classes.head}>
          {countOf(count, 'node')} {count === 1 ? 'lacks' : 'lack'} patches, and
          no install is planned for {count === 1 ? 'it' : 'them'}.
        </span>
      </StateWord>
      <div>
        Install them by hand, or ask whoever runs these accounts for a
        maintenance window.{' '}
        <Link to={to} underline="always">
          All nodes that lack patches
        </Link>
      </div>
    </div>
  ) : null;
};

/** Accounts and Regions whose plans could not be read. */
export const PlanProblems = (props: {
  problems: PatchPlanPage['problems'];
}) => {
  const classes = useStyles();
  const { problems } = props;
  return problems.length ? (
    <details className={classes.root}>
      <summary>
        <StateWord tone="warning" icon={ReportProblemIcon}>
          {countOf(
            problems.length,
            'account and Region',
            'accounts and Regions',
          )}{' '}
          could not be read; what is planned there is as of the last time or not
          known.
        </StateWord>
      </summary>
      <ul className={classes.list}>
        {problems.map(({ account, region, message }) => (
          <li key={`${account} ${region}`}>
            {account}, {region}: <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
    </details>
  ) : null;
};
