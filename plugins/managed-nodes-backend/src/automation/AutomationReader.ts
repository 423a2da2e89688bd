import {
  AutomationExecutionFilter,
  AutomationExecutionMetadata,
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { pagesOf } from '../aws/paging';
import { GroupReport } from '../commands/Transport';
import { NodeReport } from '../commands/types';
import { cleanText } from '../nodes/text';
import { TargetKey } from '../nodes/types';
import { toOutcome } from './statuses';

const MAX_DETAIL = 1_000;

/** What AWS answers about an execution it does not have (any more). */
const UNKNOWN = 'AutomationExecutionNotFoundException';

/** Executions that ended. */
const ENDED = ['succeeded', 'failed', 'timed-out'];

/** Executions of a page of AWS's. */
const PAGE = 50;

/** Clocks may differ by that much. */
const CLOCK_SKEW_MS = 300_000;

interface Told {
  AutomationExecutionStatus?: string;
  FailureMessage?: string;
}

function outcomeOf({ AutomationExecutionStatus, FailureMessage }: Told) {
  return {
    outcome: toOutcome(AutomationExecutionStatus),
    detail: cleanText(FailureMessage, MAX_DETAIL) ?? null,
  };
}

function fingerprint(execution: AutomationExecutionMetadata): string {
  const { AutomationExecutionStatus, CurrentStepName, FailureMessage } =
    execution;
  return JSON.stringify([
    AutomationExecutionStatus,
    CurrentStepName,
    FailureMessage,
  ]);
}

/** Reads, as the portal, how executions are doing that people started. */
export class AutomationReader {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #meter: CallMeter;

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    /** Told of every request to AWS. */
    observer?: CallObserver;
  }): AutomationReader {
    return new AutomationReader(options.clients, CallMeter.create(options));
  }

  private constructor(
    clients: Pick<AwsClients, 'forTarget'>,
    meter: CallMeter,
  ) {
    this.#clients = clients;
    this.#meter = meter;
  }

  /**
   * How an execution is doing (`ssm:GetAutomationExecution`), and on several
   * nodes its children, each of which is about one
   * (`ssm:DescribeAutomationExecutions`).
   */
  async reports(
    target: TargetKey & { nodeIds: string[] },
    id: string,
    signal: AbortSignal,
  ): Promise<GroupReport> {
    const whole = await this.#whole(target, id, signal);
    if (!whole) {
      return { nodes: [] };
    }
    const { nodeIds } = target;
    if (nodeIds.length > 1) {
      return { nodes: await this.#children(target, id, signal), whole };
    }
    return { nodes: nodeIds.map(nodeId => ({ nodeId, ...whole })), whole };
  }

  /** How an execution is doing as a whole; unknown when AWS has it no more. */
  async status(
    target: TargetKey,
    id: string,
    signal: AbortSignal,
  ): Promise<'open' | 'cancelled' | 'ended' | 'unknown'> {
    const whole = await this.#whole(target, id, signal);
    if (!whole) {
      return 'unknown';
    }
    if (whole.outcome === 'cancelled') {
      return 'cancelled';
    }
    return ENDED.includes(whole.outcome) ? 'ended' : 'open';
  }

  /**
   * A text for each execution that changes whenever something does in it
   * (`ssm:DescribeAutomationExecutions`). Those on several nodes are left out:
   * their children change while they look the same. Reads no more than one
   * page for four executions.
   *
   * @param since - when the first was started, in milliseconds since the epoch
   */
  async sweep(
    target: TargetKey,
    ids: string[],
    since: number,
    signal: AbortSignal,
  ): Promise<Map<string, string>> {
    const wanted = new Set(ids);
    const found = new Map<string, string>();
    // Clocks may differ.
    const after = new Date(since - CLOCK_SKEW_MS).toISOString();
    let left = Math.ceil(ids.length / 4) * PAGE;
    for await (const execution of this.#list(
      target,
      [{ Key: 'StartTimeAfter', Values: [after.replace(/\.\d+Z$/, 'Z')] }],
      signal,
    )) {
      const { AutomationExecutionId: id } = execution;
      if (id && wanted.delete(id) && !execution.Targets?.length) {
        found.set(id, fingerprint(execution));
      }
      left -= 1;
      if (!wanted.size || left <= 0) {
        break;
      }
    }
    return found;
  }

  /** The execution that was started with a tag that no other has. */
  async find(
    target: TargetKey,
    tag: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    for await (const execution of this.#list(
      target,
      [{ Key: 'TagKey', Values: [tag] }],
      signal,
    )) {
      // Its children have its tags, too.
      if (!execution.ParentAutomationExecutionId) {
        return execution.AutomationExecutionId;
      }
    }
    return undefined;
  }

  async #whole(target: TargetKey, id: string, signal: AbortSignal) {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    try {
      const { AutomationExecution: execution } = await ssm.send(
        this.#meter.watch(
          new GetAutomationExecutionCommand({ AutomationExecutionId: id }),
        ),
        { abortSignal: signal },
      );
      return execution && outcomeOf(execution);
    } catch (error) {
      if (error instanceof Error && error.name === UNKNOWN) {
        return undefined;
      }
      throw error;
    }
  }

  async #children(
    target: TargetKey,
    id: string,
    signal: AbortSignal,
  ): Promise<NodeReport[]> {
    const reports: NodeReport[] = [];
    for await (const child of this.#list(
      target,
      [{ Key: 'ParentExecutionId', Values: [id] }],
      signal,
    )) {
      const nodeId = child.Target ?? child.Targets?.[0]?.Values?.[0];
      if (nodeId) {
        reports.push({ nodeId, ...outcomeOf(child) });
      }
    }
    return reports;
  }

  async *#list(
    target: TargetKey,
    filters: AutomationExecutionFilter[],
    signal: AbortSignal,
  ): AsyncGenerator<AutomationExecutionMetadata> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    const pages = pagesOf(
      NextToken =>
        ssm.send(
          this.#meter.watch(
            new DescribeAutomationExecutionsCommand({
              Filters: filters,
              MaxResults: PAGE,
              NextToken,
            }),
          ),
          { abortSignal: signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      yield* page.AutomationExecutionMetadataList ?? [];
    }
  }
}
