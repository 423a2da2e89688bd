import {
  ListAccountsCommandOutput,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { startSimulator } from '@managed-nodes/aws-simulator';
import { Knex } from 'knex';
import { readManagedNodesConfig } from '../../config';
import { AbsentNodes } from '../../nodes/AbsentNodes';
import { AccountDirectory, configuredAccounts } from '../AccountDirectory';
import { AccountDiscovery } from '../AccountDiscovery';
import { AccountFinder } from '../AccountFinder';
import { AccountRetirement } from '../AccountRetirement';
import { AccountStore } from '../AccountStore';
import { DiscoveredAccounts } from '../DiscoveredAccounts';
import { DiscoveryClients } from '../DiscoveryClients';

export const MANAGEMENT = '999900001111';
export const DELEGATED = '555566667777';

/** A simulated organization with its endpoint where the AWS SDK finds it. */
export async function startOrganization(
  options: {
    accounts?: number;
    nodes?: number;
    unevenPages?: boolean;
    realTime?: boolean;
  } = {},
) {
  const { realTime, ...world } = options;
  const simulator = await startSimulator({
    seed: 7,
    nodes: 30,
    // Stands still, so that no token grows old by itself.
    ...(!realTime && { time: new Date('2026-11-23T12:00:00Z') }),
    ...world,
  });
  const before = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = simulator.endpoint;
  return {
    control: simulator.control,
    credentials: simulator.credentials,
    /** Calls by operation since they were counted anew, without those for credentials. */
    async calls(): Promise<Record<string, number>> {
      const totals: Record<string, number> = {};
      for (const call of await simulator.control.calls()) {
        if (call.service !== 'sts') {
          totals[call.operation] = (totals[call.operation] ?? 0) + call.calls;
        }
      }
      return totals;
    },
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

/** AWS as it was before it gave the path of each account. */
export function withoutPaths(client: OrganizationsClient): OrganizationsClient {
  client.middlewareStack.add(
    (next, context) => async args => {
      const result = await next(args);
      if (context.commandName === 'ListAccountsCommand') {
        const output = result.output as ListAccountsCommandOutput;
        output.Accounts?.forEach(account => delete account.Paths);
      }
      return result;
    },
    { step: 'initialize', name: 'withoutPaths', override: true },
  );
  return client;
}

/** The config of a portal that asks the management account with its base credentials. */
export function organizationConfig(
  credentials: { accessKeyId: string; secretAccessKey: string },
  organization: JsonObject = {},
  managedNodes: JsonObject = {},
) {
  const root = new ConfigReader({
    aws: { mainAccount: { ...credentials, region: 'us-east-1' } },
    managedNodes: {
      targets: {
        roleName: 'BackstageManagedNodesRead',
        externalId: 'managed-nodes-demo',
        regions: ['eu-central-1', 'us-east-1'],
      },
      organization: { account: MANAGEMENT, accountRole: {}, ...organization },
      ...managedNodes,
    },
  });
  const { organization: read, ...config } = readManagedNodesConfig(root);
  if (!read) {
    throw new Error('The config says nothing of an organization');
  }
  return { root, config: { ...config, organization: read } };
}

/** Discovery as a replica of the backend has it. */
export function createDiscovery(
  knex: Knex,
  credentials: { accessKeyId: string; secretAccessKey: string },
  organization: JsonObject = {},
  managedNodes: JsonObject = {},
  /** What to make of the client that asks Organizations. */
  prepare: (client: OrganizationsClient) => OrganizationsClient = client =>
    client,
) {
  const { root, config } = organizationConfig(
    credentials,
    organization,
    managedNodes,
  );
  const logger = mockServices.logger.mock();
  const store = AccountStore.create({ knex });
  const directory = AccountDirectory.create(configuredAccounts(config.targets));
  const clients = DiscoveryClients.fromConfig(root, {
    organization: config.organization,
    partition: 'aws',
  });
  const discovery = AccountDiscovery.create({
    config,
    askedFor: 'test',
    finder: AccountFinder.create({
      clients: {
        organizations: async () => prepare(await clients.organizations()),
        enabledRegions: (...args) => clients.enabledRegions(...args),
      },
      config,
    }),
    store,
    retirement: AccountRetirement.create({
      knex,
      absent: AbsentNodes.create({ knex }),
    }),
    logger,
  });
  const discovered = DiscoveredAccounts.create({
    config,
    directory,
    store,
    logger,
  });
  return {
    root,
    config,
    clients,
    directory,
    discovered,
    logger,
    store,
    /** Runs once and takes over what was found. */
    async run(signal = new AbortController().signal) {
      const outcome = await discovery.run(signal);
      await discovered.refresh();
      return outcome;
    },
    ids: () => directory.all().map(({ id }) => id),
  };
}
