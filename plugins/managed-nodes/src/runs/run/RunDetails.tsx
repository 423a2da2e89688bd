import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';
import { ApprovalPanel } from '../approval/ApprovalPanel';
import { RunExecutions } from './RunExecutions';
import { RunFacts } from './RunFacts';
import { RunParameters } from './RunParameters';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
  },
  heading: { marginBottom: theme.spacing(1) },
}));

const Section = (props: { title: string; children: ReactNode }) => {
  const classes = useStyles();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Typography
        variant="subtitle1"
        component="h3"
        id={id}
        className={classes.heading}
      >
        {props.title}
      </Typography>
      {props.children}
    </section>
  );
};

/** All that is on record of a run. */
export const RunDetails = (props: { run: Run }) => {
  const classes = useStyles();
  const { run } = props;
  return (
    <div className={classes.root}>
      <RunFacts run={run} />
      {run.approval && run.launchedAt && (
        <ApprovalPanel run={run} approval={run.approval} />
      )}
      <Section title="Parameters">
        <RunParameters parameters={run.parameters} />
      </Section>
      {run.launchedAt && run.nodes > 0 && (
        <Section title="Where it runs">
          <RunExecutions run={run} />
        </Section>
      )}
    </div>
  );
};
