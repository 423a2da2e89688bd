import SvgIcon from '@material-ui/core/SvgIcon';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

/** How good or bad a state is; decides the icon's colour only. @public */
export type Tone = 'ok' | 'warning' | 'error' | 'running' | 'neutral';

// A class per tone, not one that depends on a property: those would make a
// style sheet for every row of a table.
const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
  },
  icon: { fontSize: '1.15em', flexShrink: 0 },
  ok: { color: theme.palette.status.ok },
  warning: { color: theme.palette.status.warning },
  error: { color: theme.palette.status.error },
  running: { color: theme.palette.status.running },
  neutral: { color: theme.palette.textSubtle },
}));

/**
 * A state as icon, colour and word. The word is in the text colour, so that
 * it can be read in any theme and by anybody.
 *
 * @public
 */
export const StateWord = (props: {
  tone: Tone;
  icon: typeof SvgIcon;
  children: ReactNode;
}) => {
  const classes = useStyles();
  const Icon = props.icon;
  return (
    <span className={classes.root}>
      <Icon className={`${classes.icon} ${classes[props.tone]}`} aria-hidden />
      <span>{props.children}</span>
    </span>
  );
};
