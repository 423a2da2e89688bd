import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { EventEnvelope } from '../events/envelopes';
import { INSTANCE_PROFILE } from '../fleet/machines';
import { comeBack, lastPingAt } from '../fleet/state';
import { withoutTags, withTags } from '../fleet/tags';
import { PatchProfile, SimulatedNode } from '../fleet/types';
import { RegionAccess } from '../model/RegionAccess';
import { World } from '../model/World';
import { PublishEvent } from './eventSchemas';
import { matches, toModel } from './nodeViews';
import {
  addNodesSchema,
  ModelNode,
  MoveNode,
  NodeChange,
  NodeList,
  NodeQuery,
  Terminate,
} from './schemas';

const DEFAULT_LIMIT = 1000;

/** Changes to the fleet that no AWS API makes. */
export class NodeControl {
  readonly #world: World;

  static create(world: World): NodeControl {
    return new NodeControl(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  query(query: NodeQuery): NodeList {
    const { fleet } = this.#world;
    const { ids, offset = 0, limit = DEFAULT_LIMIT } = query;
    const candidates = ids
      ? ids.flatMap(id => fleet.get(id) ?? [])
      : fleet.all();
    const nodes: ModelNode[] = [];
    let total = 0;
    for (const node of candidates) {
      if (matches(node, query, this.#profile(node))) {
        if (total >= offset && nodes.length < limit) {
          nodes.push(this.#view(node));
        }
        total += 1;
      }
    }
    return { total, nodes };
  }

  /** @throws NotFoundError when there is no such node. */
  change(id: string, change: NodeChange): ModelNode {
    const node = this.#get(id);
    const { instanceState, patchProfile } = node;
    this.#apply(node, change);
    const { events, patching, clock } = this.#world;
    if (node.instanceState !== instanceState) {
      const on = node.instanceState === 'running';
      if (on) {
        patching.nodes.rebooted(node, clock.now());
      }
      events.instanceStates(
        node,
        ...(on ? ['pending', 'running'] : ['stopping', 'stopped']),
      );
    }
    if (node.patchProfile !== patchProfile) {
      events.complianceChanged(node, {
        baselineId: this.#world.patching.baselines.forNode(node).id,
      });
    }
    return this.#view(node);
  }

  /** @throws NotFoundError when there is no such node. */
  tag(
    id: string,
    {
      set = {},
      remove = [],
    }: { set?: Record<string, string>; remove?: string[] },
  ): ModelNode {
    const node = this.#get(id);
    const before = node.tags;
    node.tags = withTags(withoutTags(node.tags, remove), Object.entries(set));
    node.everTagged ||= node.tags.length > 0;
    this.#world.events.tagsChanged(node, before);
    return this.#view(node);
  }

  /** @throws InputError when there is no such account or Region. */
  add(input: z.output<typeof addNodesSchema>): NodeList {
    const { fleet } = this.#world;
    const { account, region, count, tags, change } = input;
    this.#checkPlace(account, region);
    const added = fleet.add(count, {
      ...(account && { account }),
      ...(region && { region }),
    });
    for (const node of added) {
      if (tags) {
        node.tags = withTags(node.tags, Object.entries(tags));
        node.everTagged = true;
      }
      if (change) {
        this.#apply(node, change);
      }
      this.#appeared(node);
    }
    return {
      total: added.length,
      nodes: added.slice(0, DEFAULT_LIMIT).map(node => this.#view(node)),
    };
  }

  /**
   * Registers a hybrid node again: the same machine under a new id.
   *
   * @throws InputError for an instance, or when there is no such place.
   */
  reregister(id: string, { account, region, keepOld }: MoveNode): ModelNode {
    const { fleet, clock } = this.#world;
    const node = this.#getHybrid(id);
    this.#checkPlace(account, region);
    const now = clock.now();
    const again = fleet.reregister(node, {
      account: account ?? node.account,
      region: region ?? node.region,
      now,
    });
    this.#appeared(again);
    if (keepOld) {
      node.lostAt ??= lastPingAt(node, now);
    } else {
      fleet.terminate([id]);
    }
    return this.#view(again);
  }

  /** @throws InputError for an instance, which can only be terminated. */
  deregister(id: string): string[] {
    return this.#world.fleet.terminate([this.#getHybrid(id).id]);
  }

  /** Returns the ids of the nodes that went. */
  terminate(what: Terminate): string[] {
    const { events, fleet } = this.#world;
    const nodes =
      'ids' in what
        ? [...new Set(what.ids)].flatMap(id => fleet.get(id) ?? [])
        : fleet
            .list(what.account, what.region)
            .filter(node => node.managed)
            .slice(what.keep);
    const gone = fleet.terminate(nodes.map(node => node.id));
    for (const node of nodes) {
      events.instanceStates(node, 'shutting-down', 'terminated');
    }
    return gone;
  }

  #profile(node: SimulatedNode): PatchProfile {
    const { patching, clock } = this.#world;
    return patching.nodes.profileOf(node, clock.now());
  }

  #view(node: SimulatedNode): ModelNode {
    return toModel(node, this.#world.clock.now(), this.#profile(node));
  }

  #appeared(node: SimulatedNode): void {
    const { events } = this.#world;
    events.instanceStates(node, 'pending', 'running');
    events.tagsChanged(node, []);
  }

  #get(id: string): SimulatedNode {
    const node = this.#world.fleet.get(id);
    if (!node) {
      throw new NotFoundError(`There is no node ${id}`);
    }
    return node;
  }

  /**
   * Delivers an event about a node.
   *
   * @throws InputError when no such event is ever about it.
   */
  publish({ detailType, node: id, detail, time }: PublishEvent): EventEnvelope {
    const node = this.#get(id);
    if (
      detailType === 'EC2 Instance State-change Notification' &&
      !node.instanceState
    ) {
      throw new InputError(`${id} is not an EC2 instance`);
    }
    return this.#world.events.publish(
      detailType,
      node,
      detail,
      time ? Date.parse(time) : undefined,
    );
  }

  #getHybrid(id: string): SimulatedNode {
    const node = this.#get(id);
    if (node.instanceState) {
      throw new InputError(`${id} is an EC2 instance, not a hybrid node`);
    }
    return node;
  }

