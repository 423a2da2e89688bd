import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  RunStep,
  RunSteps as RunStepsAnswer,
  RunStepsQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { AutomationSteps } from '../../automation/AutomationSteps';
import { toSyncProblem } from '../../aws/problems';
import { OperationNodes } from '../../commands/OperationNodes';
import { GroupSeen } from './RunQueries';
import { rightsToSignal } from './signalRights';
import { RunViews, SeenRun } from './RunViews';

/** Executions that are read for one answer. */
const MAX_EXECUTIONS = 20;

/** Of more, only the steps are read, not what they started in turn. */
const MAX_DEEP = 4;

/** Reads the steps of runs of Automation documents, as far as the caller may see them. */
export class RunSteps {
  readonly #views: RunViews;
  readonly #nodes: OperationNodes;
  readonly #steps: AutomationSteps;

  static create(options: {
    views: RunViews;
    nodes: OperationNodes;
    steps: AutomationSteps;
  }): RunSteps {
    return new RunSteps(options.views, options.nodes, options.steps);
  }

  private constructor(
    views: RunViews,
    nodes: OperationNodes,
    steps: AutomationSteps,
  ) {
    this.#views = views;
    this.#nodes = nodes;
    this.#steps = steps;
  }

  /**
   * The steps as they were carried out. Executions that are also about nodes
   * that the caller may not see are left out: AWS does not tell which of their
   * steps and outputs are about which node. Of many executions only their own
   * steps are read.
   *
   * @throws NotFoundError when there is no such run.
   * @throws ServiceUnavailableError when AWS does not tell.
   */
  async read(
    id: string,
    query: RunStepsQuery,
    credentials: BackstageCredentials,
  ): Promise<RunStepsAnswer> {
    const seen = await this.#views.find(id, credentials);
    if (seen.row.transport !== 'automation') {
      return { items: [], truncated: false, shallow: false, outputs: {} };
    }
    const groups = await this.#visible(seen, query);
    return this.#read(seen, groups, groups.length > MAX_DEEP);
  }

  async #read(
    seen: SeenRun,
    groups: GroupSeen[],
    shallow: boolean,
  ): Promise<RunStepsAnswer> {
    try {
      const answer = await this.#steps.read(
        groups.slice(0, MAX_EXECUTIONS).map(group => ({
          account: group.account,
          region: group.region,
          awsId: group.command_id!,
        })),
        shallow,
      );
      const may = await rightsToSignal(seen, this.#nodes);
      return {
        items: answer.items.map(step => ({
          ...step,
          signals: step.signals.filter(may),
        })),
        outputs: answer.outputs,
        shallow,
        truncated: answer.truncated || groups.length > MAX_EXECUTIONS,
      };
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:GetAutomationExecution');
      throw new ServiceUnavailableError(`AWS does not tell: ${message}`);
    }
  }

  /** A step that waits for a person, with the signals that the caller may give it. */
  async waiting(
    id: string,
    which: { execution: string; step: string },
    credentials: BackstageCredentials,
  ): Promise<RunStep | undefined> {
    const seen = await this.#views.find(id, credentials);
    const groups = await this.#visible(seen, {});
    const { items } = await this.#read(seen, groups, false);
    return items.find(
      step =>
        step.execution === which.execution &&
        step.name === which.step &&
        step.state === 'waiting',
    );
  }

  /** Reads steps anew the next time: somebody changed something. */
  forget(): void {
    this.#steps.forget();
  }

  async #visible(
    seen: SeenRun,
    { node, execution }: RunStepsQuery,
  ): Promise<GroupSeen[]> {
    const groups = (await this.#views.groups(seen)).filter(
      group =>
        group.command_id !== null &&
        group.seen === group.nodes &&
        (execution === undefined || group.command_id === execution),
    );
    if (node === undefined) {
      return groups;
    }
    const row = await this.#nodes.get(seen.row.id, node, seen.viewer.visible);
    return groups.filter(({ number }) => number === row?.group_number);
  }
}
