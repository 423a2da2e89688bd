import Button, { ButtonProps } from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  denied: { opacity: 0.5, cursor: 'not-allowed' },
});

/** A button that, to those who may not use it, says what that takes. */
export const DeniableButton = (
  props: Pick<ButtonProps, 'variant' | 'color' | 'children' | 'disabled'> & {
    /** Why it may not be used; undefined: it may. */
    denied: string | undefined;
    onClick: () => void;
  },
) => {
  const classes = useStyles();
  const { denied, onClick, ...rest } = props;
  const button = (
    <Button
      size="small"
      {...rest}
      // A denied control stays reachable, so that it can say why.
      aria-disabled={denied !== undefined}
      className={denied === undefined ? undefined : classes.denied}
      onClick={() => denied === undefined && onClick()}
    />
  );
  return denied === undefined ? (
    button
  ) : (
    <Tooltip title={denied}>{button}</Tooltip>
  );
};
