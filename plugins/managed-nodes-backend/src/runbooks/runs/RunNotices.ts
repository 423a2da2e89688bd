import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { RUNS_CHANNEL } from '@managed-nodes/plugin-managed-nodes-common';
import { OperationObserver } from '../../commands/OperationProgress';
import { OperationRow } from '../../commands/types';
import { RunStore } from './RunStore';
import { Decision, RUN_KIND, RunWithOperation } from './types';

/** A page is told of changes at most that often. */
const QUIET_MS = 1_000;

interface RunNoticesOptions {
  runs: RunStore;
  notifications: NotificationService;
  signals: SignalsService;
  logger: LoggerService;
}

function count(nodes: number): string {
  return nodes === 1 ? 'one node' : `${nodes} nodes`;
}

const ENDS: Partial<Record<OperationRow['state'], string>> = {
  succeeded: 'succeeded',
  failed: 'did not succeed everywhere',
  cancelled: 'was cancelled',
};

/**
 * Tells people of their runs by Backstage's notifications, and open pages by
 * signals, which say of which run and nothing else.
 */
export class RunNotices implements OperationObserver {
  readonly #options: RunNoticesOptions;
  readonly #quiet = new Map<string, NodeJS.Timeout>();

  static create(options: RunNoticesOptions): RunNotices {
    return new RunNotices(options);
  }

  private constructor(options: RunNoticesOptions) {
    this.#options = options;
  }

  /** Somebody asked for an approval. */
  asked(run: RunWithOperation, nodes: number): void {
    this.changed(run.id);
    this.#tell(run, JSON.parse(run.approvers ?? '[]'), 'asked', {
      title: `${run.title} waits for your approval`,
      description: nodes
        ? `${run.started_by} wants to run it on ${count(nodes)}.`
        : `${run.started_by} wants to run it.`,
      severity: 'high',
    });
  }

  /** An approver decided. */
  decided(run: RunWithOperation, { approved, by, comment }: Decision): void {
    this.changed(run.id);
    this.#tell(run, [run.started_by], 'decided', {
      title: approved
        ? `${run.title} is approved: start it now`
        : `${run.title} was not approved`,
      description: comment ? `${by}: ${comment}` : `By ${by}.`,
      severity: approved ? 'high' : 'normal',
    });
  }

  /** The time for an approval, or for the start after it, is over. */
  expired(run: RunWithOperation): void {
    this.changed(run.id);
    this.#tell(run, [run.started_by], 'expired', {
      title: `${run.title} has expired`,
      description:
        run.approval === 'approved'
          ? 'It was approved and not started in time.'
          : 'Nobody approved it in time.',
      severity: 'normal',
    });
  }

  changed(operationId: string): void {
    if (this.#quiet.has(operationId)) {
      return;
    }
    const timer = setTimeout(() => {
      this.#quiet.delete(operationId);
      this.#signal(operationId);
    }, QUIET_MS);
    timer.unref();
    this.#quiet.set(operationId, timer);
  }

  ended(operation: OperationRow): void {
    if (operation.kind !== RUN_KIND) {
      return;
    }
    this.changed(operation.id);
    this.#options.runs
      .get(operation.id)
      .then(run => {
        if (run) {
          this.#tell(run, [run.started_by], 'ended', {
            title: `${run.title} ${ENDS[operation.state] ?? 'ended'}`,
            severity: operation.state === 'failed' ? 'high' : 'low',
          });
        }
      })
      .catch(error => this.#warn(operation.id, error));
  }

  #tell(
    { id }: RunWithOperation,
    people: string[],
    what: string,
    payload: Omit<NotificationPayload, 'link' | 'topic' | 'scope'>,
  ): void {
    if (!people.length) {
      return;
    }
    this.#options.notifications
      .send({
        recipients: { type: 'entity', entityRef: people },
        payload: {
          ...payload,
          link: `/managed-nodes/runs/${id}`,
          topic: `runs:${what}`,
          scope: `managed-nodes:runs:${what}:${id}`,
        },
      })
      .catch(error => this.#warn(id, error));
  }

  #signal(id: string): void {
    this.#options.signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: RUNS_CHANNEL,
        message: { run: id },
      })
      .catch(error => this.#warn(id, error));
  }

  #warn(id: string, error: unknown): void {
    this.#options.logger.warn(
      `Nobody was told what became of run ${id}: ${error}`,
    );
  }
}
