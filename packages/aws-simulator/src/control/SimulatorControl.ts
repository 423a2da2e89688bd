import { CallCount } from '../faults/CallCounters';
import { RateLimit } from '../faults/RateLimits';
import { Fault, FaultInput, faultSchema } from '../faults/types';
import { AccountsControl } from './AccountsControl';
import { CommandsControl } from './CommandsControl';
import { RunbooksControl } from './RunbooksControl';
import { ControlClient } from './ControlClient';
import { EventsControl } from './EventsControl';
import { MetricsControl } from './MetricsControl';
import { PatchesControl } from './PatchesControl';
import {
  AddNodes,
  callsSchema,
  clockSchema,
  countSchema,
  faultListSchema,
  ModelNode,
  modelNodeSchema,
  MoveNode,
  NodeChange,
  NodeList,
  nodeListSchema,
  NodeQuery,
  rateLimitsSchema,
  Reset,
  roleListSchema,
  RolePermissions,
  roleSchema,
  settingsSchema,
  Status,
  statusSchema,
  Terminate,
  terminatedSchema,
  UserPermissions,
  userSchema,
} from './schemas';

/**
 * Client of the simulator's control API: changes the fleet, injects faults,
 * drives time and counts calls. Every method throws a `ResponseError` when
 * the simulator refuses.
 *
 * @public
 */
export class SimulatorControl {
  readonly #client: ControlClient;
  /** The accounts of the organization. */
  readonly accounts: AccountsControl;
  /** What EventBridge delivers. */
  readonly events: EventsControl;
  /** What is true of patches. */
  readonly patches: PatchesControl;
  /** What is true of metrics. */
  readonly metrics: MetricsControl;
  /** What Run Command does. */
  readonly commands: CommandsControl;
  readonly runbooks: RunbooksControl;

  /** @param endpoint - where the simulator listens, e.g. `http://127.0.0.1:7008` */
  static create(endpoint: string): SimulatorControl {
    return new SimulatorControl(ControlClient.create(endpoint));
  }

  private constructor(client: ControlClient) {
    this.#client = client;
    this.accounts = AccountsControl.create(client);
    this.events = EventsControl.create(client);
    this.patches = PatchesControl.create(client);
    this.metrics = MetricsControl.create(client);
    this.commands = CommandsControl.create(client);
    this.runbooks = RunbooksControl.create(client);
  }

  /** Size and seed of the fleet, its accounts and Regions, the time. */
  async status(): Promise<Status> {
    return this.#client.call(statusSchema, 'GET', ['status']);
  }

  /** Nodes of the model, in listing order, 1,000 unless told otherwise. */
  async findNodes(query: NodeQuery = {}): Promise<NodeList> {
    return this.#client.call(nodeListSchema, 'POST', ['nodes', 'query'], query);
  }

  /** One node, or undefined when there is none with this id. */
  async getNode(id: string): Promise<ModelNode | undefined> {
    const { nodes } = await this.findNodes({ ids: [id] });
    return nodes[0];
  }

