import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { AwsClients } from '../aws/AwsClients';
import { readManagedNodesConfig } from '../config';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { NodeWriter } from '../nodes/NodeWriter';
import {
  AccountDirectory,
  configuredAccounts,
} from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { AbsenceJudge } from '../sync/AbsenceJudge';
import { SsmSource } from '../sync/sources/SsmSource';
import { NodeSource } from '../sync/sources/types';
import { TargetStore } from '../sync/TargetStore';
import { TargetSync } from '../sync/TargetSync';
import { UnmanagedInstances } from '../unmanaged/UnmanagedInstances';
import { UnmanagedSync } from '../unmanaged/UnmanagedSync';
import { byTags, UNCLAIMED } from './ownership';

export const PROD = '111122223333';
export const REGIONS = ['eu-central-1', 'us-east-1', 'ap-southeast-2'];

const ACCOUNTS = [
  PROD,
  '222233334444',
  '333344445555',
  '444455556666',
  '555566667777',
  '666677778888',
];

/** Everything a sync of the simulated accounts takes. */
export function createSync(
  knex: Knex,
  credentials: { accessKeyId: string; secretAccessKey: string },
  overrides: JsonObject = {},
  options: {
    patienceMs?: number;
    /** Stands between Systems Manager and the sync. */
    source?: (ssm: NodeSource) => NodeSource;
  } = {},
) {
  const root = new ConfigReader({
    aws: { mainAccount: { ...credentials, region: 'us-east-1' } },
    managedNodes: {
      targets: {
        roleName: 'BackstageManagedNodesRead',
        externalId: 'managed-nodes-demo',
        regions: REGIONS,
        accounts: ACCOUNTS.map(id => ({ id })),
      },
      environments: [
        { environment: 'vmware', match: { tag: 'Hypervisor=vmware' } },
      ],
      ...overrides,
    },
  });
  const config = readManagedNodesConfig(root);
  const accounts = AccountDirectory.create(configuredAccounts(config.targets));
  const targets = accounts.targets();
  const clients = AwsClients.fromConfig(root, {
    accounts,
    patienceMs: options.patienceMs,
  });
  const ssm = SsmSource.create({ clients, config });
  const store = TargetStore.create({ knex });
  const judge = AbsenceJudge.create({
    absent: AbsentNodes.create({ knex }),
    config: config.sync,
  });
  const sync = TargetSync.create({
    sources: { ssm: options.source?.(ssm) ?? ssm },
    afterListing: UnmanagedSync.create({
      clients,
      store: UnmanagedInstances.create({ knex }),
    }),
    ownership: { decider: async () => byTags, undecided: UNCLAIMED },
    writer: NodeWriter.create({ knex }),
    judge,
    targets: store,
  });
  const target = (account: string, region: string): SyncTarget => {
    const found = targets.find(
      item => item.account === account && item.region === region,
    );
    if (!found) {
      throw new Error(`No target ${account} ${region}`);
    }
    return found;
  };
  return {
    root,
    accounts,
    clients,
    judge,
    config,
    store,
    sync,
    targets,
    target,
    run: (of: SyncTarget) => sync.run(of, new AbortController().signal),
    async runAll() {
      const outcomes = [];
      for (const of of targets) {
        outcomes.push(await sync.run(of, new AbortController().signal));
      }
      return outcomes;
    },
  };
}
