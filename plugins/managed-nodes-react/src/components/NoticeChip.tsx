import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-block',
    border: '1px solid currentColor',
    borderRadius: 12,
    padding: theme.spacing(0.25, 1.25),
    fontSize: 12,
    lineHeight: 1.5,
    whiteSpace: 'nowrap',
  },
}));

/**
 * The short text that config key `managedNodes.notice` gives, if any: what
 * everybody should know of this fleet, such as that it is simulated.
 *
 * @public
 */
export const NoticeChip = () => {
  const classes = useStyles();
  const notice = useApi(configApiRef).getOptionalString('managedNodes.notice');
  return notice ? <span className={classes.root}>{notice}</span> : null;
};
