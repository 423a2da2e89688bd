import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { Knex } from 'knex';
import { SyncTarget } from '../../../accounts/types';
import { AwsClients } from '../../../aws/AwsClients';
import { EnvironmentRule } from '../../../config';
import { seenNodes } from '../../../nodes/database';
import { NodeRow, SeenNodeRow } from '../../../nodes/rows';
import { TargetKey } from '../../../nodes/types';
import { NodeSource, SourcePage, SourceRun } from '../types';
import { Bucket } from './Bucket';
import { ListedNode, NodeObjectReader, NodePlan } from './NodeObjectReader';
import { RememberedObjects } from './RememberedObjects';
import { ResourceDataSyncConfig } from './resourceDataSyncConfig';
import { ObjectsByNode, TargetObjects } from './TargetObjects';

/** Rises when objects are read in another way, so that all are read again. */
const READING = 1;

interface S3SourceOptions {
  clients: AwsClients;
  knex: Knex;
  config: {
    resourceDataSync: ResourceDataSyncConfig;
    environments: EnvironmentRule[];
  };
}

/**
 * Lists the nodes of a target from the bucket that a resource data sync of
 * Systems Manager fills. Systems Manager itself is not asked for anything.
 *
 * Only objects that changed are read. A node none of whose objects changed
 * since it was stored is unchanged.
 */
export class S3Source implements NodeSource {
  readonly action = 's3:ListBucket';
  readonly #options: S3SourceOptions;
  readonly #remembered: RememberedObjects;
  #bucket: Promise<Bucket> | undefined;

  static create(options: S3SourceOptions): S3Source {
    return new S3Source(options);
  }

  private constructor(options: S3SourceOptions) {
    this.#options = options;
    this.#remembered = RememberedObjects.create(options);
  }

  async *pages(
    target: SyncTarget,
    outer: SourceRun,
  ): AsyncGenerator<SourcePage> {
    const { resourceDataSync, environments } = this.#options.config;
    const stop = new AbortController();
    const run = {
      ...outer,
      signal: AbortSignal.any([outer.signal, stop.signal]),
    };
    try {
      const objects = TargetObjects.create({
        bucket: await this.#open(),
        root: resourceDataSync.prefix,
        target,
        run,
      });
      const [tags, patches] = await Promise.all([
        objects.all('AWS:Tag', 'tags'),
        objects.all('AWS:PatchSummary', 'patches'),
      ]);
      const reader = NodeObjectReader.create({
        objects,
        target,
        environments,
        tags,
        patches,
      });
      const reading = hashOf(target, environments);
      const listed = new Set<string>();
      for await (const page of objects.pages('AWS:InstanceInformation')) {
        run.meter.countPage();
        [...page.keys()].forEach(nodeId => listed.add(nodeId));
        yield await this.#page(target, reader, page, reading);
      }
      // Not before everything is listed: what is not, is gone.
      await this.#remembered.forgetAllBut(target, listed);
    } finally {
      // Reads that are still queued when something failed are of no use.
      stop.abort();
    }
  }

  async #page(
    target: SyncTarget,
    reader: NodeObjectReader,
    page: ObjectsByNode,
    reading: string,
  ): Promise<SourcePage> {
    const ids = [...page.keys()];
    const [present, seen] = await Promise.all([
      this.#present(target, ids),
      this.#remembered.of(target, ids, reading),
    ]);
    const unchanged: string[] = [];
    const plans: NodePlan[] = [];
    for (const [nodeId, information] of page) {
      const node: ListedNode = {
        nodeId,
        information,
        seen: seen.get(nodeId) ?? new Map(),
        present: present.has(nodeId),
      };
      if (reader.isTerminated(node)) {
        continue;
      }
      const plan = await reader.plan(node);
      if (plan) {
        plans.push(plan);
      } else {
        unchanged.push(nodeId);
      }
    }
    const rows = await this.#rows(
      target,
      plans.map(({ nodeId }) => nodeId),
    );
    const readings = await Promise.all(
      plans.map(plan => reader.read(plan, rows.get(plan.nodeId))),
    );
    return {
      observations: readings.flatMap(({ observation }) => observation ?? []),
      unchanged,
      stored: () =>
        this.#remembered.put(
          target,
          readings.flatMap(({ changes }) => changes),
          reading,
        ),
    };
  }

  /** Which of these nodes the store has, and does not miss. */
  async #present(
    { account, region }: TargetKey,
    nodeIds: string[],
  ): Promise<Set<string>> {
    const ids: string[] = await this.#options
      .knex<NodeRow>('nodes')
      .where({ account, region, missing_since: null, left_at: null })
      .whereIn('node_id', nodeIds)
      .pluck('node_id');
    return new Set(ids);
  }

  async #rows(
    { account, region }: TargetKey,
    nodeIds: string[],
  ): Promise<Map<string, SeenNodeRow>> {
    const rows: SeenNodeRow[] = await seenNodes(this.#options.knex)
      .where({ account, region })
      .whereIn('node_id', nodeIds);
    return new Map(rows.map(row => [row.node_id, row]));
  }

  /** One client for all targets: they share a bucket, and what S3 bears of requests. */
  async #open(): Promise<Bucket> {
    this.#bucket ??= this.#connect();
    try {
      return await this.#bucket;
    } catch (error) {
      this.#bucket = undefined;
      throw error;
    }
  }

  async #connect(): Promise<Bucket> {
    const { clients, config } = this.#options;
    const { account = '', region, bucket } = config.resourceDataSync;
    const client = new S3Client(await clients.options({ account, region }));
    await clients.renew({ account, region }, client);
    return Bucket.create({ client, name: bucket });
  }
}

/** Stands for everything beside the objects that a node is read by. */
function hashOf(target: SyncTarget, environments: EnvironmentRule[]): string {
  const by = [READING, target.accountName, target.accountTags, environments];
  return createHash('sha1')
    .update(
      JSON.stringify(by, (_, value) =>
        value instanceof RegExp ? value.source : value,
      ),
    )
    .digest('hex');
}
