import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { AccountControl } from './accounts';
import {
  accountChangeSchema,
  accountRegionsSchema,
  joinAccountSchema,
} from './accountSchemas';
import { CommandControl } from './commands';
import { RoleControl } from './roles';
import { RunbookControl } from './runbooks';
import { machineChangeSchema, remoteFileSchema } from './runbookSchemas';
import { commandSettingsSchema, failureSchema } from './commandSchemas';
import { faultInputSchema } from '../faults/types';
import { World } from '../model/World';
import { EVENT_QUEUE, EVENT_QUEUE_REGION } from '../queues/QueueStore';
import {
  eventSettingsSchema,
  publishEventSchema,
  rawEventSchema,
} from './eventSchemas';
import { MetricControl } from './metrics';
import { metricsQuerySchema, stressSchema } from './metricSchemas';
import { NodeControl } from './nodes';
import { PatchControl } from './patches';
import { patchQuerySchema } from './patchSchemas';
import {
  addNodesSchema,
  advanceSchema,
  moveSchema,
  nodeChangeSchema,
  nodeQuerySchema,
  rateLimitsSchema,
  reactivateSchema,
  resetSchema,
  roleInputSchema,
  settingsSchema,
  tagsInputSchema,
  terminateSchema,
} from './schemas';

interface Route {
  method: string;
  pattern: RegExp;
  handle(params: string[], body: unknown): object;
}

/** Path under which the control API lives. AWS has nothing there. */
export const CONTROL_PATH = '/_control';

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new InputError(z.prettifyError(parsed.error));
  }
  return parsed.data;
}

/** Drives the simulated world from outside. */
export class ControlApi {
  readonly #world: World;
  readonly #nodes: NodeControl;
  readonly #accounts: AccountControl;
  readonly #routes: Route[] = [];

  static create(world: World): ControlApi {
    return new ControlApi(world);
  }

  private constructor(world: World) {
    this.#world = world;
    this.#nodes = NodeControl.create(world);
    this.#accounts = AccountControl.create(world);
    this.#addFleetRoutes();
    this.#addAccountRoutes();
    this.#addEventRoutes();
    this.#addTroubleRoutes();
    this.#addTimeRoutes();
    this.#addPatchRoutes();
    this.#addMetricRoutes();
    this.#addRunbookRoutes();
  }

  /**
   * Answers a request.
   *
   * @param path - below {@link CONTROL_PATH}
   * @throws InputError when the body is not what the route expects.
   * @throws NotFoundError when there is no such route or thing.
   */
  answer(method: string, path: string, body: unknown): object {
    this.#world.tick();
    for (const route of this.#routes) {
      const found = route.method === method && route.pattern.exec(path);
      if (found) {
        return route.handle(found.slice(1).map(decodeURIComponent), body);
      }
    }
    throw new NotFoundError(`There is no ${method} ${CONTROL_PATH}${path}`);
  }

