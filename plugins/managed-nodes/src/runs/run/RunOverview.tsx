import { plainText, Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  isRunOver,
  StateWord,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { useLocation, useSearchParams } from 'react-router-dom';
import { OutcomeBar } from '../../shared/operations/OutcomeBar';
import { PrintArea } from '../../shared/PrintArea';
import { reasonOf } from '../../shared/reasonOf';
import { SubNav } from '../../shared/SubNav';
import { ApprovalPanel } from '../approval/ApprovalPanel';
import { RunNodes } from '../nodes/RunNodes';
import { RunResults } from '../results/RunResults';
import { RunSteps } from '../steps/RunSteps';
import { RunDetails } from './RunDetails';
import { RunExecutions } from './RunExecutions';
import { RunHead } from './RunHead';
import { outcomeWords } from './runSentence';
import { RunView, useRunView } from './useRunView';

const VIEW_WORDS: Record<RunView, string> = {
  places: 'Places',
  steps: 'Steps',
  nodes: 'Nodes',
  results: 'Results',
  details: 'Details',
};

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
  },
  failure: {
    padding: theme.spacing(1, 1.5),
    borderLeft: `4px solid ${theme.palette.error.main}`,
    background: theme.palette.background.paper,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** Whether anything became of its nodes; what only was asked for says nothing of them. */
function hasBegun({ approval, launchedAt }: Run): boolean {
  return approval === null || launchedAt !== null;
}

/** A run: how it goes, what somebody has to do about it, then its parts. */
export const RunOverview = (props: {
  run: Run;
  /** Why it could not be renewed. */
  error: Error | null;
}) => {
  const classes = useStyles();
  const { run, error } = props;
  const { views, view, outcomes, q, toggle, search, clear } = useRunView(run);
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const at = (name: RunView, execution: string | null = null) => {
    const next = new URLSearchParams(params);
    next.set('view', name);
    next.delete('execution');
    if (execution) {
      next.set('execution', execution);
    }
    return `${pathname}?${next}`;
  };
  return (
    <PrintArea title={run.title} className={classes.root}>
      <RunHead run={run} />
      {!isRunOver(run.state) && error && (
        <div role="status">
          <StateWord tone="warning" icon={ReportProblemOutlined}>
            How it goes cannot be read just now; it goes on meanwhile, and is
            looked at again: {reasonOf(error)}
          </StateWord>
        </div>
      )}
      {run.failure && (
        <div className={classes.failure} role="note" aria-label="What failed">
          {plainText(run.failure)}
        </div>
      )}
      {run.approval && !run.launchedAt && (
        <ApprovalPanel run={run} approval={run.approval} />
      )}
      {run.nodes > 0 && hasBegun(run) && (
        <OutcomeBar
          outcomes={run.outcomes}
          words={outcomeWords(run)}
          chosen={outcomes}
          onToggle={toggle}
        />
      )}
      <div>
        <SubNav
          label="Parts of this run"
          links={views.map(name => ({
            key: name,
            label: VIEW_WORDS[name],
            to: at(name),
            current: name === view,
          }))}
        />
        {view === 'places' && (
          <RunExecutions run={run} to={id => at('steps', id)} />
        )}
        {view === 'steps' && (
          <RunSteps
            run={run}
            execution={params.get('execution') ?? undefined}
            to={id => at('steps', id)}
          />
        )}
        {view === 'nodes' && (
          <RunNodes
            run={run}
            outcomes={outcomes}
            q={q}
            onSearch={search}
            onClear={clear}
          />
        )}
        {view === 'results' && <RunResults run={run} />}
        {view === 'details' && <RunDetails run={run} />}
      </div>
    </PrintArea>
  );
};
