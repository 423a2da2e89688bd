import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';
import { countOf, StateWord } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.palette.error.main}`,
    borderRadius: theme.shape.borderRadius,
    overflowWrap: 'anywhere',
  },
  list: { margin: theme.spacing(0.5, 0, 0), paddingLeft: theme.spacing(3) },
}));

/** Publications that nobody can run, which operators alone are told of. */
export const Problems = (props: { all: RunbookSummary[] }) => {
  const classes = useStyles();
  const broken = props.all.filter(({ problem }) => problem !== null);
  if (!broken.length) {
    return null;
  }
  return (
    <section className={classes.root} aria-label="Publications with a problem">
      <StateWord tone="error" icon={ErrorOutlineIcon}>
        {countOf(broken.length, 'publication has', 'publications have')} a
        problem and cannot be run
      </StateWord>
      <ul className={classes.list}>
        {broken.map(({ id, problem }) => (
          <li key={id}>
            <code>{id}</code>: {problem}
          </li>
        ))}
      </ul>
    </section>
  );
};
