import { SyncTarget } from '../../../accounts/types';
import { EnvironmentRule } from '../../../config';
import { toObservation } from '../../../nodes/present';
import { SeenNodeRow } from '../../../nodes/rows';
import { NodeObservation } from '../../../nodes/types';
import { observeNode, observePatch, observeTags } from '../../observe';
import { ListedObject } from './Bucket';
import {
  InstanceInformation,
  readInformation,
  readPatchSummary,
  readSeverities,
  readTagObject,
  tellsSeverity,
} from './inventory';
import { ObjectGoneError } from './problems';
import { isSame, NodeObjects, ObjectChange } from './RememberedObjects';
import { ObjectsByNode, TargetObjects } from './TargetObjects';

/** A node that a bucket lists. */
export interface ListedNode {
  nodeId: string;
  information: ListedObject;
  /** Its objects as they were when they were stored. */
  seen: NodeObjects;
  /** Whether the node store has it, present. Otherwise all of it is read. */
  present: boolean;
}

/** What has to be read of a node. */
export interface NodePlan extends ListedNode {
  /** Who it is: its information and its tags. */
  identity: boolean;
  patch: boolean;
}

/** What reading a node gave. */
export interface NodeReading {
  /** None: it is no node. */
  observation?: NodeObservation;
  /** What to remember once that is stored. */
  changes: ObjectChange[];
}

interface NodeObjectReaderOptions {
  objects: TargetObjects;
  target: SyncTarget;
  environments: EnvironmentRule[];
  /** Undefined when they could not be listed. */
  tags: ObjectsByNode | undefined;
  /** Undefined when they could not be listed. */
  patches: ObjectsByNode | undefined;
}

/** Decides what of a node's objects is to be read, and reads it. */
export class NodeObjectReader {
  readonly #options: NodeObjectReaderOptions;

  static create(options: NodeObjectReaderOptions): NodeObjectReader {
    return new NodeObjectReader(options);
  }

  private constructor(options: NodeObjectReaderOptions) {
    this.#options = options;
  }

  /** Whether this is known to be no node any more, without reading it. */
  isTerminated({ seen, information }: ListedNode): boolean {
    const before = seen.get('AWS:InstanceInformation');
    return before?.note === 'terminated' && isSame(before, information);
  }

  /** @returns undefined when nothing of the node has changed. */
  async plan(node: ListedNode): Promise<NodePlan | undefined> {
    const { tags, patches, objects } = this.#options;
    const { nodeId, seen, information } = node;
    const identity =
      !node.present ||
      !isSame(seen.get('AWS:InstanceInformation'), information) ||
      (tags !== undefined && !isSame(seen.get('AWS:Tag'), tags.get(nodeId)));
    let patch = false;
    if (patches) {
      const before = seen.get('AWS:PatchSummary');
      patch = !node.present || !isSame(before, patches.get(nodeId));
      if (!patch && before?.note === 'no-severities') {
        const items = await objects.patchItems();
        patch =
          items !== undefined &&
          !isSame(seen.get('AWS:ComplianceItem'), items.get(nodeId));
      }
    }
    return identity || patch ? { ...node, identity, patch } : undefined;
  }

  /**
   * Reads what is planned.
   *
   * @param row - the node as it is stored, for all that is not read
   */
  async read(
    plan: NodePlan,
    row: SeenNodeRow | undefined,
  ): Promise<NodeReading> {
    const changes: ObjectChange[] = [];
    const { nodeId, information: object } = plan;
    const { objects, target, environments } = this.#options;
    const identity = plan.identity || !row;
    let information: InstanceInformation | undefined;
    try {
      information = identity
        ? await objects.read(nodeId, object, readInformation)
        : undefined;
    } catch (error) {
      if (error instanceof ObjectGoneError) {
        return { changes };
      }
      throw error;
    }
    if (information) {
      changes.push({
        nodeId,
        type: 'AWS:InstanceInformation',
        object,
        ...(information.terminated && { note: 'terminated' }),
      });
      if (information.terminated) {
        return { changes };
      }
    }
    const [tags, patch] = await Promise.all([
      identity ? this.#tags(nodeId, changes) : undefined,
      plan.patch || !row ? this.#patch(nodeId, changes) : undefined,
    ]);
    const observation =
      information || !row
        ? observeNode(
            information?.property ?? { InstanceId: nodeId },
            target,
            environments,
            { tags, patch, agentUpToDate: null },
          )
        : {
            // It is listed, but says nothing new, or nothing to be understood.
            ...toObservation(row),
            lastPingAt:
              row.last_ping_at === null ? null : Number(row.last_ping_at),
            tags,
            patch,
          };
    return { observation, changes };
  }

  /** @returns undefined when they could not be read: the stored ones stay. */
  async #tags(nodeId: string, changes: ObjectChange[]) {
    const { objects, tags: listed } = this.#options;
    if (!listed) {
      return undefined;
    }
    const object = listed.get(nodeId);
    const tags = object
      ? await objects.readPart('tags', nodeId, object, readTagObject)
      : {};
    if (tags) {
      changes.push({ nodeId, type: 'AWS:Tag', object });
    }
    return tags && observeTags(tags);
  }

  /** @returns undefined when it could not be read: the stored one stays. */
  async #patch(nodeId: string, changes: ObjectChange[]) {
    const { objects, patches } = this.#options;
    if (!patches) {
      return undefined;
    }
    const object = patches.get(nodeId);
    if (!object) {
      changes.push({ nodeId, type: 'AWS:PatchSummary', object });
      return observePatch(undefined);
    }
    const state = await objects.readPart(
      'patches',
      nodeId,
      object,
      readPatchSummary,
    );
    if (!state) {
      return undefined;
    }
    if (tellsSeverity(state)) {
      changes.push({ nodeId, type: 'AWS:PatchSummary', object });
      return observePatch(state);
    }
    const patchItems = await objects.patchItems();
    const items = patchItems?.get(nodeId);
    const severities = items
      ? await objects.readPart('patches', nodeId, items, readSeverities)
      : {};
    if (!patchItems || !severities) {
      return undefined;
    }
    changes.push(
      { nodeId, type: 'AWS:PatchSummary', object, note: 'no-severities' },
      { nodeId, type: 'AWS:ComplianceItem', object: items },
    );
    return observePatch({ ...state, ...severities });
  }
}
