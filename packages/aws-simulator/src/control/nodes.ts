import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { INSTANCE_PROFILE } from '../fleet/machines';
import { arnOf, isLatestAgent, lastPingAt, pingStatusOf } from '../fleet/state';
import { withoutTags, withTags } from '../fleet/tags';
import { SimulatedNode } from '../fleet/types';
import { RegionAccess } from '../model/RegionAccess';
import { World } from '../model/World';
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

function toModel(node: SimulatedNode, now: number): ModelNode {
  return {
    id: node.id,
    arn: arnOf(node),
    account: node.account,
    region: node.region,
    environment: node.environment,
    platformType: node.platform.type,
    platformName: node.platform.name,
    platformVersion: node.platform.version,
    computerName: node.computerName,
    managed: node.managed,
    ipAddress: node.publicIpAddress ?? null,
    privateIpAddress: node.privateIpAddress,
    agentVersion: node.agentVersion,
    agentLatest: isLatestAgent(node),
    pingStatus: pingStatusOf(node),
    lastPingAt: new Date(lastPingAt(node, now)).toISOString(),
    instanceState: node.instanceState ?? null,
    instanceProfile: (node.instanceState && node.iamRole) ?? null,
    activationId: node.activationId ?? null,
    sourceType: node.source.type,
    sourceId: node.source.id,
    tags: Object.fromEntries(node.tags.map(tag => [tag.Key, tag.Value])),
    everTagged: node.everTagged,
    patchProfile: node.patchProfile,
  };
}

function hasTag(node: SimulatedNode, wanted: string): boolean {
  const at = wanted.indexOf('=');
  return at < 0
    ? node.tags.some(tag => tag.Key === wanted)
    : node.tags.some(
        tag =>
          tag.Key === wanted.slice(0, at) && tag.Value === wanted.slice(at + 1),
      );
}

function matches(node: SimulatedNode, query: NodeQuery): boolean {
  return (
    (query.managed ?? true) === node.managed &&
    (query.account ?? node.account) === node.account &&
    (query.region ?? node.region) === node.region &&
    (query.environment ?? node.environment) === node.environment &&
    (query.patchProfile ?? node.patchProfile) === node.patchProfile &&
    (!query.pingStatus || query.pingStatus === pingStatusOf(node)) &&
    (!query.instanceState || query.instanceState === node.instanceState) &&
    (!query.text || node.computerName.includes(query.text)) &&
    (!query.tag || hasTag(node, query.tag))
  );
}

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
    const { fleet, clock } = this.#world;
    const { ids, offset = 0, limit = DEFAULT_LIMIT } = query;
    const candidates = ids
      ? ids.flatMap(id => fleet.get(id) ?? [])
      : fleet.all();
    const nodes: ModelNode[] = [];
    let total = 0;
    for (const node of candidates) {
      if (matches(node, query)) {
        if (total >= offset && nodes.length < limit) {
          nodes.push(toModel(node, clock.now()));
        }
        total += 1;
      }
    }
    return { total, nodes };
  }

  /** @throws NotFoundError when there is no such node. */
  change(id: string, change: NodeChange): ModelNode {
    const node = this.#get(id);
    this.#apply(node, change);
    return toModel(node, this.#world.clock.now());
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
    node.tags = withTags(withoutTags(node.tags, remove), Object.entries(set));
    node.everTagged ||= node.tags.length > 0;
    return toModel(node, this.#world.clock.now());
  }

  /** @throws InputError when there is no such account or Region. */
  add(input: z.output<typeof addNodesSchema>): NodeList {
    const { fleet, clock } = this.#world;
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
    }
    return {
      total: added.length,
      nodes: added
        .slice(0, DEFAULT_LIMIT)
        .map(node => toModel(node, clock.now())),
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
    if (keepOld) {
      node.lostAt ??= lastPingAt(node, now);
    } else {
      fleet.terminate([id]);
    }
    return toModel(again, now);
  }

  /** @throws InputError for an instance, which can only be terminated. */
  deregister(id: string): string[] {
    return this.#world.fleet.terminate([this.#getHybrid(id).id]);
  }

  /** Returns the ids of the nodes that went. */
  terminate(what: Terminate): string[] {
    const { fleet } = this.#world;
    return fleet.terminate(
      'ids' in what
        ? what.ids
        : fleet
            .list(what.account, what.region)
            .filter(node => node.managed)
            .slice(what.keep)
            .map(node => node.id),
    );
  }

  #get(id: string): SimulatedNode {
    const node = this.#world.fleet.get(id);
    if (!node) {
      throw new NotFoundError(`There is no node ${id}`);
    }
    return node;
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
      node.lostAt =
        pingStatus === 'Online'
          ? undefined
          : node.lostAt ?? lastPingAt(node, now);
    }
    node.instanceState = change.instanceState ?? node.instanceState;
    node.agentVersion = change.agentVersion ?? node.agentVersion;
    node.computerName = change.computerName ?? node.computerName;
    node.patchProfile = change.patchProfile ?? node.patchProfile;
    if (change.ipAddress !== undefined) {
      node.publicIpAddress = change.ipAddress ?? undefined;
    }
  }
}
