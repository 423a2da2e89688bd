import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    fontSize: 14,
    lineHeight: 1.5,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  body: { marginTop: theme.spacing(1) },
}));

/** Something about the patches of a node, under its heading. */
export const PatchSection = (props: { title: string; children: ReactNode }) => {
  const classes = useStyles();
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        {props.title}
      </Typography>
      <div className={classes.body}>{props.children}</div>
    </section>
  );
};