  #checkPlace(account: string | undefined, region: string | undefined): void {
    if (account && !this.#world.organization.has(account)) {
      throw new InputError(`There is no account ${account}`);
    }
    if (region && !RegionAccess.exists(region)) {
      throw new InputError(`There is no Region ${region}`);
    }
  }

  #manage(node: SimulatedNode, change: NodeChange): void {
    const { managed, instanceProfile } = change;
    if (instanceProfile !== undefined) {
      node.iamRole = instanceProfile ?? undefined;
    }
    if (managed !== undefined) {
      this.#world.fleet.setManaged(node, managed);
      if (managed) {
        node.iamRole ??= INSTANCE_PROFILE;
      }
    }
  }

  #check(node: SimulatedNode, change: NodeChange): void {
    const { instanceState, managed, instanceProfile } = change;
    if (
      !node.instanceState &&
      (instanceState || managed !== undefined || instanceProfile !== undefined)
    ) {
      throw new InputError(`${node.id} is not an EC2 instance`);
    }
    if (managed && (instanceState ?? node.instanceState) === 'stopped') {
      throw new InputError(`No agent can report: ${node.id} is stopped`);
    }
  }

  #apply(node: SimulatedNode, change: NodeChange): void {
    this.#check(node, change);
    this.#manage(node, change);
    const pingStatus =
      change.pingStatus ??
      (change.instanceState &&
        (change.instanceState === 'running' ? 'Online' : 'ConnectionLost'));
    if (pingStatus) {
      const now = this.#world.clock.now();
      if (pingStatus === 'Online') {
        comeBack(node, now);
      } else {
        node.lostAt ??= lastPingAt(node, now);
      }
    }
    node.instanceState = change.instanceState ?? node.instanceState;
    node.agentVersion = change.agentVersion ?? node.agentVersion;
    node.computerName = change.computerName ?? node.computerName;
    if (change.patchProfile) {
      this.#world.patching.nodes.forget(node.id);
      node.patchProfile = change.patchProfile;
    }
    if (change.ipAddress !== undefined) {
      node.publicIpAddress = change.ipAddress ?? undefined;
    }
  }
}
