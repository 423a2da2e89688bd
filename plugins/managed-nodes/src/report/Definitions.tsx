import { PatchPolicy } from '@managed-nodes/plugin-managed-nodes-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useId } from 'react';
import { useLocation } from 'react-router-dom';
import { definitionsFor } from './definitions';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gap: theme.spacing(1.5),
    // Aligned with the heading, with room for the frame of the one looked up.
    margin: theme.spacing(1, -1, 0),
    maxWidth: 880,
    fontSize: 14,
  },
  item: {
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.borderRadius,
    scrollMarginTop: theme.spacing(2),
    outline: 'none',
    breakInside: 'avoid',
    '&[aria-current="true"]': {
      boxShadow: `0 0 0 2px ${theme.palette.primary.main}`,
    },
  },
  name: { fontWeight: 600 },
  text: { margin: 0, color: theme.palette.textSubtle },
}));

/** What the figures of the report count. */
export const Definitions = (props: { policy: PatchPolicy }) => {
  const classes = useStyles();
  const id = useId();
  const location = useLocation();
  const wanted = location.hash.slice(1);
  // The browser itself finds it neither when the page was opened by a link of
  // the portal nor when the report came later than the address.
  useEffect(() => {
    const target = wanted && document.getElementById(wanted);
    if (target) {
      target.scrollIntoView?.({ block: 'center' });
      target.focus({ preventScroll: true });
    }
  }, [location, wanted]);
  return (
    <section aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        What the figures mean
      </Typography>
      <dl className={classes.list}>
        {definitionsFor(props.policy).map(({ id: anchor, name, text }) => (
          <div
            key={anchor}
            id={anchor}
            className={classes.item}
            tabIndex={-1}
            aria-current={anchor === wanted || undefined}
          >
            <dt className={classes.name}>{name}</dt>
            <dd className={classes.text}>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
