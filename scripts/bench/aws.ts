import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { SimulatorControl } from '../../packages/aws-simulator/src/control/SimulatorControl';
import { createSync } from '../../plugins/managed-nodes-backend/src/__testUtils__/createSync';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { CallMeter } from '../../plugins/managed-nodes-backend/src/aws/CallMeter';
import { TargetReader } from '../../plugins/managed-nodes-backend/src/aws/TargetReader';
import { STATE } from '../lib/paths';
import { startSimulator } from '../lib/portal';
import { freePorts } from '../lib/processes';

/** With 3 Regions each. */
const ACCOUNTS = 20;
/** As many targets at a time as a replica lists. */
const CONCURRENCY = 8;

export const NEVER = new AbortController().signal;

/** The demo's own key at the simulator. It opens nothing else. */
export const CREDENTIALS = {
  accessKeyId: 'AKIASIMULATORDEMO001',
  secretAccessKey: 'simulated',
};

/** A simulated AWS organization, in a process of its own. */
export interface SimulatedAws {
  endpoint: string;
  control: SimulatorControl;
  /** Ids of the accounts that have nodes. */
  accounts: string[];
  regions: string[];
  stop(): Promise<void>;
}

/** Starts one with its endpoint where the AWS SDK finds it. */
export async function startAws(options: {
  nodes: number;
  accounts?: number;
  /** A moment for the clock to stand at. */
  time?: Date;
}): Promise<SimulatedAws> {
  const port = await freePorts();
  const simulator = await startSimulator({
    port: port - 1,
    seed: 1,
    accounts: ACCOUNTS,
    data: '',
    logs: `${STATE}/logs/bench`,
    ...options,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  process.env.AWS_ENDPOINT_URL = endpoint;
  const control = SimulatorControl.create(endpoint);
  const { accounts, regions } = await control.status();
  return {
    endpoint,
    control,
    accounts: accounts
      .map(({ id }) => id)
      // The management account, which has none.
      .filter(id => id !== '999900001111'),
    regions,
    stop: () => simulator.stop(),
  };
}

/** A sync of all of it into a database, without a budget of calls. `config` adds to `managedNodes`. */
export function syncOf(aws: SimulatedAws, knex: Knex, config: JsonObject = {}) {
  return createSync(knex, CREDENTIALS, {
    targets: {
      roleName: 'BackstageManagedNodesRead',
      externalId: 'managed-nodes-demo',
      regions: aws.regions,
      accounts: aws.accounts.map(id => ({ id })),
    },
    ...config,
  });
}

type Sync = ReturnType<typeof syncOf>;

/** Does something for every target, as many at a time as a replica would. */
export async function forEachTarget(
  targets: SyncTarget[],
  action: (target: SyncTarget) => Promise<void>,
): Promise<void> {
  const limit = pLimit(CONCURRENCY);
  await Promise.all(targets.map(target => limit(() => action(target))));
}

/** Syncs every target once. Throws when a listing fails or holds something back. */
export async function syncEverything({ sync, targets }: Sync): Promise<void> {
  await forEachTarget(targets, async target => {
    const { state, error } = await sync.run(target, NEVER);
    if (state !== 'ok') {
      throw new Error(
        `${target.account} ${target.region}: ${state} ${error?.message ?? ''}`,
      );
    }
  });
}

/** Reads from AWS what a sync reads, and does nothing with it. */
export async function readEverything({ clients, targets }: Sync) {
  await forEachTarget(targets, async target => {
    const reader = TargetReader.create({
      clients: await clients.forTarget(target),
      meter: CallMeter.create(),
      signal: NEVER,
    });
    const tags = reader.tags();
    for await (const page of reader.nodes()) {
      await reader.patchStates(page.flatMap(node => node.InstanceId ?? []));
    }
    await tags;
    for await (const _ of reader.instances()) {
      // Read, as a sync does too.
    }
  });
}
