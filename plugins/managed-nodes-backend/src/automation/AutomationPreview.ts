import {
  GetExecutionPreviewCommand,
  SSMClient,
  StartExecutionPreviewCommand,
} from '@aws-sdk/client-ssm';
import { RunPreview } from '@managed-nodes/plugin-managed-nodes-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { TargetKey } from '../nodes/types';

/** How long somebody waits for AWS's word on it. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 300;

/** What would be started. */
export interface ExecutionToBe {
  document: string;
  version: string;
  parameters: Record<string, string[]>;
  nodesParameter: string | null;
  nodeIds: string[];
}

/** Asks AWS what the steps of an Automation document would do. */
export class AutomationPreview {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #meter: CallMeter;

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    /** Told of every request to AWS. */
    observer?: CallObserver;
  }): AutomationPreview {
    return new AutomationPreview(options.clients, CallMeter.create(options));
  }

  private constructor(
    clients: Pick<AwsClients, 'forTarget'>,
    meter: CallMeter,
  ) {
    this.#clients = clients;
    this.#meter = meter;
  }

  /**
   * How many of its steps change something (`ssm:StartExecutionPreview`,
   * `ssm:GetExecutionPreview`).
   *
   * @returns null when AWS does not say so, or not in time: it is a help to
   * whoever looks at a preview, and nothing depends on it.
   */
  async count(
    target: TargetKey,
    execution: ExecutionToBe,
  ): Promise<RunPreview['steps']> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    try {
      return await this.#count(ssm, execution);
    } catch {
      return null;
    }
  }

  async #count(
    ssm: SSMClient,
    { document, version, parameters, nodesParameter, nodeIds }: ExecutionToBe,
  ): Promise<RunPreview['steps']> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { ExecutionPreviewId: id } = await ssm.send(
      this.#meter.watch(
        new StartExecutionPreviewCommand({
          DocumentName: document,
          DocumentVersion: version,
          ExecutionInputs: {
            Automation: {
              Parameters: {
                ...parameters,
                ...(nodesParameter !== null && {
                  [nodesParameter]: nodeIds.slice(0, 1),
                }),
              },
            },
          },
        }),
      ),
      { abortSignal: signal },
    );
    while (!signal.aborted) {
      const answer = await ssm.send(
        this.#meter.watch(
          new GetExecutionPreviewCommand({ ExecutionPreviewId: id }),
        ),
        { abortSignal: signal },
      );
      const { Status, ExecutionPreview } = answer;
      if (Status === 'Success') {
        const impacts = ExecutionPreview?.Automation?.StepPreviews ?? {};
        return {
          mutating: impacts.Mutating ?? 0,
          nonMutating: impacts.NonMutating ?? 0,
          undetermined: impacts.Undetermined ?? 0,
        };
      }
      if (Status === 'Failed') {
        return null;
      }
      await sleep(PAUSE_MS, undefined, { signal });
    }
    return null;
  }
}
