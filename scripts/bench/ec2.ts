import { DescribeInstancesCommand, Instance } from '@aws-sdk/client-ec2';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import incrementalIngestion, {
  EntityIteratorResult,
  IncrementalEntityProvider,
  incrementalIngestionProvidersExtensionPoint,
} from '@backstage/plugin-catalog-backend-module-incremental-ingestion';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { AwsClients } from '../../plugins/managed-nodes-backend/src/aws/AwsClients';
import { startAws, syncEverything, syncOf, forEachTarget } from './aws';
import { startBackend } from './backend';
import { contents, createStore, takeOver, until } from './catalog';
import { BenchOptions, figure } from './figures';
import { timed } from './measure';
import { createRoadieProviders, installRoadie } from './roadie';

const OURS = 'bench_ec2_ours_';

/** Where a listing of EC2 instances goes on. */
interface Ec2Cursor {
  target: number;
  token?: string;
}

function toEntity({ account, region }: SyncTarget, instance: Instance): Entity {
  const location = `ec2:${account}/${region}`;
  const tags = new Map(instance.Tags?.map(({ Key, Value }) => [Key, Value]));
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      namespace: 'default',
      name: instance.InstanceId!,
      title: tags.get('Name') ?? instance.InstanceId,
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
    spec: { type: 'ec2-instance', owner: tags.get('Owner') || 'unknown' },
  };
}

/** The least that lists EC2 for the stock incremental ingestion. */
class Ec2Ingestion implements IncrementalEntityProvider<Ec2Cursor, undefined> {
  startedAt: number | undefined;
  entities = 0;
  done = false;

  constructor(
    private readonly clients: AwsClients,
    private readonly targets: SyncTarget[],
  ) {}

  getProviderName(): string {
    return 'bench-ec2';
  }

  async around(burst: (context: undefined) => Promise<void>): Promise<void> {
    await burst(undefined);
  }

  async next(
    _: undefined,
    cursor: Ec2Cursor = { target: 0 },
  ): Promise<EntityIteratorResult<Ec2Cursor>> {
    this.startedAt ??= performance.now();
    const target = this.targets[cursor.target];
    const { ec2 } = await this.clients.forTarget(target);
    const { Reservations = [], NextToken } = await ec2.send(
      new DescribeInstancesCommand({
        MaxResults: 1000,
        NextToken: cursor.token,
      }),
    );
    const entities = Reservations.flatMap(({ Instances = [] }) =>
      Instances.map(instance => ({ entity: toEntity(target, instance) })),
    );
    this.entities += entities.length;
    if (NextToken) {
      return {
        done: false,
        entities,
        cursor: { ...cursor, token: NextToken },
      };
    }
    if (cursor.target + 1 < this.targets.length) {
      return { done: false, entities, cursor: { target: cursor.target + 1 } };
    }
    this.done = true;
    return { done: true, entities };
  }
}

interface Outcome {
  entities: number;
  seconds: number;
}

async function count(catalog: Knex): Promise<number> {
  return (await contents(catalog)).entities;
}

async function runIncremental(
  connection: string,
  ingestion: Ec2Ingestion,
): Promise<Outcome> {
  const backend = await startBackend({
    connection,
    prefix: 'bench_ec2_incremental_',
    features: [
      incrementalIngestion,
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'bench-ec2',
        register(reg) {
          reg.registerInit({
            deps: { incremental: incrementalIngestionProvidersExtensionPoint },
            async init({ incremental }) {
              incremental.addProvider({
                provider: ingestion,
                options: {
                  burstInterval: { seconds: 1 },
                  burstLength: { hours: 1 },
                  restLength: { days: 1 },
                },
              });
            },
          });
        },
      }),
    ],
  });
  const catalog = backend.database('catalog');
  try {
    await until(
      async () =>
        ingestion.done && (await count(catalog)) >= ingestion.entities,
    );
    return {
      entities: ingestion.entities,
      seconds: (performance.now() - ingestion.startedAt!) / 1000,
    };
  } finally {
    await catalog.destroy();
    await backend.stop();
  }
}

async function runRoadie(
  connection: string,
  targets: SyncTarget[],
): Promise<Outcome & { failedTargets: number }> {
  const providers = new Map(
    createRoadieProviders(targets).map((provider, index) => [
      targets[index],
      provider,
    ]),
  );
  const backend = await startBackend({
    connection,
    prefix: 'bench_ec2_roadie_',
    features: [
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'bench-roadie',
        register(reg) {
          reg.registerInit({
            deps: { processing: catalogProcessingExtensionPoint },
            async init({ processing }) {
              providers.forEach(provider =>
                processing.addEntityProvider(provider),
              );
            },
          });
        },
      }),
    ],
  });
  const catalog = backend.database('catalog');
  try {
    let failedTargets = 0;
    const seconds = await timed(() =>
      forEachTarget(targets, async target => {
        try {
          await providers.get(target)!.run();
        } catch (error) {
          // One tag that is no YAML, and none of the target's instances come.
          failedTargets += 1;
          process.stderr.write(`Roadie's provider: ${error}\n`);
        }
      }),
    );
    return { entities: await count(catalog), seconds, failedTargets };
  } finally {
    await catalog.destroy();
    await backend.stop();
  }
}

/**
 * Times how machines get from a simulated AWS into a catalog: ours with all
 * that it reads of every node, EC2 and hybrid, by way of the node store, next
 * to the stock incremental ingestion and Roadie's provider, which know of EC2
 * instances only.
 */
export async function benchEc2({
  nodes,
  database,
  connection,
}: BenchOptions): Promise<void> {
  const aws = await startAws({ nodes });
  try {
    const store = await createStore(connection, OURS);
    const setup = syncOf(aws, store);
    const synced = await timed(() => syncEverything(setup));
    await store.destroy();
    const ours = await takeOver(connection, OURS);
    const report = (
      name: string,
      { entities, seconds }: Outcome,
      more: Record<string, number> = {},
    ) =>
      figure(`ec2.${name}`, {
        database,
        nodes,
        entities,
        seconds,
        entitiesPerSecond: entities / seconds,
        ...more,
      });
    report(
      'ours',
      { ...ours, seconds: synced + ours.seconds },
      { secondsOfSync: synced, secondsOfCatalog: ours.seconds },
    );

    report(
      'incremental-ingestion',
      await runIncremental(
        connection,
        new Ec2Ingestion(setup.clients, setup.targets),
      ),
    );
    const problem = await installRoadie();
    if (problem) {
      figure('ec2.roadie', { skipped: problem });
    } else {
      const roadie = await runRoadie(connection, setup.targets);
      report('roadie', roadie, { failedTargets: roadie.failedTargets });
    }
  } finally {
    await aws.stop();
  }
}
