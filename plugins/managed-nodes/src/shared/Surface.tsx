import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    fontFamily: theme.typography.fontFamily,
    fontSize: 14,
    color: theme.palette.text.primary,
    // Controls are named in sentences here, not in capitals.
    '& .MuiButton-root': { textTransform: 'none' },
  },
}));

/** What all our pieces stand on, so that they look alike in either frontend system. */
export const Surface = (props: { children: ReactNode }) => (
  <div className={useStyles().root}>{props.children}</div>
);
