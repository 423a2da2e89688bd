import { BackstageTheme } from '@backstage/theme';
import SvgIcon from '@material-ui/core/SvgIcon';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

/** How good or bad a state is; decides the icon's colour only. @public */
export type Tone = 'ok' | 'warning' | 'error' | 'running' | 'neutral';

const useStyles = makeStyles<BackstageTheme, { tone: Tone }>(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
  },
  icon: {
    fontSize: '1.15em',
    flexShrink: 0,
    color: ({ tone }) =>
      tone === 'neutral'
        ? theme.palette.textSubtle
        : theme.palette.status[tone],
  },
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
  const classes = useStyles({ tone: props.tone });
  const Icon = props.icon;
  return (
    <span className={classes.root}>
      <Icon className={classes.icon} aria-hidden />
      <span>{props.children}</span>
    </span>
  );
};
