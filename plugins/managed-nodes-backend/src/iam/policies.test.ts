import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Knex } from 'knex';
import { z } from 'zod';
import { InventoryBucket } from '../__testUtils__/InventoryBucket';
import { byTags, openTestDatabase, UNCLAIMED } from '../__testUtils__/nodes';
import { createS3Sync, inventoryNode, TARGET } from '../__testUtils__/s3';
import { createSync, PROD } from '../__testUtils__/sync';
import {
  createDiscovery,
  DELEGATED,
  MANAGEMENT,
  startOrganization,
  withoutPaths,
} from '../accounts/__testUtils__/organization';
import { CallMeter } from '../aws/CallMeter';
import { NodeWriter } from '../nodes/NodeWriter';
import { KnownNodes } from '../organization/KnownNodes';
import { OrganizationListing } from '../organization/OrganizationListing';
import { OrganizationRuns } from '../organization/OrganizationRuns';
import { SsmSource } from '../sync/sources/SsmSource';
import { Warnings } from '../sync/Warnings';
import { UnmanagedInstances } from '../unmanaged/UnmanagedInstances';

jest.setTimeout(120_000);

const POLICIES = resolve(__dirname, '../../../../docs/iam');
const ROLE = 'BackstageManagedNodesRead';
const REGION = 'eu-central-1';

const policySchema = z.object({
  Statement: z.array(z.object({ Action: z.array(z.string()) })),
});

/** The actions that a policy of docs/iam allows. */
function policy(name: string): string[] {
  const text = readFileSync(resolve(POLICIES, `${name}.json`), 'utf8');
  const { Statement } = policySchema.parse(JSON.parse(text));
  return Statement.flatMap(({ Action }) => Action).sort();
}

type Aws = Awaited<ReturnType<typeof startOrganization>>;
type Setup = ReturnType<typeof createSync>;

/** One thing the portal does in AWS. */
interface Feature {
  /** The policies it needs, by the names of their files. */
  policies: string[];
  /** The account whose role needs them. */
  account: string;
  run(aws: Aws, knex: Knex, setup: Setup): Promise<void>;
}

const sourceRun = () => {
  const { signal } = new AbortController();
  return {
    signal,
    meter: CallMeter.create(),
    warnings: Warnings.create({ signal }),
  };
};

/** New capabilities add themselves here. */
const FEATURES: Record<string, Feature> = {
  'listing a target': {
    policies: ['sync-read-only'],
    account: PROD,
    async run(_, __, setup) {
      const { state } = await setup.run(setup.target(PROD, REGION));
      assert.equal(state, 'ok');
    },
  },
  'reading some nodes anew': {
    policies: ['sync-read-only'],
    account: PROD,
    async run(aws, _, setup) {
      const { nodes } = await aws.control.findNodes({
        account: PROD,
        region: REGION,
      });
      const run = sourceRun();
      const read = await SsmSource.create(setup).read(
        setup.target(PROD, REGION),
        nodes.filter(node => node.managed).map(node => node.id),
        run,
      );
      assert.notEqual(read.length, 0);
      assert.deepEqual(run.warnings.list(), []);
      // What only a whole listing calls.
      await setup.run(setup.target(PROD, REGION));
    },
  },
  'finding accounts': {
    policies: ['discovery', 'enabled-regions'],
    account: DELEGATED,
    async run(aws, knex) {
      const options = {
        account: DELEGATED,
        accountRole: undefined,
        regions: 'enabled',
        include: { tags: ['owner'] },
        // It has no role to ask for its Regions with.
        exclude: { accounts: [MANAGEMENT] },
      };
      for (const prepare of [undefined, withoutPaths]) {
        await knex('organization_accounts').delete();
        await knex('organization_discovery').update({ units_at: null });
        const { error } = await createDiscovery(
          knex,
          aws.credentials,
          options,
          {},
          prepare,
        ).run();
        assert.equal(error, null);
      }
    },
  },
  'listing the organization': {
    policies: ['organization-listing'],
    account: DELEGATED,
    async run(_, knex, setup) {
      const runs = OrganizationRuns.create({ knex });
      await OrganizationListing.create({
        ...setup,
        config: {
          ...setup.config,
          organizationListing: {
            account: DELEGATED,
            region: REGION,
            syncName: 'AWS-QuickSetup-ManagedNode',
            callsPerSecond: 100,
            intervalMs: 60_000,
          },
        },
        directory: setup.accounts,
        ownership: { decider: async () => byTags, undecided: UNCLAIMED },
        writer: NodeWriter.create({ knex }),
        known: KnownNodes.create({ knex }),
        targets: setup.store,
        unmanaged: UnmanagedInstances.create({ knex }),
        runs,
      }).run(new AbortController().signal);
      assert.equal((await runs.health()).state, 'ok');
    },
  },
};

