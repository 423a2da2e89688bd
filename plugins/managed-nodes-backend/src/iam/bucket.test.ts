import { InventoryBucket, s3Error } from '../__testUtils__/InventoryBucket';
import { openTestDatabase } from '../__testUtils__/nodes';
import { createS3Sync, inventoryNode, TARGET } from '../__testUtils__/s3';
import {
  isLike,
  policy,
  Statement,
  statements,
} from './__testUtils__/policies';

jest.setTimeout(60_000);

const NAME = 'resource-data-sync';
const ACTIONS = { list: 's3:ListBucket', get: 's3:GetObject' };
const PREFIX = 'inventory';

/**
 * s3rver has no IAM, so the policy of the bucket is enforced here, request by
 * request: actions, keys and prefixes.
 */
describe('the policy for the bucket of a resource data sync', () => {
  let bucket: InventoryBucket;

  beforeAll(async () => {
    bucket = await InventoryBucket.start();
  });
  afterAll(() => bucket.stop());
  beforeEach(async () => {
    await bucket.reset();
    for (const node of [inventoryNode(1), inventoryNode(2)]) {
      await bucket.writer.put(TARGET, node, `${PREFIX}/`);
    }
    // Its summary does not count severities, so its items are read.
    const { patch } = inventoryNode(3);
    const {
      CriticalNonCompliantCount: _critical,
      SecurityNonCompliantCount: _security,
      OtherNonCompliantCount: _other,
      ...counts
    } = patch!;
    await bucket.writer.put(
      TARGET,
      inventoryNode(3, {
        patch: counts,
        items: [{ ComplianceType: 'Patch', Status: 'NON_COMPLIANT' }],
      }),
      `${PREFIX}/`,
    );
    bucket.forget();
  });

  const allows = (
    { Action, Resource, Condition }: Statement,
    { operation, key }: { operation: 'list' | 'get'; key: string },
  ) => {
    const filled = (pattern: string) =>
      pattern.replace('<bucket>', bucket.name).replace('<prefix>', PREFIX);
    const arn = `arn:aws:s3:::${bucket.name}`;
    const prefixes = Condition?.StringLike?.['s3:prefix'];
    return (
      Action.includes(ACTIONS[operation]) &&
      Resource.some(resource =>
        isLike(filled(resource), operation === 'get' ? `${arn}/${key}` : arn),
      ) &&
      (!prefixes || prefixes.some(prefix => isLike(filled(prefix), key)))
    );
  };
  const enforce = (allowed: Statement[]) => {
    bucket.trouble = (request, response) =>
      allowed.every(statement => !allows(statement, request)) &&
      s3Error(403, 'AccessDenied', 'Access Denied')(request, response);
  };
  const create = async () =>
    createS3Sync(await openTestDatabase('SQLITE_3'), bucket.name, {
      resourceDataSync: {
        bucket: bucket.name,
        region: 'us-east-1',
        prefix: PREFIX,
      },
    });

  it('is what listing nodes takes, and no more', async () => {
    enforce(statements(NAME));
    expect(await (await create()).run()).toMatchObject({
      state: 'ok',
      counts: { listed: 3 },
      warnings: [],
    });
    const actions = bucket.requests.map(({ operation }) => ACTIONS[operation]);
    expect([...new Set(actions)].sort()).toEqual(policy(NAME));
    // No type of inventory is allowed that is not read.
    const [, { Resource }] = statements(NAME);
    for (const resource of Resource) {
      const type = /AWS:\w+/.exec(resource)![0];
      expect(bucket.requests.map(({ key }) => key).join()).toContain(type);
    }
  });

  it.each(policy(NAME))(
    'without %s, sync health says so, and nothing is lost',
    async action => {
      const sync = await create();
      await sync.run();
      const before = await sync.nodes();
      // So that there is something to read again.
      await bucket.writer.put(
        TARGET,
        inventoryNode(1, { tags: { Owner: 'other-team' } }),
        `${PREFIX}/`,
      );
      enforce(
        statements(NAME).filter(({ Action }) => !Action.includes(action)),
      );
      const { error, warnings } = await sync.run();
      const problems = [...(error ? [error] : []), ...warnings];
      expect(problems).not.toEqual([]);
      expect(
        new Set(problems.map(({ missingIamAction }) => missingIamAction)),
      ).toEqual(new Set([action]));
      bucket.trouble = undefined;
      expect([...(await sync.nodes()).keys()]).toEqual([...before.keys()]);
    },
  );
});
