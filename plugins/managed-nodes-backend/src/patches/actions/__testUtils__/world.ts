import { AuditorService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { startSimulator } from '@managed-nodes/aws-simulator';
import {
  managedNodesNodeReadPermission,
  PatchAction,
  PatchOperation,
  StartPatch,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { createSync, PROD } from '../../../__testUtils__/createSync';
import { byTags, UNCLAIMED } from '../../../__testUtils__/ownership';
import { NodeAccess } from '../../../api/NodeAccess';
import { PersonSessions } from '../../../aws/PersonSessions';
import { createEngine, EngineSetup } from '../../../commands/createEngine';
import { NodeReader } from '../../../events/NodeReader';
import { AbsentNodes } from '../../../nodes/AbsentNodes';
import { EntityScope } from '../../../nodes/EntityScope';
import {
  createManagedNodesConditionalDecision,
  managedNodesConditions,
  managedNodesPermissionRules,
} from '../../../nodes/permissions';
import { NodeWriter } from '../../../nodes/NodeWriter';
import { SsmSource } from '../../../sync/sources/SsmSource';
import { createPatchActions, PatchActionsSetup } from '../createPatchActions';
import { PERMISSIONS } from '../terms';

export const REGION = 'eu-central-1';
export const STAGING = '222233334444';
export const OPERATE_ROLE = 'BackstageManagedNodesOperate';

export const PRIYA = mockCredentials.user('user:default/priya');
export const OMAR = mockCredentials.user('user:default/omar');
/** Reads everything and may do nothing. */
export const RITA = mockCredentials.user('user:default/rita');

type Permission = Parameters<typeof createManagedNodesConditionalDecision>[0];

/** Allows a permission on the nodes of a group. */
export const ofGroup = (group: string) => (permission: Permission) =>
  createManagedNodesConditionalDecision(
    permission,
    managedNodesConditions.isNodeOwner({ owners: [`group:default/${group}`] }),
  );
export const always = (): PolicyDecision => ({ result: AuthorizeResult.ALLOW });
export const never = (): PolicyDecision => ({ result: AuthorizeResult.DENY });

type Decide = (permission: Permission) => PolicyDecision;

/** What each user may do; to be changed by tests. */
export function createRights() {
  return new Map<string, { read: Decide; act: Decide }>([
    [
      'user:default/priya',
      { read: ofGroup('payments-team'), act: ofGroup('payments-team') },
    ],
    ['user:default/omar', { read: always, act: always }],
    ['user:default/rita', { read: always, act: never }],
  ]);
}

export type Rights = ReturnType<typeof createRights>;

export function createAccess(rights: Rights): NodeAccess {
  const permissions = mockServices.permissions.mock({
    // What is about no node is for those who may do it to all of them.
    authorize: async (requests, options) => {
      const { userEntityRef } = options?.credentials.principal as {
        userEntityRef?: string;
      };
      const mayAll = rights.get(userEntityRef ?? '')?.act === always;
      return requests.map(() => ({
        result: mayAll ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      }));
    },
    authorizeConditional: async (requests, options) => {
      const { userEntityRef } = options?.credentials.principal as {
        userEntityRef?: string;
      };
      const own = rights.get(userEntityRef ?? '');
      return requests.map(({ permission }) =>
        own
          ? own[
              permission.name === managedNodesNodeReadPermission.name
                ? 'read'
                : 'act'
            ](permission as Permission)
          : never(),
      ) as never;
    },
  });
  const rules = Object.values(managedNodesPermissionRules);
  return NodeAccess.create({
    permissions,
    registry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: () =>
        ({
          getRuleByName: (name: string) =>
            rules.find(rule => rule.name === name),
        } as never),
    }),
  });
}

/** A simulator in which Run Command is fast and nothing fails by itself. */
export async function startCommands(nodes: number) {
  const simulator = await startSimulator({
    seed: 7,
    nodes,
    commandSpeed: 200,
    commandFailureRate: 0,
    unevenPages: false,
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

export type Commands = Awaited<ReturnType<typeof startCommands>>;

/** One replica of everything scans and installs take, and who may do what in it. */
export async function createReplica(
  knex: Knex,
  { credentials }: Pick<Commands, 'credentials'>,
  options: {
    rights?: Rights;
    actions?: Partial<PatchActionsSetup['config']['actions']>;
    ended?: jest.Mock;
    auditor?: AuditorService;
    times?: EngineSetup['times'];
  } = {},
) {
  const rights = options.rights ?? createRights();
  const setup = createSync(knex, credentials);
  const reader = NodeReader.create({
    source: SsmSource.create(setup),
    ownership: { decider: async () => byTags, undecided: UNCLAIMED },
    writer: NodeWriter.create({ knex }),
    absent: AbsentNodes.create({ knex }),
  });
  const logger = mockServices.logger.mock();
  const access = createAccess(rights);
  const engine = createEngine({
    knex,
    clients: setup.clients,
    sessions: PersonSessions.fromConfig(
      new ConfigReader({
        aws: { mainAccount: { ...credentials, region: 'us-east-1' } },
      }),
      { accounts: setup.accounts, partition: 'aws', roleName: OPERATE_ROLE },
    ),
    logger,
    refresh: async ({ account, region }, nodeIds, signal) => {
      await reader.read(
        { ...setup.target(account, region), generation: 1 },
        nodeIds,
        signal,
      );
    },
    observer: { ended: options.ended },
    auditor: options.auditor,
    times: {
      follower: { refresh: [500, 1_000], ...options.times?.follower },
      sender: { throttled: 10, lookUps: [10, 50], ...options.times?.sender },
    },
  });
  const created = createPatchActions({
    partition: 'aws',
    config: {
      ...setup.config.patches,
      actions: {
        ...setup.config.patches.actions,
        roleName: OPERATE_ROLE,
        ...options.actions,
      },
    },
    knex,
    accounts: setup.accounts,
    access,
    scope: EntityScope.create({ catalog: catalogServiceMock() }),
    engine,
  });
  const { actions, operations } = created;
  const { follower, sender } = engine;
  const signal = new AbortController().signal;
  return {
    ...created,
    engine,
    follower,
    sender,
    access,
    rights,
    logger,
    sync: setup,
    /** Lists the nodes of these accounts. */
    async list(...accounts: string[]) {
      for (const account of accounts.length ? accounts : [PROD]) {
        await setup.run(setup.target(account, REGION));
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
      who: typeof PRIYA,
      action: PatchAction,
      nodes: string[],
      more: Partial<StartPatch> = {},
    ): Promise<PatchOperation> {
      const selection = { nodes };
      const { digest } = await actions.preview({ action, selection }, who);
      const { operation } = await actions.start(
        { action, selection, digest, idempotencyKey: randomUUID(), ...more },
        who,
      );
      return operation;
    },
    /** Follows an operation to its end. */
    async follow(id: string, seconds = 20): Promise<PatchOperation> {
      const until = Date.now() + seconds * 1000;
      for (;;) {
        await follower.step(signal);
        const operation = await operations.get(id, OMAR);
        if (operation.endedAt) {
          return operation;
        }
        if (Date.now() > until) {
          throw new Error(`It goes on: ${JSON.stringify(operation)}`);
        }
        // No need to wait as long as in life.
        await knex('command_groups')
          .update({ poll_at: 0 })
          .whereNotNull('poll_at');
        await knex('command_nodes')
          .whereNotNull('refresh_at')
          .update({ refresh_at: 0 });
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    },
    permission: PERMISSIONS,
  };
}