  #add(
    method: string,
    path: string,
    handle: (params: string[], body: unknown) => object,
  ): void {
    const pattern = new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`);
    this.#routes.push({ method, pattern, handle });
  }

  #addMetricRoutes(): void {
    const metrics = MetricControl.create(this.#world);
    this.#add('POST', '/nodes/:id/metrics', ([id], body) =>
      metrics.ofNode(id, parse(metricsQuerySchema, body)),
    );
    this.#add('POST', '/nodes/:id/stress', ([id], body) =>
      metrics.stress(id, parse(stressSchema, body)),
    );
  }

  #addFleetRoutes(): void {
    const nodes = this.#nodes;
    this.#add('POST', '/nodes/query', (_, body) =>
      nodes.query(parse(nodeQuerySchema, body)),
    );
    this.#add('POST', '/nodes/terminate', (_, body) => ({
      ids: nodes.terminate(parse(terminateSchema, body)),
    }));
    this.#add('POST', '/nodes', (_, body) =>
      nodes.add(parse(addNodesSchema, body)),
    );
    this.#add('PATCH', '/nodes/:id', ([id], body) =>
      nodes.change(id, parse(nodeChangeSchema, body)),
    );
    this.#add('POST', '/nodes/:id/move', ([id], body) =>
      nodes.reregister(id, parse(moveSchema, body)),
    );
    this.#add('POST', '/nodes/:id/reactivate', ([id], body) =>
      nodes.reregister(id, parse(reactivateSchema, body)),
    );
    this.#add('POST', '/nodes/:id/deregister', ([id]) => ({
      ids: nodes.deregister(id),
    }));
    this.#add('POST', '/nodes/:id/tags', ([id], body) =>
      nodes.tag(id, parse(tagsInputSchema, body)),
    );
  }

  #addAccountRoutes(): void {
    const accounts = this.#accounts;
    this.#add('GET', '/accounts', () => ({ accounts: accounts.list() }));
    this.#add('POST', '/accounts', (_, body) =>
      accounts.join(parse(joinAccountSchema, body)),
    );
    this.#add('PATCH', '/accounts/:id', ([id], body) =>
      accounts.change(id, parse(accountChangeSchema, body)),
    );
    this.#add('DELETE', '/accounts/:id', ([id]) => accounts.leave(id));
    this.#add('PUT', '/accounts/:id/regions', ([id], body) =>
      accounts.setRegions(id, parse(accountRegionsSchema, body).regions),
    );
  }

  #addEventRoutes(): void {
    const { events, queues, organization } = this.#world;
    const status = () => ({
      ...events.settings,
      published: events.published,
      queue: {
        account: organization.management.id,
        region: EVENT_QUEUE_REGION,
        name: EVENT_QUEUE,
        ...queues.events.counts(),
      },
    });
    this.#add('GET', '/events', status);
    this.#add('PUT', '/events/settings', (_, body) => {
      events.configure(parse(eventSettingsSchema, body));
      return status();
    });
    this.#add('POST', '/events/publish', (_, body) =>
      this.#nodes.publish(parse(publishEventSchema, body)),
    );
    this.#add('POST', '/events/raw', (_, body) => ({
      messageId: events.deliverRaw(parse(rawEventSchema, body).body).id,
    }));
  }

  #addTroubleRoutes(): void {
    const world = this.#world;
    const roles = RoleControl.create(world);
    this.#add('GET', '/faults', () => ({ faults: world.faults.list() }));
    this.#add('POST', '/faults', (_, body) =>
      world.faults.add(parse(faultInputSchema, body)),
    );
    this.#add('DELETE', '/faults', () => ({ count: world.faults.clear() }));
    this.#add('DELETE', '/faults/:id', ([id]) => ({
      count: world.faults.clear(id),
    }));
    this.#add('GET', '/rate-limits', () => ({ limits: world.limits.list() }));
    this.#add('PUT', '/rate-limits', (_, body) => {
      world.limits.set(parse(rateLimitsSchema, body).limits);
      return { limits: world.limits.list() };
    });
    this.#add('GET', '/roles', () => ({ roles: world.permissions.list() }));
    this.#add('PUT', '/roles/:account/:role', ([account, role], body) =>
      roles.set(account, role, parse(roleInputSchema, body)),
    );
    this.#add('DELETE', '/roles/:account/:role', ([account, role]) => {
      if (!world.permissions.removeRole(account, role)) {
        throw new NotFoundError(`There is no role ${role} in ${account}`);
      }
      return { roles: world.permissions.list() };
    });
    this.#add('GET', '/user', () => roles.user());
    this.#add('PUT', '/user', (_, body) =>
      roles.setUser(parse(roleInputSchema, body)),
    );
    this.#add('POST', '/sessions/expire', () => ({
      count: world.credentials.expireAll(),
    }));
    this.#add('PUT', '/settings', (_, body) => {
      const settings = parse(settingsSchema, body);
      world.integratedExperience =
        settings.integratedExperience ?? world.integratedExperience;
      return { integratedExperience: world.integratedExperience };
    });
  }

  #addTimeRoutes(): void {
    const world = this.#world;
    const clock = () => ({ now: new Date(world.clock.now()).toISOString() });
    this.#add('GET', '/calls', () => ({ calls: world.counters.list() }));
    this.#add('DELETE', '/calls', () => {
      world.counters.reset();
      return { calls: [] };
    });
    this.#add('GET', '/clock', clock);
    this.#add('POST', '/clock/advance', (_, body) => {
      world.clock.advance(parse(advanceSchema, body).milliseconds);
      world.tick();
      return clock();
    });
    this.#add('POST', '/reset', (_, body) => {
      world.reset(parse(resetSchema, body));
      return this.#status();
    });
    this.#add('GET', '/status', () => this.#status());
  }

  #addPatchRoutes(): void {
    const patches = PatchControl.create(this.#world);
    const commands = CommandControl.create(this.#world);
    this.#add('GET', '/nodes/:id/patches', ([id]) => patches.ofNode(id));
    this.#add('POST', '/patches/summary', (_, body) =>
      patches.summary(parse(patchQuerySchema, body)),
    );
    this.#add('GET', '/commands', () => commands.list());
    this.#add('PUT', '/commands/settings', (_, body) =>
      commands.configure(parse(commandSettingsSchema, body)),
    );
    this.#add('PUT', '/nodes/:id/failure', ([id], body) =>
      commands.fail(id, parse(failureSchema, body)),
    );
  }

  #addRunbookRoutes(): void {
    const runbooks = RunbookControl.create(this.#world);
    this.#add('GET', '/automations', () => runbooks.list());
    this.#add('GET', '/nodes/:id/machine', ([id]) => runbooks.machine(id));
    this.#add('PATCH', '/nodes/:id/machine', ([id], body) =>
      runbooks.change(id, parse(machineChangeSchema, body)),
    );
    this.#add('PUT', '/remote-files', (_, body) =>
      runbooks.publish(parse(remoteFileSchema, body)),
    );
  }

  #status(): object {
    const { clock, fleet, fleetRegions, organization, seed } = this.#world;
    return {
      nodes: fleet.size,
      seed,
      now: new Date(clock.now()).toISOString(),
      accounts: organization.members.map(({ id, name }) => ({ id, name })),
      regions: [...fleetRegions],
    };
  }
}
