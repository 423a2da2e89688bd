import {
  AbsentQuery,
  AbsentResult,
  NodeChangesPage,
  NodeChangesQuery,
  SkippedReport,
} from '@managed-nodes/plugin-managed-nodes-common';

/** What the provider asks of the managed-nodes backend. */
export interface NodeChangeFeed {
  /** Changes after a revision; asking acknowledges everything up to it. */
  getChanges(
    query: NodeChangesQuery,
    signal: AbortSignal,
  ): Promise<NodeChangesPage>;

  /** Says which nodes have no valid entity, and which have one again. */
  reportSkipped(report: SkippedReport, signal: AbortSignal): Promise<void>;

  /** Which of the nodes are gone, and which nobody can tell of yet. */
  findAbsent(query: AbsentQuery, signal: AbortSignal): Promise<AbsentResult>;
}
