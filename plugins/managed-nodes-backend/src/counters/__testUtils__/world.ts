import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { CacheService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { startSimulator } from '@managed-nodes/aws-simulator';
import express from 'express';
import { Knex } from 'knex';
import { AddressInfo } from 'node:net';
import { createSync, PROD } from '../../__testUtils__/createSync';
import { context } from '../../__testUtils__/nodes';
import { createRouter } from '../../api/router';
import { PersonSessions } from '../../aws/PersonSessions';
import { AbsentNodes } from '../../nodes/AbsentNodes';
import { ChangeFeed } from '../../nodes/ChangeFeed';
import { EntityScope } from '../../nodes/EntityScope';
import { NodeQueries } from '../../nodes/NodeQueries';
import { createAuditor } from '../../patches/actions/__testUtils__/api';
import {
  createAccess,
  createRights,
  ofGroup,
  OPERATE_ROLE,
  REGION,
} from '../../patches/actions/__testUtils__/world';
import { HeldRemovals } from '../../sync/HeldRemovals';
import { UnmanagedQueries } from '../../unmanaged/UnmanagedQueries';
import { createCountersApi, CountersSetup } from '../countersApi';
import { readShipped } from './script';

/** A simulator whose accounts have our document, another one of its name, or none. */
export async function startCounterWorld(
  content: string | null = readShipped().text,
) {
  const simulator = await startSimulator({
    seed: 7,
    nodes: 300,
    commandSpeed: 100,
    commandFailureRate: 0,
    unevenPages: false,
    documents:
      content === null
        ? []
        : [
            {
              name: 'ManagedNodes-RightNow',
              type: 'Command',
              format: 'YAML',
              content,
            },
          ],
  });
  const before = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = simulator.endpoint;
  return {
    control: simulator.control,
    credentials: simulator.credentials,
    async stop() {
      if (before === undefined) {
        delete process.env.AWS_ENDPOINT_URL;
      } else {
        process.env.AWS_ENDPOINT_URL = before;
      }
      await simulator.close();
    },
  };
}

export type CounterWorld = Awaited<ReturnType<typeof startCounterWorld>>;

/** A Command document of the name of ours that runs these lines. */
export function documentOf(...runCommand: string[]): string {
  return JSON.stringify({
    schemaVersion: '2.2',
    mainSteps: [
      { name: 'readOnLinux', action: 'aws:runShellScript' },
      { name: 'readOnWindows', action: 'aws:runPowerShellScript' },
    ].map((step, index) => ({
      ...step,
      precondition: {
        StringEquals: ['platformType', index ? 'Windows' : 'Linux'],
      },
      inputs: { runCommand },
    })),
  });
}

/** A cache that several replicas may share, by a clock that tests turn. */
export function createCache(now: () => number): CacheService {
  const kept = new Map<string, { value: string; until: number }>();
  return mockServices.cache.mock({
    get: async key => {
      const found = kept.get(key);
      return found && found.until > now() ? JSON.parse(found.value) : undefined;
    },
    set: async (key, value, { ttl } = {}) => {
      kept.set(key, {
        value: JSON.stringify(value),
        until: now() + Number(ttl),
      });
    },
  });
}

/** What reads counters takes of a portal, behind all that a request passes. */
export async function servePortal(
  knex: Knex,
  { credentials }: Pick<CounterWorld, 'credentials'>,
  options: Partial<Pick<CountersSetup, 'cache' | 'now' | 'times'>> = {},
) {
  const { now = Date.now } = options;
  const sync = createSync(knex, credentials);
  const rights = createRights();
  const storefront = ofGroup('storefront-team');
  rights.set('user:default/lukas', { read: storefront, act: storefront });
  const { auditor, events, httpAuth } = createAuditor();
  const logger = mockServices.logger.mock();
  const rootConfig = new ConfigReader({
    permission: { enabled: true },
    aws: { mainAccount: { ...credentials, region: 'us-east-1' } },
  });
  const lifecycle = mockServices.rootLifecycle.mock();
  const part = createCountersApi({
    rootConfig,
    lifecycle,
    config: { enabled: true },
    knex,
    cache: options.cache ?? createCache(now),
    sessions: PersonSessions.fromConfig(rootConfig, {
      accounts: sync.accounts,
      partition: 'aws',
      roleName: OPERATE_ROLE,
    }),
    clients: sync.clients,
    logger,
    times: { firstLook: 10, longestLook: 50, ...options.times },
    now,
  });
  const router = createRouter({
    httpAuth,
    auditor,
    access: createAccess(rights),
    queries: NodeQueries.create({ knex, context }),
    scope: EntityScope.create({ catalog: catalogServiceMock() }),
    feed: ChangeFeed.create({ knex, context }),
    unmanaged: UnmanagedQueries.create({ knex, context }),
    held: HeldRemovals.create({ knex, absent: AbsentNodes.create({ knex }) }),
    patchPolicy: context.patchPolicy,
    syncHealth: jest.fn(),
    startSync: jest.fn(),
    parts: [part],
  });
  const middleware = MiddlewareFactory.create({
    logger,
    config: mockServices.rootConfig(),
  });
  const server = express().use(router).use(middleware.error()).listen(0);
  const { port } = server.address() as AddressInfo;
  const headerOf = (who: string | null) => {
    switch (who) {
      case null:
        return mockCredentials.none.header();
      case 'service':
        return mockCredentials.service.header();
      default:
        return mockCredentials.user.header(`user:default/${who}`);
    }
  };
  return {
    events,
    logger,
    rights,
    async list() {
      await sync.run(sync.target(PROD, REGION));
    },
    /** A node of these columns. */
    async node(where: Record<string, unknown> = {}) {
      const row = await knex('nodes')
        .where({
          account: PROD,
          owner_ref: 'group:default/payments-team',
          platform_type: 'Linux',
          status: 'online',
          ...where,
        })
        .orderBy('id')
        .first('name', 'node_id');
      return { name: String(row.name), id: String(row.node_id) };
    },
    /** Asks how busy a node is. */
    async read(
      who: string | null,
      name: string,
      request: { signal?: AbortSignal; body?: object } = {},
    ) {
      const response = await fetch(
        `http://127.0.0.1:${port}/nodes/${encodeURIComponent(name)}/counters`,
        {
          method: 'POST',
          headers: {
            authorization: headerOf(who),
            'content-type': 'application/json',
          },
          body: JSON.stringify(request.body ?? {}),
          signal: request.signal,
        },
      );
      return {
        status: response.status,
        headers: response.headers,
        body: await response.json(),
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      for (const [hook] of lifecycle.addShutdownHook.mock.calls) {
        await hook();
      }
    },
  };
}

export type CounterPortal = Awaited<ReturnType<typeof servePortal>>;
