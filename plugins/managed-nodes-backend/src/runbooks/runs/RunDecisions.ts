import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  DecideRun,
  managedNodesRunbookApprovePermission,
  managedNodesRunbookExecutePermission,
  Run,
  SignalStep,
} from '@managed-nodes/plugin-managed-nodes-common';
import { AutomationSignals } from '../../automation/AutomationSignals';
import { OperationCanceller } from '../../commands/OperationCanceller';
import { OperationStore } from '../../commands/OperationStore';
import { requireUser } from '../../commands/people';
import { RunNotices } from './RunNotices';
import { RunPlanner } from './RunPlanner';
import { RunStore } from './RunStore';
import { RunSteps } from './RunSteps';
import { isApprover } from './runRights';
import { RunViews } from './RunViews';

interface RunDecisionsOptions {
  planner: RunPlanner;
  views: RunViews;
  steps: RunSteps;
  runs: RunStore;
  store: OperationStore;
  canceller: OperationCanceller;
  signals: AutomationSignals;
  notices: RunNotices;
}

/** What people decide about runs that others or they themselves started. */
export class RunDecisions {
  readonly #options: RunDecisionsOptions;

  static create(options: RunDecisionsOptions): RunDecisions {
    return new RunDecisions(options);
  }

  private constructor(options: RunDecisionsOptions) {
    this.#options = options;
  }

  /**
   * Approves or rejects a run that waits for it.
   *
   * @throws NotFoundError when there is none that the caller may see.
   * @throws NotAllowedError when the caller is no human, asked for it
   * themselves, is none of its approvers, or may not approve it on all nodes.
   * @throws ConflictError when there is nothing to decide any more.
   */
  async decide(
    id: string,
    { decision, comment }: DecideRun,
    credentials: BackstageCredentials,
  ): Promise<Run> {
    const { planner, views, runs, store, notices } = this.#options;
    const by = requireUser(credentials);
    const { row, viewer } = await views.find(id, credentials);
    if (row.started_by === by) {
      throw new NotAllowedError('Nobody decides about a run they asked for');
    }
    if (row.approval === null || !isApprover(row, viewer)) {
      throw new NotAllowedError('You are none of those who approve this run');
    }
    if (row.state !== 'held' || row.approval !== 'pending') {
      throw new ConflictError('There is nothing to decide about this run');
    }
    const run = await views.get(id, credentials);
    if (!run.approval?.canDecide) {
      if (Number(row.approval_expires_at) <= Date.now()) {
        throw new ConflictError('The time to decide about this run is over');
      }
      throw new NotAllowedError(
        `To decide about this run you need the permission ${managedNodesRunbookApprovePermission.name} on all of its nodes`,
      );
    }
    const approved = decision === 'approve';
    if (approved) {
      // Who approves it now has to be one of those whom config names now.
      const { publication, document } = planner.ready(row.runbook);
      const { groups = [], users = [] } = publication.approval?.approvers ?? {};
      if (![...groups, ...users].some(ref => viewer.refs.includes(ref))) {
        throw new NotAllowedError('You are none of those who approve this run');
      }
      if (document.hash !== row.hash) {
        throw new ConflictError(
          'The document was changed since this run was asked for',
        );
      }
    }
    const now = Date.now();
    const decided = { approved, by, comment: comment || null };
    const counts = approved
      ? await runs.decide(id, decided, now)
      : await store.drop(
          id,
          { outcome: 'cancelled', detail: 'It was not approved', now },
          async trx => {
            if (!(await runs.decide(id, decided, now, trx))) {
              throw new ConflictError('Somebody decided about it meanwhile');
            }
          },
        );
    if (!counts) {
      throw new ConflictError('There is nothing to decide about this run');
    }
    notices.decided(row, decided);
    return views.get(id, credentials);
  }

  /**
   * Takes a request back, or cancels what has not ended.
   *
   * @throws NotFoundError when there is none that the caller may see.
   * @throws NotAllowedError when the caller is no human, or may not run it on
   * all nodes on which something may still happen.
   * @throws ConflictError when nothing is under way any more.
   * @throws ServiceUnavailableError when AWS did not take all of it.
   */
  async cancel(id: string, credentials: BackstageCredentials): Promise<Run> {
    const { views, runs, store, canceller } = this.#options;
    const by = requireUser(credentials);
    const run = await views.get(id, credentials);
    if (run.endedAt) {
      throw new ConflictError('This run has ended already');
    }
    if (!run.canCancel) {
      throw new NotAllowedError(
        run.launchedAt === null
          ? 'Only whoever asked for a run takes it back'
          : `To cancel this you need the permission ${managedNodesRunbookExecutePermission.name} on all of its nodes that have not ended`,
      );
    }
    if (run.launchedAt !== null) {
      await canceller.cancel(id, by);
      return views.get(id, credentials);
    }
    const end = {
      outcome: 'cancelled' as const,
      detail: 'It was taken back before it was sent',
      now: Date.now(),
    };
    if (!(await store.drop(id, end, trx => runs.end(trx, id, 'withdrawn')))) {
      throw new ConflictError('This run was started meanwhile');
    }
    return views.get(id, credentials);
  }

  /**
   * Answers a step that waits for a person.
   *
   * @throws NotFoundError when the caller can see no such run, or no such step
   * waits in it.
   * @throws NotAllowedError when the caller may not answer it.
   * @throws ServiceUnavailableError when AWS does not take it.
   */
  async signal(
    id: string,
    { execution, signal, step, comment }: SignalStep,
    credentials: BackstageCredentials,
  ): Promise<Run> {
    const { views, steps, signals } = this.#options;
    const by = requireUser(credentials);
    const waiting = await steps.waiting(id, { execution, step }, credentials);
    if (!waiting) {
      throw new NotFoundError(`No step ${step} waits for a person there`);
    }
    if (!waiting.signals.includes(signal)) {
      throw new NotAllowedError(
        'You may not answer this step: who runs something does not approve it, and others need the permission to',
      );
    }
    await signals.send(waiting, execution, { signal, step, comment }, by);
    steps.forget();
    return views.get(id, credentials);
  }
}
