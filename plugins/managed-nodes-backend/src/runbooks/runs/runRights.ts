import {
  NodeOutcome,
  nodeOutcomeSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  OperationNodes,
  OutcomeCounts,
  RETRIED_OUTCOMES,
} from '../../commands/OperationNodes';
import { ENDED_STATES, OPEN_OUTCOMES } from '../../commands/types';
import { RunRightsShown } from './presentRun';
import { GroupSeen, RunListed, RunViewer } from './RunQueries';

/** What has been counted of a run. */
interface Counted {
  outcomes: OutcomeCounts;
  groups: GroupSeen[];
  /** Open nodes on which the viewer may run it. */
  cancellable: number;
  /** Nodes that can be tried again, on which the viewer may run it. */
  retriable: number;
  /** Nodes on which the viewer may approve it. */
  approvable: number;
}

const OPEN_GROUPS: Array<GroupSeen['state']> = ['planned', 'sending', 'sent'];

function sum(outcomes: OutcomeCounts, words: readonly NodeOutcome[]): number {
  return words.reduce((total, word) => total + (outcomes[word] ?? 0), 0);
}

/** Whether somebody is one of those who are to approve a run, and not the one who asked for it. */
export function isApprover(row: RunListed, viewer: RunViewer): boolean {
  const approvers: string[] = JSON.parse(row.approvers ?? '[]');
  return (
    viewer.user !== undefined &&
    viewer.user !== row.started_by &&
    approvers.some(ref => viewer.refs.includes(ref))
  );
}

/** What a viewer may do about a run now. */
export function rightsOf(
  row: RunListed,
  viewer: RunViewer,
  counted: Counted,
  now: number,
): RunRightsShown {
  const { outcomes, groups } = counted;
  const total = sum(outcomes, nodeOutcomeSchema.options);
  const open = sum(outcomes, OPEN_OUTCOMES);
  const held = row.state === 'held';
  const inTime = Number(row.approval_expires_at) > now;
  const isTheirs = viewer.user !== undefined && viewer.user === row.started_by;
  const ended = !held && ENDED_STATES.includes(row.state);
  // All of it or nothing: a command cannot be cancelled in part.
  const mayCancel =
    total === 0
      ? viewer.fleet && groups.some(({ state }) => OPEN_GROUPS.includes(state))
      : open > 0 && counted.cancellable === open;
  return {
    canDecide:
      held &&
      row.approval === 'pending' &&
      inTime &&
      isApprover(row, viewer) &&
      (total === 0 ? viewer.fleet : counted.approvable === total),
    canStart: held && row.approval === 'approved' && inTime && isTheirs,
    canCancel: held
      ? isTheirs
      : viewer.user !== undefined && !ended && mayCancel,
    canRetry:
      viewer.user !== undefined &&
      ended &&
      row.launched_at !== null &&
      counted.retriable > 0,
  };
}

/** Counts what the rights of a viewer depend on, for many runs at once. */
export async function countForRights(
  nodes: OperationNodes,
  ids: string[],
  { visible, execute, approve }: RunViewer,
) {
  const [cancellable, retriable, approvable] = await Promise.all([
    nodes.count(ids, OPEN_OUTCOMES, visible, execute),
    nodes.count(ids, RETRIED_OUTCOMES, visible, execute),
    nodes.count(ids, [...nodeOutcomeSchema.options], visible, approve),
  ]);
  return (id: string) => ({
    cancellable: cancellable.get(id) ?? 0,
    retriable: retriable.get(id) ?? 0,
    approvable: approvable.get(id) ?? 0,
  });
}