  /** Adds generated nodes; the answer holds the first 1,000 of them. */
  async addNodes(nodes: AddNodes = {}): Promise<ModelNode[]> {
    const added = await this.#client.call(
      nodeListSchema,
      'POST',
      ['nodes'],
      nodes,
    );
    return added.nodes;
  }

  /** Changes what a node reports about itself. */
  async updateNode(id: string, change: NodeChange): Promise<ModelNode> {
    return this.#client.call(modelNodeSchema, 'PATCH', ['nodes', id], change);
  }

  /** Sets tags, leaving the others. No character is refused. */
  async setTags(id: string, set: Record<string, string>): Promise<ModelNode> {
    return this.#tag(id, { set });
  }

  /** Removes tags; keys the node does not have are ignored. */
  async removeTags(id: string, remove: string[]): Promise<ModelNode> {
    return this.#tag(id, { remove });
  }

  /**
   * Terminates nodes: those with these ids, or all but the first `keep` of a
   * target. Returns the ids of those that went.
   */
  async terminate(what: Terminate): Promise<string[]> {
    const { ids } = await this.#client.call(
      terminatedSchema,
      'POST',
      ['nodes', 'terminate'],
      what,
    );
    return ids;
  }

  /**
   * Moves a hybrid machine: it registers again in another account or Region,
   * under a new id, and its old registration goes.
   */
  async moveNode(id: string, to: MoveNode): Promise<ModelNode> {
    return this.#client.call(
      modelNodeSchema,
      'POST',
      ['nodes', id, 'move'],
      to,
    );
  }

  /** Registers a hybrid machine again where it is: a new id for the same machine. */
  async reactivateNode(
    id: string,
    options: Pick<MoveNode, 'keepOld'> = {},
  ): Promise<ModelNode> {
    return this.#client.call(
      modelNodeSchema,
      'POST',
      ['nodes', id, 'reactivate'],
      options,
    );
  }

  /** Deregisters a hybrid node. */
  async deregisterNode(id: string): Promise<void> {
    await this.#client.call(terminatedSchema, 'POST', [
      'nodes',
      id,
      'deregister',
    ]);
  }

  /** Makes something go wrong from now on. */
  async addFault(fault: FaultInput): Promise<Fault> {
    return this.#client.call(faultSchema, 'POST', ['faults'], fault);
  }

  /** Faults that are not over yet. */
  async listFaults(): Promise<Fault[]> {
    return (await this.#client.call(faultListSchema, 'GET', ['faults'])).faults;
  }

  /** Removes one fault, or all. Returns how many went. */
  async clearFaults(id?: string): Promise<number> {
    const path = id ? ['faults', id] : ['faults'];
    return (await this.#client.call(countSchema, 'DELETE', path)).count;
  }

  /** Replaces all rate limits; none to begin with. */
  async setRateLimits(limits: RateLimit[]): Promise<RateLimit[]> {
    const set = await this.#client.call(
      rateLimitsSchema,
      'PUT',
      ['rate-limits'],
      {
        limits,
      },
    );
    return set.limits;
  }

  async listRateLimits(): Promise<RateLimit[]> {
    return (await this.#client.call(rateLimitsSchema, 'GET', ['rate-limits']))
      .limits;
  }

  /** What each role may do. */
  async listRoles(): Promise<RolePermissions[]> {
    return (await this.#client.call(roleListSchema, 'GET', ['roles'])).roles;
  }

  /** Takes IAM actions such as `tag:GetResources` away from a role in one account. */
  async denyActions(
    account: string,
    role: string,
    deny: string[],
  ): Promise<RolePermissions> {
    return this.#role(account, role, { deny });
  }

  /** Adds IAM actions to a role in one account. */
  async allowActions(
    account: string,
    role: string,
    allow: string[],
  ): Promise<RolePermissions> {
    return this.#role(account, role, { allow });
  }

  /** Gives a role in one account exactly these actions, or those it started with. */
  async setActions(
    account: string,
    role: string,
    actions?: string[],
  ): Promise<RolePermissions> {
    return this.#role(account, role, { actions });
  }

  /** Deletes a role of one account: nobody can assume it, and its sessions may do nothing. */
  async removeRole(account: string, role: string): Promise<void> {
    await this.#client.call(roleListSchema, 'DELETE', ['roles', account, role]);
  }

  /** Gives the demo's own user exactly these actions, or those it started with. */
  async setUserActions(actions?: string[]): Promise<UserPermissions> {
    return this.#client.call(userSchema, 'PUT', ['user'], { actions });
  }

  /** Expires all sessions of STS now. Returns how many. */
  async expireSessions(): Promise<number> {
    return (
      await this.#client.call(countSchema, 'POST', ['sessions', 'expire'])
    ).count;
  }

  /** Whether the unified console is set up, without which ListNodes refuses. */
  async setIntegratedExperience(integratedExperience: boolean): Promise<void> {
    await this.#client.call(settingsSchema, 'PUT', ['settings'], {
      integratedExperience,
    });
  }

  /** Calls so far, per operation, account and Region. */
  async calls(): Promise<CallCount[]> {
    return (await this.#client.call(callsSchema, 'GET', ['calls'])).calls;
  }

  async resetCalls(): Promise<void> {
    await this.#client.call(callsSchema, 'DELETE', ['calls']);
  }

  /** The simulated time. */
  async now(): Promise<Date> {
    return new Date(
      (await this.#client.call(clockSchema, 'GET', ['clock'])).now,
    );
  }

  /** Drives the clock forward. Sessions of STS do not age by it. */
  async advance(milliseconds: number): Promise<Date> {
    const { now } = await this.#client.call(
      clockSchema,
      'POST',
      ['clock', 'advance'],
      {
        milliseconds,
      },
    );
    return new Date(now);
  }

  /** Starts over with a new fleet and without faults, limits or counts. */
  async reset(options: Reset = {}): Promise<Status> {
    return this.#client.call(statusSchema, 'POST', ['reset'], options);
  }

  #tag(
    id: string,
    body: { set?: Record<string, string>; remove?: string[] },
  ): Promise<ModelNode> {
    return this.#client.call(
      modelNodeSchema,
      'POST',
      ['nodes', id, 'tags'],
      body,
    );
  }

  #role(account: string, role: string, body: object): Promise<RolePermissions> {
    return this.#client.call(roleSchema, 'PUT', ['roles', account, role], body);
  }
}
