import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { arnOf, isLatestAgent, lastPingAt, pingStatusOf } from '../fleet/state';
import { withoutTags, withTags } from '../fleet/tags';
import { SimulatedNode } from '../fleet/types';
import { RegionAccess } from '../model/RegionAccess';
import { World } from '../model/World';
import {
  addNodesSchema,
  ModelNode,
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
    const { fleet, organization, clock } = this.#world;
    const { account, region, count, tags, change } = input;
    if (account && !organization.has(account)) {
      throw new InputError(`There is no account ${account}`);
    }
    if (region && !RegionAccess.exists(region)) {
      throw new InputError(`There is no Region ${region}`);
    }
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

  #apply(node: SimulatedNode, change: NodeChange): void {
    if (change.instanceState && !node.instanceState) {
      throw new InputError(`${node.id} is not an EC2 instance`);
    }
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