describe('the policies of docs/iam', () => {
  let aws: Aws;
  let knex: Knex;
  let setup: Setup;

  beforeEach(async () => {
    aws = await startOrganization({ nodes: 400, unevenPages: false });
    knex = await openTestDatabase('SQLITE_3');
    setup = createSync(knex, aws.credentials);
  });
  afterEach(() => aws.stop());

  const called = async (account: string) => {
    const actions = (await aws.control.calls())
      .filter(call => call.account === account && call.service !== 'sts')
      .map(call => call.action!);
    return [...new Set(actions)].sort();
  };

  it.each(Object.entries(FEATURES))(
    'are what %s takes, and no more',
    async (_, feature) => {
      const allowed = feature.policies.flatMap(policy).sort();
      await aws.control.setActions(feature.account, ROLE, allowed);
      await feature.run(aws, knex, setup);
      expect(await called(feature.account)).toEqual(allowed);
    },
  );

  it.each(policy('sync-read-only'))(
    'without %s, sync health names it, and nothing is lost',
    async action => {
      const target = setup.target(PROD, REGION);
      await setup.run(target);
      const before = await knex('nodes').orderBy('id').select('name', 'tags');
      await aws.control.setActions(
        PROD,
        ROLE,
        policy('sync-read-only').filter(other => other !== action),
      );
      // Agent versions are remembered for an hour by who asked.
      const again = createSync(knex, aws.credentials);
      const { error, warnings } = await again.run(target);
      expect(
        [error, ...warnings].flatMap(
          problem => problem?.missingIamAction ?? [],
        ),
      ).toEqual([action]);
      expect(await knex('nodes').orderBy('id').select('name', 'tags')).toEqual(
        before,
      );
    },
  );

  it('let the portal itself do nothing but assume roles and take events', async () => {
    await aws.control.setUserActions([
      ...policy('portal'),
      ...policy('events'),
    ]);
    await setup.run(setup.target(PROD, REGION));
    const { account } = (await aws.control.calls()).find(
      call => call.action === 'sts:AssumeRole',
    )!;
    const sqs = new SQSClient({ region: REGION, credentials: aws.credentials });
    const QueueUrl = `${process.env.AWS_ENDPOINT_URL}/${account}/managed-nodes-events`;
    await aws.control.events.publishRaw('{}');
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }),
    );
    await sqs.send(
      new DeleteMessageCommand({
        QueueUrl,
        ReceiptHandle: Messages![0].ReceiptHandle,
      }),
    );
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
    ).rejects.toThrow(/not authorized|denied/i);
    const actions = (await aws.control.calls())
      .filter(call => call.account === account && call.throttled === 0)
      .map(call => call.action);
    expect([...new Set(actions)].sort()).toEqual(
      [...policy('events'), ...policy('portal'), 'sqs:SendMessage'].sort(),
    );
  });

  it('let the bucket be listed and read', async () => {
    const bucket = await InventoryBucket.start();
    try {
      await bucket.reset();
      await bucket.putNodes(TARGET, [inventoryNode(1), inventoryNode(2)]);
      expect(await createS3Sync(knex, bucket.name).run()).toMatchObject({
        state: 'ok',
      });
      const ACTIONS = { list: 's3:ListBucket', get: 's3:GetObject' };
      const actions = bucket.requests.map(
        ({ operation }) => ACTIONS[operation],
      );
      expect([...new Set(actions)].sort()).toEqual(
        policy('resource-data-sync'),
      );
    } finally {
      await bucket.stop();
    }
  });

  it('are all held to the code by this test', () => {
    const tested = [
      ...Object.values(FEATURES).flatMap(({ policies }) => policies),
      ...['portal', 'events', 'resource-data-sync', 'trust'],
    ];
    const files = readdirSync(POLICIES)
      .filter(file => file.endsWith('.json'))
      .map(file => file.replace('.json', ''));
    expect([...new Set(tested)].sort()).toEqual(files.sort());
  });
});
