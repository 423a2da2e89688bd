import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    fontFamily: theme.typography.fontFamily,
    fontSize: 14,
    color: theme.palette.text.primary,
    // Controls are named in sentences here, not in capitals.
    '& .MuiButton-root': { textTransform: 'none' },
    // The theme's own grey is too light on the page's background.
    '& .MuiFormLabel-root:not(.Mui-focused), & .MuiFormHelperText-root': {
      color: theme.palette.textSubtle,
    },
  },
}));

/** What all our pieces stand on, so that they look alike in either frontend system. */
export const Surface = (props: { children: ReactNode }) => (
  <div className={useStyles().root}>{props.children}</div>
);
