import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import { useSearchParams } from 'react-router-dom';
import { useOutcomeView } from '../../shared/operations/useOutcomeView';

/** What a page of a run can show under its headline. */
export type RunView = 'places' | 'steps' | 'nodes' | 'results' | 'details';

const AT_NODES = { view: 'nodes' };

/** What there is to be seen of a run, the most telling first. */
export function viewsOf(run: Run): RunView[] {
  const { kind, nodes, hasResults, launchedAt } = run;
  return [
    // What takes no nodes is told apart by places.
    ...(!nodes && launchedAt ? (['places'] as const) : []),
    ...(kind === 'automation' && launchedAt ? (['steps'] as const) : []),
    ...(nodes ? (['nodes'] as const) : []),
    ...(hasResults ? (['results'] as const) : []),
    'details',
  ];
}

/** What is shown of a run, kept in the address. */
export function useRunView(run: Run) {
  const [params] = useSearchParams();
  const outcome = useOutcomeView(AT_NODES);
  const views = viewsOf(run);
  const view = views.find(name => name === params.get('view')) ?? views[0];
  return { ...outcome, views, view };
}
