import { AuditorService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readSeedFolder, startSimulator } from '@managed-nodes/aws-simulator';
import {
  PreviewRun,
  Run,
  StartRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createSync, PROD } from '../../__testUtils__/createSync';
import { AutomationReader } from '../../automation/AutomationReader';
import { AutomationTransport } from '../../automation/AutomationTransport';
import { PersonSessions } from '../../aws/PersonSessions';
import { createEngine, EngineSetup } from '../../commands/createEngine';
import { publicationsSchema } from '../../documents/publicationSchema';
import { EntityScope } from '../../nodes/EntityScope';
import {
  createAccess,
  createRights,
  OPERATE_ROLE,
  REGION,
  Rights,
} from '../../patches/actions/__testUtils__/world';
import { startRunbooks } from '../startRunbooks';
import { RunNotices } from '../runs/RunNotices';
import { RunStore } from '../runs/RunStore';
import { PUBLICATIONS } from './publications';

/** The groups that people are in, besides themselves. */
const GROUPS: Record<string, string[]> = {
  'user:default/priya': ['group:default/payments-team'],
  'user:default/pavel': ['group:default/payments-team'],
  'user:default/lukas': ['group:default/storefront-team'],
  'user:default/omar': ['group:default/platform-team'],
  'user:default/olga': ['group:default/platform-team'],
};

export const PAVEL = mockCredentials.user('user:default/pavel');
export const LUKAS = mockCredentials.user('user:default/lukas');
export const OLGA = mockCredentials.user('user:default/olga');

/** A simulator with the documents of these tests, in which nothing takes long and nothing fails by itself. */
export async function startRunbookWorld(
  nodes: number,
  /** Where its documents are. Default: those of these tests. */
  documents = resolve(__dirname, 'documents'),
) {
  const simulator = await startSimulator({
    seed: 7,
    nodes,
    commandSpeed: 200,
    commandFailureRate: 0,
    unevenPages: false,
    ...readSeedFolder(documents),
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

export type RunbookWorld = Awaited<ReturnType<typeof startRunbookWorld>>;

function userEntities(): Entity[] {
  return Object.entries(GROUPS).map(([ref, groups]) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    spec: { memberOf: groups },
    relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
  }));
}

/** One replica of everything runs take, and who may do what in it. */
export async function createRunReplica(
  knex: Knex,
  { credentials }: Pick<RunbookWorld, 'credentials'>,
  options: {
    rights?: Rights;
    publications?: object[];
    auditor?: AuditorService;
    times?: EngineSetup['times'];
  } = {},
) {
  const rights = options.rights ?? createRights();
  for (const [user, [group]] of Object.entries(GROUPS)) {
    if (!rights.has(user)) {
      const own = rights.get(
        group.endsWith('platform-team')
          ? 'user:default/omar'
          : 'user:default/priya',
      )!;
      rights.set(user, own);
    }
  }
  const sync = createSync(knex, credentials);
  const logger = mockServices.logger.mock();
  const access = createAccess(rights);
  const rootConfig = new ConfigReader({
    permission: { enabled: true },
    aws: { mainAccount: { ...credentials, region: 'us-east-1' } },
  });
  const { accounts, clients } = sync;
  const sessions = PersonSessions.fromConfig(rootConfig, {
    accounts,
    partition: 'aws',
    roleName: OPERATE_ROLE,
  });
  const catalog = catalogServiceMock({ entities: userEntities() });
  const scope = EntityScope.create({ catalog });
  const userInfo = mockServices.userInfo.mock({
    getUserInfo: async ({ principal }) => {
      const { userEntityRef } = principal as { userEntityRef: string };
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(GROUPS[userEntityRef] ?? [])],
      };
    },
  });
  const runStore = RunStore.create({ knex });
  const notifications = { send: jest.fn(async () => {}) };
  const signals = { publish: jest.fn(async () => {}) };
  const notices = RunNotices.create({
    runs: runStore,
    notifications,
    signals,
    logger,
  });
  const engine = createEngine({
    knex,
    clients,
    sessions,
    transports: {
      automation: AutomationTransport.create({
        sessions,
        reader: AutomationReader.create({ clients }),
        pauseMs: 10,
      }),
    },
    refresh: async () => {},
    logger,
    observer: notices,
    auditor: options.auditor,
    times: {
      follower: { refresh: [500, 1_000], ...options.times?.follower },
      sender: { throttled: 10, lookUps: [10, 50], ...options.times?.sender },
    },
  });
  const scheduler = mockServices.scheduler.mock();
  const started = await startRunbooks({
    rootConfig,
    publications: publicationsSchema.parse(
      options.publications ?? PUBLICATIONS,
    ),
    config: { enabled: true, retentionMs: 86_400_000 },
    partition: 'aws',
    knex,
    accounts,
    clients,
    sessions,
    access,
    userInfo,
    catalog,
    scope,
    engine,
    runStore,
    notices,
    patchPolicy: { staleAfterMs: 1_209_600_000 },
    scheduler,
    logger,
  });
  await started.library.refresh();
  const { runs, views, decisions } = started.runs;
  const signal = new AbortController().signal;
  return {
    ...started,
    ...started.runs,
    engine,
    access,
    rights,
    logger,
    notifications,
    signals,
    /** Lists the nodes of these accounts. */
    async list(...targets: string[]) {
      for (const account of targets.length ? targets : [PROD]) {
        await sync.run(sync.target(account, REGION));
      }
    },
    /** Names of nodes on which something can be done. */
    async names(count: number, where: Record<string, unknown> = {}) {
      const names: string[] = await knex('nodes')
        .where({ status: 'online', ...where })
        .orderBy('id')
        .limit(count)
        .pluck('name');
      expect(names).toHaveLength(count);
      return names;
    },
    /** Looks at a preview and starts what it shows. */
    async start(
      who: Parameters<typeof runs.start>[1],
      request: Pick<PreviewRun, 'runbook'> & Partial<StartRun>,
    ): Promise<Run> {
      const { runbook, selection, parameters = {} } = request;
      const preview = await runs.preview(
        { runbook, selection, parameters },
        who,
      );
      const { run } = await runs.start(
        {
          ...request,
          runbook,
          parameters,
          digest: preview.digest,
          idempotencyKey: request.idempotencyKey ?? randomUUID(),
          ...(preview.confirm !== null && { confirm: preview.confirm }),
        },
        who,
      );
      return run;
    },
    approve: (id: string, who: Parameters<typeof runs.start>[1]) =>
      decisions.decide(id, { decision: 'approve' }, who),
    /** Follows a run to its end. */
    async follow(
      id: string,
      who: Parameters<typeof runs.start>[1],
      seconds = 30,
    ): Promise<Run> {
      const until = Date.now() + seconds * 1000;
      await engine.sender.idle();
      for (;;) {
        await engine.follower.step(signal);
        const run = await views.get(id, who);
        if (run.endedAt) {
          return run;
        }
        if (Date.now() > until) {
          throw new Error(`It goes on: ${JSON.stringify(run)}`);
        }
        // No need to wait as long as in life.
        await knex('command_groups')
          .update({ poll_at: 0 })
          .whereNotNull('poll_at');
        await knex('command_nodes')
          .whereNotNull('refresh_at')
          .update({ refresh_at: 0 });
        await new Promise(done => setTimeout(done, 50));
      }
    },
  };
}

export type RunReplica = Awaited<ReturnType<typeof createRunReplica>>;
