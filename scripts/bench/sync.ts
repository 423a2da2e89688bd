import { ConfigReader } from '@backstage/config';
import knexFactory, { Knex } from 'knex';
import pLimit from 'p-limit';
import { SimulatorControl } from '../../packages/aws-simulator/src/control/SimulatorControl';
import {
  AccountDirectory,
  configuredAccounts,
} from '../../plugins/managed-nodes-backend/src/accounts/AccountDirectory';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { AwsClients } from '../../plugins/managed-nodes-backend/src/aws/AwsClients';
import { CallMeter } from '../../plugins/managed-nodes-backend/src/aws/CallMeter';
import { TargetReader } from '../../plugins/managed-nodes-backend/src/aws/TargetReader';
import { readManagedNodesConfig } from '../../plugins/managed-nodes-backend/src/config';
import { AbsentNodes } from '../../plugins/managed-nodes-backend/src/nodes/AbsentNodes';
import { openDatabase } from '../../plugins/managed-nodes-backend/src/nodes/database';
import { NodeWriter } from '../../plugins/managed-nodes-backend/src/nodes/NodeWriter';
import { Ownership } from '../../plugins/managed-nodes-backend/src/nodes/types';
import { AbsenceJudge } from '../../plugins/managed-nodes-backend/src/sync/AbsenceJudge';
import { SsmSource } from '../../plugins/managed-nodes-backend/src/sync/sources/SsmSource';
import { TargetStore } from '../../plugins/managed-nodes-backend/src/sync/TargetStore';
import { TargetSync } from '../../plugins/managed-nodes-backend/src/sync/TargetSync';
import { UnmanagedInstances } from '../../plugins/managed-nodes-backend/src/unmanaged/UnmanagedInstances';
import { UnmanagedSync } from '../../plugins/managed-nodes-backend/src/unmanaged/UnmanagedSync';
import { freePorts } from '../lib/processes';
import { startSimulator } from '../lib/portal';
import { STATE } from '../lib/paths';
import { BenchOptions, figure } from './figures';
import { timed, watchMemory } from './measure';

/** With 3 Regions each. */
const ACCOUNTS = 20;
const CONCURRENCY = 8;
const NEVER = new AbortController().signal;

function unclaimed(ownerRef: string): Ownership {
  return {
    ownerRef,
    claimed: false,
    unclaimedReason: null,
    systemRef: null,
    componentRef: null,
  };
}

/** Does something for every target, as many at a time as a replica would. */
async function forEach(
  targets: SyncTarget[],
  action: (target: SyncTarget) => Promise<void>,
): Promise<void> {
  const limit = pLimit(CONCURRENCY);
  await Promise.all(targets.map(target => limit(() => action(target))));
}

/** What the queries write, counted. */
function countWrites(knex: Knex): () => number {
  let writes = 0;
  knex.on('query', ({ sql }) => {
    if (/^insert into .node_beats|^insert into .nodes/i.test(sql)) {
      writes += 1;
    }
  });
  return () => writes;
}

/**
 * Times a first sync and an unchanged one of a whole simulated fleet. The
 * baseline reads the very same from AWS and stores nothing, so the rest is
 * what our own work costs.
 */
export async function benchSync({
  nodes,
  connection,
}: BenchOptions): Promise<void> {
  const port = await freePorts();
  const simulator = await startSimulator({
    port: port - 1,
    nodes,
    seed: 1,
    accounts: ACCOUNTS,
    data: '',
    logs: `${STATE}/logs/bench`,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  process.env.AWS_ENDPOINT_URL = endpoint;
  const control = SimulatorControl.create(endpoint);
  const { accounts, regions } = await control.status();
  const root = new ConfigReader({
    aws: {
      mainAccount: {
        accessKeyId: 'AKIASIMULATORDEMO001',
        secretAccessKey: 'simulated',
        region: 'us-east-1',
      },
    },
    managedNodes: {
      targets: {
        roleName: 'BackstageManagedNodesRead',
        externalId: 'managed-nodes-demo',
        regions,
        accounts: accounts
          .filter(({ id }) => id !== '999900001111')
          .map(({ id, name }) => ({ id, name })),
      },
      ownership: { defaultOwner: 'group:default/platform-team' },
    },
  });
  const config = readManagedNodesConfig(root);
  const directory = AccountDirectory.create(configuredAccounts(config.targets));
  const targets = directory.targets();
  const knex = knexFactory({
    client: 'pg',
    connection,
    pool: { min: 0, max: 10 },
  });
  try {
    await knex.raw('DROP SCHEMA public CASCADE');
    await knex.raw('CREATE SCHEMA public');
    await openDatabase({ getClient: async () => knex });
    const clients = AwsClients.fromConfig(root, { accounts: directory });
    const sync = TargetSync.create({
      sources: { ssm: SsmSource.create({ clients, config }) },
      afterListing: UnmanagedSync.create({
        clients,
        store: UnmanagedInstances.create({ knex }),
      }),
      ownership: {
        decider: async () => node =>
          unclaimed(
            `group:default/${node.tags.Owner?.toLowerCase() || 'none'}`,
          ),
        undecided: unclaimed('group:default/platform-team'),
      },
      writer: NodeWriter.create({ knex }),
      judge: AbsenceJudge.create({
        absent: AbsentNodes.create({ knex }),
        config: config.sync,
      }),
      targets: TargetStore.create({ knex }),
    });
    const syncAll = () =>
      forEach(targets, async target => {
        const { state, error } = await sync.run(target, NEVER);
        if (state !== 'ok') {
          throw new Error(`${target.region}: ${state} ${error?.message}`);
        }
      });

    const baseline = await timed(() =>
      forEach(targets, async target => {
        const reader = TargetReader.create({
          clients: await clients.forTarget(target),
          meter: CallMeter.create(),
          signal: NEVER,
        });
        await reader.tags();
        for await (const page of reader.nodes()) {
          await reader.patchStates(page.map(node => node.InstanceId!));
        }
        for await (const _ of reader.instances()) {
          // Read, as a sync does too.
        }
      }),
    );
    figure('sync.baseline-read-only', {
      nodes,
      targets: targets.length,
      seconds: baseline,
      nodesPerSecond: nodes / baseline,
    });

    await control.resetCalls();
    let first = 0;
    const memory = await watchMemory(async () => {
      first = await timed(syncAll);
    });
    const calls = (await control.calls())
      .filter(({ service }) => service !== 'sts')
      .reduce((sum, { calls: count }) => sum + count, 0);
    const [{ stored }] = await knex('nodes').count({ stored: '*' });
    figure('sync.first', {
      nodes,
      stored: Number(stored),
      seconds: first,
      nodesPerSecond: nodes / first,
      // The simulator's own time is part of both; what is left is ours.
      ownNodesPerSecond: nodes / Math.max(0.001, first - baseline),
      ratio: first / baseline,
      peakRssMiB: memory,
      callsPer1000: calls / (nodes / 1000),
    });

    const [{ value: before }] = await knex('revision_counter');
    const writes = countWrites(knex);
    const again = await timed(syncAll);
    const [{ value: after }] = await knex('revision_counter');
    figure('sync.unchanged', {
      nodes,
      seconds: again,
      nodesPerSecond: nodes / again,
      ratio: again / baseline,
      catalogChanges: Number(after) - Number(before),
      nodesPerWriteStatement: nodes / writes(),
    });
  } finally {
    await knex.destroy();
    await simulator.stop();
  }
}
