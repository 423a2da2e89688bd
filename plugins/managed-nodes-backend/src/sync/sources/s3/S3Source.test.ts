import { Knex } from 'knex';
import {
  InventoryBucket,
  s3Error,
} from '../../../__testUtils__/InventoryBucket';
import { keyOf } from '../../../__testUtils__/InventoryWriter';
import {
  databases,
  nodeId,
  openTestDatabase,
} from '../../../__testUtils__/nodes';
import { createS3Sync, inventoryNode, TARGET } from '../../../__testUtils__/s3';

jest.setTimeout(120_000);

const NODES = 12;
const range = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => inventoryNode(from + index));

describe.each(databases.eachSupportedId())('S3Source on %s', id => {
  let bucket: InventoryBucket;
  let knex: Knex;
  let setup: ReturnType<typeof createS3Sync>;

  beforeAll(async () => {
    bucket = await InventoryBucket.start();
  });
  afterAll(() => bucket.stop());

  beforeEach(async () => {
    await bucket.reset();
    knex = await openTestDatabase(id);
    setup = createS3Sync(knex, bucket.name);
    await bucket.putNodes(TARGET, range(NODES));
  });

  const node = async (index: number) =>
    (await setup.nodes()).get(nodeId(index));

  /** Runs again and tells what was read. */
  const again = async () => {
    bucket.forget();
    const outcome = await setup.run();
    const gets = bucket.requests
      .filter(({ operation }) => operation === 'get')
      .map(({ key }) => `${key.split('/')[0]} ${key.split('/').pop()}`)
      .sort();
    return { ...outcome, gets };
  };

  it('stores every node with its tags and patch summary', async () => {
    expect(await setup.run()).toMatchObject({
      state: 'ok',
      error: null,
      counts: { listed: NODES, added: NODES, pages: 1, calls: 3 + 3 * NODES },
    });
    expect((await setup.nodes()).size).toBe(NODES);
    expect(await node(3)).toMatchObject({
      account: TARGET.account,
      region: TARGET.region,
      title: 'node-3',
      status: 'online',
      environment: 'on-premises',
      resourceType: 'hybrid',
      computerName: 'host-3.example.com',
      ipAddress: '10.0.0.3',
      platformType: 'Linux',
      platformName: 'Ubuntu',
      platformVersion: '22.04',
      agentVersion: '3.3.0.0',
      ownerRef: 'group:default/payments-team',
      tags: { Name: 'node-3', Owner: 'payments-team' },
      patch: {
        bucket: 'security',
        securityNonCompliant: 2,
        installed: 120,
        missing: 2,
        patchGroup: 'prod',
        lastOperation: 'Scan',
        lastOperationAt: '2026-11-22T03:10:00.000Z',
      },
    });
  });

  it('reads nothing of an unchanged fleet, and counts it as seen', async () => {
    await setup.run();
    const rows = () => knex('nodes').orderBy('id');
    const before = await rows();
    const seenBefore = (await node(1))!.lastSeenAt;
    const outcome = await again();
    expect(outcome).toMatchObject({
      state: 'ok',
      counts: { listed: NODES, added: 0, changed: 0, missing: 0 },
      gets: [],
    });
    expect(bucket.lists).toBe(3);
    expect(await rows()).toEqual(before);
    expect(Date.parse((await node(1))!.lastSeenAt)).toBeGreaterThan(
      Date.parse(seenBefore),
    );
  });

  it('reads what changed, and with a node its tags', async () => {
    await setup.run();
    const { information } = inventoryNode(4);
    await bucket.putNodes(TARGET, [
      {
        id: nodeId(4),
        information: { ...information, ComputerName: 'renamed' },
      },
    ]);
    expect(await again()).toMatchObject({
      counts: { changed: 1 },
      gets: [
        `AWS:InstanceInformation ${nodeId(4)}.json`,
        `AWS:Tag ${nodeId(4)}.json`,
      ],
    });
    expect(await node(4)).toMatchObject({
      computerName: 'renamed',
      title: 'node-4',
      patch: { bucket: 'security' },
    });
    expect((await again()).gets).toEqual([]);
  });

  it('moves a node whose tags alone changed to its new owner and environment', async () => {
    await setup.run();
    await bucket.putNodes(TARGET, [
      { id: nodeId(2), tags: { Owner: 'others', Hypervisor: 'vmware' } },
    ]);
    expect((await again()).counts.changed).toBe(1);
    expect(await node(2)).toMatchObject({
      ownerRef: 'group:default/others',
      environment: 'vmware',
      title: 'host-2.example.com',
      patch: { bucket: 'security' },
    });
    await bucket.remove(keyOf(TARGET, 'AWS:Tag', nodeId(2)));
    await again();
    expect(await node(2)).toMatchObject({
      claimed: false,
      tags: {},
      environment: 'on-premises',
    });
    expect((await again()).gets).toEqual([]);
  });

  it('reads no more than a patch summary that alone changed', async () => {
    await setup.run();
    const { patch } = inventoryNode(5);
    await bucket.putNodes(TARGET, [
      { id: nodeId(5), patch: { ...patch, CriticalNonCompliantCount: '1' } },
    ]);
    expect((await again()).gets).toEqual([
      `AWS:PatchSummary ${nodeId(5)}.json`,
    ]);
    expect(await node(5)).toMatchObject({
      title: 'node-5',
      tags: { Owner: 'payments-team' },
      patch: { bucket: 'critical', criticalNonCompliant: 1 },
    });
    await bucket.remove(keyOf(TARGET, 'AWS:PatchSummary', nodeId(5)));
    await again();
    expect((await node(5))!.patch.bucket).toBe('never-reported');
  });

  it('tells severities by compliance items where the summary has none', async () => {
    const {
      CriticalNonCompliantCount: _critical,
      SecurityNonCompliantCount: _security,
      OtherNonCompliantCount: _other,
      ...patch
    } = inventoryNode(0).patch!;
    const item = { ComplianceType: 'Patch', Status: 'NON_COMPLIANT' };
    await bucket.putNodes(TARGET, [
      {
        id: nodeId(0),
        patch,
        items: [
          { ...item, Severity: 'CRITICAL', Classification: 'Security' },
          { ...item, Severity: 'LOW', Classification: 'SecurityUpdates' },
          { ...item, Status: 'COMPLIANT', Severity: 'CRITICAL' },
          { ...item, ComplianceType: 'Association', Severity: 'CRITICAL' },
        ],
      },
      { id: nodeId(1), patch },
    ]);
    await setup.run();
    expect((await node(0))!.patch).toMatchObject({
      bucket: 'critical',
      criticalNonCompliant: 1,
      securityNonCompliant: 1,
      otherNonCompliant: 0,
    });
    expect((await node(1))!.patch.bucket).toBe('other');
    expect((await again()).gets).toEqual([]);
    await bucket.putNodes(TARGET, [
      { id: nodeId(0), items: [{ ...item, Severity: 'LOW' }] },
      // Nobody needs these: the summary counts itself.
      { id: nodeId(2), items: [{ ...item, Severity: 'CRITICAL' }] },
    ]);
    expect((await again()).gets).toEqual([
      `AWS:ComplianceItem ${nodeId(0)}.json`,
      `AWS:PatchSummary ${nodeId(0)}.json`,
    ]);
    expect((await node(0))!.patch.bucket).toBe('other');
    expect((await node(2))!.patch.bucket).toBe('security');
  });

  it('lets a removed node go, and reads it in full when it returns', async () => {
    await setup.run();
    await bucket.removeNode(TARGET, nodeId(7));
    expect((await again()).counts).toMatchObject({ missing: 1, removed: 0 });
    expect((await node(7))!.status).toBe('missing');
    expect(await knex('s3_objects').where({ node_id: nodeId(7) })).toEqual([]);
    expect((await again()).counts).toMatchObject({ removed: 1 });
    expect((await node(7))!.status).toBe('left');

    await bucket.putNodes(TARGET, [inventoryNode(7)]);
    expect((await again()).gets).toHaveLength(3);
    expect(await node(7)).toMatchObject({ status: 'online', leftAt: null });
  });

  it('reads a node in full that the store misses although its objects are known', async () => {
    await setup.run();
    await knex('nodes')
      .where({ node_id: nodeId(1) })
      .update({ missing_since: 1, status: 'missing' });
    await knex('nodes')
      .where({ node_id: nodeId(2) })
      .update({ missing_since: 1, left_at: 2, status: 'left' });
    await knex('nodes')
      .where({ node_id: nodeId(3) })
      .delete();
    await knex('node_beats')
      .where({ name: nodeId(3) })
      .delete();
    expect(await again()).toMatchObject({ counts: { added: 1 } });
    expect(bucket.gets).toBe(9);
    for (const index of [1, 2, 3]) {
      expect(await node(index)).toMatchObject({
        status: 'online',
        missingSince: null,
        leftAt: null,
      });
    }
  });

  it('takes a terminated instance for gone, and reads it once', async () => {
    await setup.run();
    const { information } = inventoryNode(6);
    await bucket.putNodes(TARGET, [
      {
        id: nodeId(6),
        information: { ...information, InstanceStatus: 'Terminated' },
      },
      {
        id: nodeId(8),
        information: {
          ...information,
          InstanceId: nodeId(8),
          InstanceStatus: 'Stopped',
        },
      },
      {
        id: nodeId(9),
        information: {
          ...information,
          InstanceId: nodeId(9),
          InstanceStatus: 'ConnectionLost',
        },
      },
    ]);
    expect((await again()).counts).toMatchObject({
      listed: NODES - 1,
      missing: 1,
    });
    expect((await node(8))!.status).toBe('stopped');
    expect((await node(9))!.status).toBe('connection-lost');
    expect(await again()).toMatchObject({ counts: { removed: 1 }, gets: [] });
    expect((await node(6))!.status).toBe('left');
  });

  it('reads everything again under other environment rules', async () => {
    await setup.run();
    setup = createS3Sync(knex, bucket.name, {
      environments: [
        { environment: 'edge', match: { namePattern: '^host-1\\.' } },
      ],
    });
    await again();
    expect(bucket.gets).toBe(3 * NODES);
    expect((await node(1))!.environment).toBe('edge');
    expect((await again()).gets).toEqual([]);
  });

  it('goes on over many pages, by the continuation token', async () => {
    bucket.pageSize = 5;
    expect(await setup.run()).toMatchObject({
      state: 'ok',
      counts: { listed: NODES, pages: 3 },
    });
    expect(await again()).toMatchObject({
      counts: { listed: NODES, missing: 0 },
      gets: [],
    });
  });

  it('reads no other account, Region or prefix than the target', async () => {
    const other = { ...TARGET, account: '222233334444' };
    await bucket.putNodes(other, [inventoryNode(100)]);
    await bucket.putNodes({ ...TARGET, region: 'eu-central-10' }, [
      inventoryNode(101),
    ]);
    await bucket.writer.put(TARGET, inventoryNode(102), 'team-a/');
    await setup.run();
    expect((await setup.nodes()).size).toBe(NODES);

    setup = createS3Sync(knex, bucket.name, {
      resourceDataSync: {
        bucket: bucket.name,
        prefix: '/team-a/',
        region: 'us-east-1',
      },
    });
    await setup.run({ ...TARGET, region: TARGET.region });
    expect((await node(102))!.status).toBe('online');
  });

  it('holds a listing without 30 % of the nodes', async () => {
    await setup.run();
    for (const index of [0, 1, 2, 3]) {
      await bucket.removeNode(TARGET, nodeId(index));
    }
    expect(await again()).toMatchObject({
      state: 'held',
      held: { missing: 4, known: NODES },
    });
    expect(await again()).toMatchObject({ state: 'held' });
    expect((await node(0))!.status).toBe('online');
  });

  it.each([
    [
      'denied',
      s3Error(403, 'AccessDenied', 'Access Denied'),
      { code: 'AccessDenied', missingIamAction: 's3:ListBucket' },
    ],
    [
      'missing',
      s3Error(404, 'NoSuchBucket', 'The specified bucket does not exist'),
      {
        code: 'NoSuchBucket',
        message: expect.stringContaining(
          'managedNodes.resourceDataSync.bucket',
        ),
      },
    ],
    [
      'in another Region',
      s3Error(301, 'PermanentRedirect', 'Use another endpoint'),
      {
        code: 'PermanentRedirect',
        message: expect.stringContaining(
          'managedNodes.resourceDataSync.region',
        ),
      },
    ],
  ])('keeps all nodes when the bucket is %s', async (_, trouble, error) => {
    await setup.run();
    const before = await knex('nodes').orderBy('id');
    bucket.trouble = trouble;
    expect(await again()).toMatchObject({
      state: 'failed',
      complete: false,
      error,
    });
    expect(await knex('nodes').orderBy('id')).toEqual(before);
    bucket.trouble = undefined;
    expect(await again()).toMatchObject({ state: 'ok', gets: [] });
  });

  it('fails, and removes nothing, when a later page is refused', async () => {
    await setup.run();
    bucket.pageSize = 5;
    let pages = 0;
    bucket.trouble = (request, response) => {
      if (!request.key.startsWith('AWS:InstanceInformation')) {
        return false;
      }
      pages += 1;
      return (
        pages > 1 &&
        s3Error(403, 'AccessDenied', 'Access Denied')(request, response)
      );
    };
    expect(await again()).toMatchObject({
      state: 'failed',
      counts: { listed: 5 },
    });
    expect((await node(11))!.status).toBe('online');
    expect(await knex('s3_objects')).toHaveLength(3 * NODES);
  });

  it('gets over being told to slow down', async () => {
    let refused = 0;
    bucket.trouble = (request, response) => {
      refused += 1;
      return (
        refused <= 2 &&
        s3Error(
          503,
          'SlowDown',
          'Please reduce your request rate.',
        )(request, response)
      );
    };
    expect(await setup.run()).toMatchObject({
      state: 'ok',
      counts: { listed: NODES, throttles: 2 },
    });
  });

  it('fails when nodes may be listed but not read', async () => {
    bucket.trouble = (request, response) =>
      request.operation === 'get' &&
      s3Error(403, 'AccessDenied', 'Access Denied')(request, response);
    expect(await setup.run()).toMatchObject({
      state: 'failed',
      error: { code: 'AccessDenied', missingIamAction: 's3:GetObject' },
    });
    expect((await setup.nodes()).size).toBe(0);
    expect(await knex('s3_objects')).toEqual([]);
  });

  it.each([
    ['tags', 'AWS:Tag', 'list' as const, 's3:ListBucket'],
    ['tags', 'AWS:Tag', 'get' as const, 's3:GetObject'],
    ['patches', 'AWS:PatchSummary', 'list' as const, 's3:ListBucket'],
    ['patches', 'AWS:PatchSummary', 'get' as const, 's3:GetObject'],
  ])(
    'keeps known %s when %s may not be done: %s',
    async (part, type, operation, action) => {
      await setup.run();
      await bucket.putNodes(TARGET, [
        {
          id: nodeId(1),
          information: { ...inventoryNode(1).information, AgentVersion: '3.4' },
          tags: { Name: 'new-name' },
          patch: { InstalledCount: '1' },
        },
      ]);
      bucket.trouble = (request, response) =>
        request.operation === operation &&
        request.key.startsWith(`${type}/`) &&
        s3Error(403, 'AccessDenied', 'Access Denied')(request, response);
      expect(await again()).toMatchObject({
        state: 'partial',
        error: null,
        warnings: [{ part, missingIamAction: action }],
      });
      expect(await node(1)).toMatchObject(
        part === 'tags'
          ? { title: 'node-1', agentVersion: '3.4' }
          : { patch: { bucket: 'security' }, agentVersion: '3.4' },
      );
      // What could not be read is read as soon as it may be.
      bucket.trouble = undefined;
      expect(await again()).toMatchObject({ state: 'ok' });
      expect(await node(1)).toMatchObject({
        title: 'new-name',
        patch: { bucket: 'compliant', installed: 1 },
      });
    },
  );
});
