import { Link, MarkdownContent } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Runbook } from '@managed-nodes/plugin-managed-nodes-common';
import {
  SkeletonLines,
  StateWord,
  useRunbook,
} from '@managed-nodes/plugin-managed-nodes-react';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';
import { useParams } from 'react-router-dom';
import { runbooksRouteRef } from '../../routes';
import { whyNot } from '../pieces/canRun';
import { FavouriteButton } from '../pieces/FavouriteButton';
import { ParametersTable } from '../pieces/ParametersTable';
import { RunbookError } from '../pieces/RunbookError';
import { RunbookIcon } from '../pieces/RunbookIcon';
import { RunButton } from '../pieces/RunButton';
import { useFavourites } from '../pieces/useFavourites';
import { listedParameters } from './listedParameters';
import { RunbookFacts } from './RunbookFacts';
import { StepFlow } from '../pieces/StepFlow';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 1.5),
  },
  title: { fontSize: 28, fontWeight: 600, overflowWrap: 'anywhere' },
  grow: { flex: 1 },
  sides: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(280px, 2fr)',
    gap: theme.spacing(3),
    alignItems: 'start',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  description: {
    overflowWrap: 'anywhere',
    '& > * > :first-child': { marginTop: 0 },
  },
  quiet: { color: theme.palette.textSubtle },
}));

const Section = (props: { title: string; children: ReactNode }) => {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Typography variant="h6" component="h3" id={id} gutterBottom>
        {props.title}
      </Typography>
      {props.children}
    </section>
  );
};

const View = (props: { runbook: Runbook }) => {
  const classes = useStyles();
  const favourites = useFavourites();
  const { runbook } = props;
  const denied = whyNot(runbook);
  const parameters = listedParameters(runbook);
  return (
    <>
      <div className={classes.head}>
        <RunbookIcon icon={runbook.icon} />
        <Typography variant="h4" component="h2" className={classes.title}>
          {runbook.title}
        </Typography>
        <FavouriteButton
          title={runbook.title}
          chosen={favourites.ids.includes(runbook.id)}
          onToggle={() => favourites.toggle(runbook.id)}
        />
        <span className={classes.grow} />
        <RunButton runbook={runbook} />
      </div>
      {runbook.problem && (
        <StateWord tone="error" icon={ErrorOutlineIcon}>
          {runbook.problem}
        </StateWord>
      )}
      {denied && !runbook.problem && (
        <div className={classes.quiet}>{denied}</div>
      )}
      <div className={classes.sides}>
        <div className={classes.description}>
          <MarkdownContent
            content={
              runbook.description ||
              runbook.content.description ||
              '*No description.*'
            }
            linkTarget="_blank"
          />
        </div>
        <RunbookFacts runbook={runbook} />
      </div>
      <Section title="What it does, step by step">
        <StepFlow steps={runbook.content.steps} />
      </Section>
      <Section title="Parameters">
        {parameters.length ? (
          <ParametersTable parameters={parameters} />
        ) : (
          <span className={classes.quiet}>There is nothing to fill in.</span>
        )}
      </Section>
    </>
  );
};

/** What a runbook does, to what, who may run it, and what that takes. */
export const RunbookPage = () => {
  const classes = useStyles();
  const { id = '' } = useParams();
  const runbooks = useRouteRef(runbooksRouteRef)();
  const { data, error, refetch } = useRunbook(id);
  const body = () => {
    if (data) {
      return <View runbook={data} />;
    }
    return error ? (
      <RunbookError error={error} onRetry={refetch} />
    ) : (
      <SkeletonLines lines={10} />
    );
  };
  return (
    <div className={classes.root}>
      <div>
        <Link to={runbooks}>Runbooks</Link>
      </div>
      {body()}
    </div>
  );
};
