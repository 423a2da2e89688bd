import { PatchPolicy } from '@managed-nodes/plugin-managed-nodes-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { definitionsFor } from './definitions';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gap: theme.spacing(1.5),
    margin: theme.spacing(1, 0, 0),
    maxWidth: 880,
    fontSize: 14,
  },
  item: {
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.borderRadius,
    '&:target': { boxShadow: `0 0 0 2px ${theme.palette.primary.main}` },
  },
  name: { fontWeight: 600 },
  text: { margin: 0, color: theme.palette.textSubtle },
}));

/** What the figures of the report count. */
export const Definitions = (props: { policy: PatchPolicy }) => {
  const classes = useStyles();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        What the figures mean
      </Typography>
      <dl className={classes.list}>
        {definitionsFor(props.policy).map(({ id: anchor, name, text }) => (
          <div key={anchor} id={anchor} className={classes.item}>
            <dt className={classes.name}>{name}</dt>
            <dd className={classes.text}>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
