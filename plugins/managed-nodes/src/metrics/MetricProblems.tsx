import { MetricProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    padding: theme.spacing(1.5, 2),
    listStyle: 'none',
    borderLeft: `3px solid ${theme.palette.status.warning}`,
    background: theme.palette.background.paper,
    fontSize: 14,
    overflowWrap: 'anywhere',
  },
}));

/** Places that gave no answer, and what they lack. */
export const MetricProblems = (props: { problems: MetricProblem[] }) => {
  const classes = useStyles();
  return props.problems.length ? (
    <ul className={classes.root} aria-label="What could not be read">
      {props.problems.map(({ account, region, message, missingIamAction }) => (
        <li key={`${account} ${region} ${message}`}>
          {account} {region}:{' '}
          {missingIamAction
            ? `the portal’s role lacks ${missingIamAction}`
            : message}
        </li>
      ))}
    </ul>
  ) : null;
};
