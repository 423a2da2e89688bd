import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { SyncTarget } from '../accounts/types';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { NodeWriter } from '../nodes/NodeWriter';
import { NodeObservation } from '../nodes/types';
import { SourceRun } from '../sync/sources/types';
import { OwnershipSource } from '../sync/TargetSync';
import { Warnings } from '../sync/Warnings';

/** Reads some nodes of a target as they are now. */
export interface SomeNodesSource {
  read(
    target: SyncTarget,
    nodeIds: string[],
    run: SourceRun,
  ): Promise<NodeObservation[]>;
}

interface NodeReaderOptions {
  source: SomeNodesSource;
  ownership: OwnershipSource;
  writer: NodeWriter;
  absent: AbsentNodes;
  observer?: CallObserver;
}

/** Brings single nodes in line with AWS. */
export class NodeReader {
  readonly #options: NodeReaderOptions;

  static create(options: NodeReaderOptions): NodeReader {
    return new NodeReader(options);
  }

  private constructor(options: NodeReaderOptions) {
    this.#options = options;
  }

  /**
   * Reads nodes and stores what AWS says. Those it does not show are marked
   * missing; only complete listings make them leave.
   *
   * @param target - with the generation of its newest listing
   * @returns what could not be read of them and may be another time, if
   * anything; the rest is stored.
   * @throws what AWS or the database answers.
   */
  async read(
    target: SyncTarget & { generation: number },
    nodeIds: string[],
    signal: AbortSignal,
  ): Promise<SyncProblem | undefined> {
    const { ownership, writer, absent, observer } = this.#options;
    const run: SourceRun = {
      signal,
      meter: CallMeter.create({ observer }),
      warnings: Warnings.create({ signal }),
    };
    const [observations, decideOwnership] = await Promise.all([
      this.#observe(target, nodeIds, run),
      ownership.decider(),
    ]);
    const now = Date.now();
    await writer.applyPage(
      { ...target, decideOwnership, undecided: ownership.undecided },
      observations,
      now,
    );
    const shown = new Set(observations.map(({ nodeId }) => nodeId));
    await absent.markMissing(
      target,
      nodeIds.filter(nodeId => !shown.has(nodeId)),
      now,
    );
    // What a role may not read is no news: the target's listing says so.
    return run.warnings
      .list()
      .find(
        ({ part, missingIamAction }) => part !== 'agents' && !missingIamAction,
      );
  }

  /** One id that AWS refuses to hear of does not keep it from telling of the others. */
  async #observe(
    target: SyncTarget,
    nodeIds: string[],
    run: SourceRun,
  ): Promise<NodeObservation[]> {
    try {
      return await this.#options.source.read(target, nodeIds, run);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'InvalidInstanceId') {
        throw error;
      }
      if (nodeIds.length === 1) {
        return [];
      }
      const half = Math.ceil(nodeIds.length / 2);
      return [
        ...(await this.#observe(target, nodeIds.slice(0, half), run)),
        ...(await this.#observe(target, nodeIds.slice(half), run)),
      ];
    }
  }
}
