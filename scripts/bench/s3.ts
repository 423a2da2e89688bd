import {
  GetObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { ConfigReader } from '@backstage/config';
import knexFactory, { Knex } from 'knex';
import pLimit from 'p-limit';
import {
  S3_CREDENTIALS,
  startS3Server,
} from '../../plugins/managed-nodes-backend/src/__testUtils__/S3Server';
import { AccountDirectory } from '../../plugins/managed-nodes-backend/src/accounts/AccountDirectory';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { AwsClients } from '../../plugins/managed-nodes-backend/src/aws/AwsClients';
import { readManagedNodesConfig } from '../../plugins/managed-nodes-backend/src/config';
import { AbsentNodes } from '../../plugins/managed-nodes-backend/src/nodes/AbsentNodes';
import { openDatabase } from '../../plugins/managed-nodes-backend/src/nodes/database';
import { NodeWriter } from '../../plugins/managed-nodes-backend/src/nodes/NodeWriter';
import { Ownership } from '../../plugins/managed-nodes-backend/src/nodes/types';
import { AbsenceJudge } from '../../plugins/managed-nodes-backend/src/sync/AbsenceJudge';
import { S3Source } from '../../plugins/managed-nodes-backend/src/sync/sources/s3/S3Source';
import { TargetStore } from '../../plugins/managed-nodes-backend/src/sync/TargetStore';
import { TargetSync } from '../../plugins/managed-nodes-backend/src/sync/TargetSync';
import { BenchOptions, figure } from './figures';
import { simulatedFleet, writeInventory } from './inventory';
import { timed, watchMemory } from './measure';

const BUCKET = 'inventory';
const TYPES = ['AWS:InstanceInformation', 'AWS:Tag', 'AWS:PatchSummary'];
/** As many targets at a time as a replica lists, and as many reads. */
const CONCURRENCY = 8;
const READS = 44;
const NEVER = new AbortController().signal;

/** Requests by what they do. */
interface Calls {
  gets: number;
  lists: number;
}

function syncFrom(knex: Knex, calls: Calls) {
  const root = new ConfigReader({
    aws: { mainAccount: { ...S3_CREDENTIALS, region: 'us-east-1' } },
    managedNodes: {
      resourceDataSync: { bucket: BUCKET, region: 'us-east-1' },
    },
  });
  const config = readManagedNodesConfig(root);
  const owned = (by: string | undefined): Ownership => ({
    ownerRef: `group:default/${by?.toLowerCase() || 'none'}`,
    claimed: false,
    unclaimedReason: null,
    systemRef: null,
    componentRef: null,
  });
  return TargetSync.create({
    sources: {
      s3: S3Source.create({
        knex,
        clients: AwsClients.fromConfig(root, {
          accounts: AccountDirectory.create([]),
        }),
        config: { ...config, resourceDataSync: config.resourceDataSync! },
      }),
    },
    ownership: {
      decider: async () => node => owned(node.tags.Owner),
      undecided: owned(undefined),
    },
    writer: NodeWriter.create({ knex }),
    judge: AbsenceJudge.create({
      absent: AbsentNodes.create({ knex }),
      config: config.sync,
    }),
    targets: TargetStore.create({ knex }),
    observer: ({ command }) => {
      calls[command === 'GetObjectCommand' ? 'gets' : 'lists'] += 1;
    },
  });
}

/** Lists every object of every target with the SDK, and does what it is told with it. */
async function listEverything(
  client: S3Client,
  targets: SyncTarget[],
  each: (key: string) => Promise<void>,
): Promise<void> {
  const limit = pLimit(CONCURRENCY);
  const listAll = async (Prefix: string) => {
    const pages = paginateListObjectsV2({ client }, { Bucket: BUCKET, Prefix });
    for await (const { Contents } of pages) {
      await Promise.all((Contents ?? []).map(({ Key }) => each(Key!)));
    }
  };
  await Promise.all(
    targets.map(({ account, region }) =>
      limit(() =>
        Promise.all(
          TYPES.map(type =>
            listAll(`${type}/accountid=${account}/region=${region}/`),
          ),
        ),
      ),
    ),
  );
}

/** Reads an object with the SDK, and does nothing with it. */
async function readObject(client: S3Client, key: string): Promise<void> {
  const { Body } = await client.send(
    new GetObjectCommand({ Bucket: BUCKET, Key: key }),
  );
  await Body?.transformToString();
}

const rssMiB = () => process.memoryUsage().rss / 2 ** 20;

/**
 * Times a first, a changed and an unchanged listing of a simulated fleet from
 * a bucket in a real S3 server, which is a program of its own. The baselines
 * list and read the same objects with the SDK and store nothing.
 */
export async function benchS3({
  nodes,
  connection,
}: BenchOptions): Promise<void> {
  const fleet = simulatedFleet(nodes);
  const targets = [
    ...new Set(fleet.map(({ account, region }) => `${account} ${region}`)),
  ].map((key): SyncTarget => {
    const [account, region] = key.split(' ');
    return {
      account,
      region,
      accountName: account,
      accountTags: {},
      units: [],
      source: 's3',
    };
  });
  const server = await startS3Server();
  process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${server.port}`;
  const client = new S3Client({
    region: 'us-east-1',
    credentials: S3_CREDENTIALS,
  });
  const knex = knexFactory({
    client: 'pg',
    connection,
    pool: { min: 0, max: 10 },
  });
  try {
    await knex.raw('DROP SCHEMA public CASCADE');
    await knex.raw('CREATE SCHEMA public');
    await openDatabase({ getClient: async () => knex });
    await server.createBucket(BUCKET);
    await writeInventory(client, BUCKET, fleet);

    const calls: Calls = { gets: 0, lists: 0 };
    const sync = syncFrom(knex, calls);
    const listAll = async () => {
      Object.assign(calls, { gets: 0, lists: 0 });
      const limit = pLimit(CONCURRENCY);
      await Promise.all(
        targets.map(target =>
          limit(async () => {
            const { state, error } = await sync.run(target, NEVER);
            if (state !== 'ok') {
              throw new Error(`${target.region}: ${state} ${error?.message}`);
            }
          }),
        ),
      );
    };
    const report = (name: string, seconds: number, more = {}) =>
      figure(name, {
        nodes: fleet.length,
        seconds,
        nodesPerSecond: fleet.length / seconds,
        getsPer1000: (calls.gets * 1000) / fleet.length,
        listsPer1000: (calls.lists * 1000) / fleet.length,
        ...more,
      });

    let objects = 0;
    const listing = await timed(() =>
      listEverything(client, targets, async () => {}),
    );
    figure('s3.baseline-list-only', {
      nodes: fleet.length,
      targets: targets.length,
      seconds: listing,
      nodesPerSecond: fleet.length / listing,
    });
    const reads = pLimit(READS);
    const baseline = await timed(() =>
      listEverything(client, targets, key =>
        reads(async () => {
          await readObject(client, key);
          objects += 1;
        }),
      ),
    );
    figure('s3.baseline-read-only', {
      nodes: fleet.length,
      targets: targets.length,
      objects,
      seconds: baseline,
      nodesPerSecond: fleet.length / baseline,
    });

    const before = rssMiB();
    let first = 0;
    const memory = await watchMemory(async () => {
      first = await timed(listAll);
    });
    const [{ stored }] = await knex('nodes').count({ stored: '*' });
    report('s3.first', first, {
      stored: Number(stored),
      ratio: first / baseline,
      rssBeforeMiB: before,
      peakRssMiB: memory,
    });

    let unchanged = 0;
    const again = await watchMemory(async () => {
      unchanged = await timed(listAll);
    });
    report('s3.unchanged', unchanged, {
      ratioToListing: unchanged / listing,
      peakRssMiB: again,
    });

    const changed = fleet
      .filter((_, index) => index % 100 === 0)
      .map(node => ({ ...node, agentVersion: '3.3.9999.0' }));
    await writeInventory(client, BUCKET, changed);
    report('s3.one-percent-changed', await timed(listAll), {
      changed: changed.length,
    });
  } finally {
    await knex.destroy();
    client.destroy();
    await server.stop();
  }
}
