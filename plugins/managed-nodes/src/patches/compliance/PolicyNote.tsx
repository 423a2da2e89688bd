import { PatchPolicy } from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    '& > summary': { cursor: 'pointer', width: 'fit-content' },
    '& > summary:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
    },
    '& > p': { margin: theme.spacing(0.5, 0, 0), maxWidth: '60em' },
  },
}));

/** What the policy asks for, to be opened. */
export const PolicyNote = (props: { policy: PatchPolicy }) => {
  const classes = useStyles();
  const { days, staleAfterDays, countFrom } = props.policy;
  return (
    <details className={classes.root}>
      <summary>What the policy asks for</summary>
      <p>
        Critical patches are to be in place within {days.critical} days,
        security patches within {days.security}, others within {days.other},
        counted from the day{' '}
        {countFrom === 'reported'
          ? 'they were first reported missing on the node'
          : 'they were released, where that is known, else first reported missing'}
        . A node that has not reported for more than {staleAfterDays} days does
        not keep the policy either.
      </p>
    </details>
  );
};
