import {
  AutomationExecution,
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  StepExecution,
} from '@aws-sdk/client-ssm';
import { RunStep, RunSteps } from '@managed-nodes/plugin-managed-nodes-common';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { TargetKey } from '../nodes/types';
import { presentOutputs, presentStep } from './presentStep';

/** Steps of one answer. */
const MAX_STEPS = 500;

/** Children of one execution whose steps are read. */
const MAX_CHILDREN = 50;

/** How deep children of children are followed. */
const MAX_DEPTH = 3;

/** How long an answer is good for: many may watch. */
const MAX_AGE_MS = 2_000;

/** What AWS answers about an execution it does not have (any more). */
const UNKNOWN = 'AutomationExecutionNotFoundException';

/** An execution of a run. */
export interface ExecutionKey extends TargetKey {
  awsId: string;
}

interface Read {
  steps: RunStep[];
  outputs: Record<string, string>;
  truncated: boolean;
}

const NOTHING: Read = { steps: [], outputs: {}, truncated: false };

/** Reads the steps of executions from AWS, as the portal. */
export class AutomationSteps {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #meter: CallMeter;
  readonly #kept = new Map<string, { readAt: number; read: Promise<Read> }>();

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    /** Told of every request to AWS. */
    observer?: CallObserver;
  }): AutomationSteps {
    return new AutomationSteps(options.clients, CallMeter.create(options));
  }

  private constructor(
    clients: Pick<AwsClients, 'forTarget'>,
    meter: CallMeter,
  ) {
    this.#clients = clients;
    this.#meter = meter;
  }

  /**
   * The steps of executions with those of their children, in order
   * (`ssm:GetAutomationExecution`, `ssm:DescribeAutomationStepExecutions`,
   * `ssm:DescribeAutomationExecutions`), as they were at most two seconds ago.
   * Of an execution that AWS has forgotten there are none.
   *
   * @param shallow - leaves children out, which take a request each
   * @throws what AWS answers.
   */
  async read(executions: ExecutionKey[], shallow = false): Promise<RunSteps> {
    const answer: RunSteps = {
      items: [],
      truncated: false,
      shallow,
      outputs: {},
    };
    const reads = await Promise.all(
      executions.map(execution => this.#keep(execution, shallow)),
    );
    for (const [index, execution] of executions.entries()) {
      const { steps, outputs, truncated } = reads[index];
      answer.items.push(...steps);
      answer.truncated = answer.truncated || truncated;
      Object.assign(
        answer.outputs,
        executions.length === 1
          ? outputs
          : Object.fromEntries(
              Object.entries(outputs).map(([name, value]) => [
                `${execution.account} ${execution.region}: ${name}`,
                value,
              ]),
            ),
      );
      if (answer.items.length > MAX_STEPS) {
        answer.items.length = MAX_STEPS;
        answer.truncated = true;
        break;
      }
    }
    return answer;
  }

  /** Reads an execution, and all others, anew the next time. */
  forget(): void {
    this.#kept.clear();
  }

  #keep(execution: ExecutionKey, shallow: boolean): Promise<Read> {
    const now = Date.now();
    for (const [key, { readAt }] of this.#kept) {
      if (now - readAt > MAX_AGE_MS) {
        this.#kept.delete(key);
      }
    }
    const { account, region, awsId } = execution;
    const key = `${account}/${region}/${awsId}/${shallow}`;
    const kept = this.#kept.get(key);
    if (kept) {
      return kept.read;
    }
    const read = this.#readTree(execution, null, shallow ? MAX_DEPTH : 0);
    this.#kept.set(key, { readAt: now, read });
    read.catch(() => this.#kept.delete(key));
    return read;
  }

  async #readTree(
    key: ExecutionKey,
    parentId: string | null,
    depth: number,
  ): Promise<Read> {
    const { ssm } = await this.#clients.forTarget(key, 'interactive');
    const execution = await this.#execution(ssm, key.awsId);
    if (!execution) {
      return NOTHING;
    }
    const { steps: found, truncated } = await this.#steps(ssm, execution);
    const read: Read = {
      steps: [],
      // What runs on several nodes has its outputs below, each of its own.
      outputs: execution.Targets?.length
        ? {}
        : presentOutputs(execution.Outputs),
      truncated,
    };
    const shown = new Set<string>();
    // What it does itself comes first: that much is always shown.
    read.steps.push(...found.map(step => presentStep(step, key, parentId)));
    for (const [index, step] of found.entries()) {
      const child = step.Outputs?.ExecutionId?.[0];
      if (
        step.Action === 'aws:executeAutomation' &&
        child &&
        depth < MAX_DEPTH
      ) {
        shown.add(child);
        await this.#add(
          read,
          { ...key, awsId: child },
          read.steps[index].id,
          depth,
        );
      }
    }
    if (execution.Targets?.length && depth < MAX_DEPTH) {
      const children = await this.#children(ssm, key.awsId);
      read.truncated = read.truncated || children.length >= MAX_CHILDREN;
      for (const awsId of children.filter(child => !shown.has(child))) {
        await this.#add(read, { ...key, awsId }, parentId, depth);
      }
    }
    return read;
  }

  async #add(
    read: Read,
    key: ExecutionKey,
    parentId: string | null,
    depth: number,
  ): Promise<void> {
    if (read.steps.length >= MAX_STEPS) {
      read.truncated = true;
      return;
    }
    const child = await this.#readTree(key, parentId, depth + 1);
    read.steps.push(...child.steps);
    read.truncated = read.truncated || child.truncated;
  }

  async #execution(
    ssm: SSMClient,
    id: string,
  ): Promise<AutomationExecution | undefined> {
    try {
      const answer = await ssm.send(
        this.#meter.watch(
          new GetAutomationExecutionCommand({ AutomationExecutionId: id }),
        ),
      );
      return answer.AutomationExecution;
    } catch (error) {
      if (error instanceof Error && error.name === UNKNOWN) {
        return undefined;
      }
      throw error;
    }
  }

  async #steps(
    ssm: SSMClient,
    execution: AutomationExecution,
  ): Promise<{ steps: StepExecution[]; truncated: boolean }> {
    if (!execution.StepExecutionsTruncated) {
      return { steps: execution.StepExecutions ?? [], truncated: false };
    }
    const steps: StepExecution[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ssm.send(
        this.#meter.watch(
          new DescribeAutomationStepExecutionsCommand({
            AutomationExecutionId: execution.AutomationExecutionId,
            MaxResults: 50,
            NextToken,
          }),
        ),
      );
      steps.push(...(page.StepExecutions ?? []));
      NextToken = page.NextToken || undefined;
    } while (NextToken && steps.length < MAX_STEPS);
    return { steps, truncated: NextToken !== undefined };
  }

  async #children(ssm: SSMClient, id: string): Promise<string[]> {
    const { AutomationExecutionMetadataList: children = [] } = await ssm.send(
      this.#meter.watch(
        new DescribeAutomationExecutionsCommand({
          Filters: [{ Key: 'ParentExecutionId', Values: [id] }],
          MaxResults: MAX_CHILDREN,
        }),
      ),
    );
    return children.flatMap(child => child.AutomationExecutionId ?? []);
  }
}
