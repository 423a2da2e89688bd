import { Knex } from 'knex';
import { InventoryBucket } from '../../../__testUtils__/InventoryBucket';
import { keyOf } from '../../../__testUtils__/InventoryWriter';
import {
  databases,
  nodeId,
  openTestDatabase,
} from '../../../__testUtils__/nodes';
import { createS3Sync, inventoryNode, TARGET } from '../../../__testUtils__/s3';

jest.setTimeout(120_000);

const ID = nodeId(1);
const { information } = inventoryNode(1);
const record = (fields: object) =>
  JSON.stringify({ resourceId: ID, ...information, ...fields });

const MALFORMED: Array<[string, string | Buffer, string]> = [
  ['that is not JSON', 'resourceId=1', 'record 1 is not JSON'],
  ['that is cut off', record({}).slice(0, -9), 'record 1 is not JSON'],
  ['that is a list', `[${record({})}]`, 'record 1 is not an object'],
  ['that is null', 'null', 'record 1 is not an object'],
  ['that is empty', '', 'it is empty'],
  ['of blank lines', '\n \n', 'it is empty'],
  [
    'without resourceId',
    JSON.stringify(information),
    'record 1 has no resourceId',
  ],
  [
    'with a resourceId that is no text',
    record({ resourceId: 1 }),
    'record 1 has no resourceId',
  ],
  [
    'about another node',
    record({ resourceId: nodeId(2) }),
    'record 1 is about another node than its key',
  ],
  [
    'with another InstanceId',
    record({ InstanceId: nodeId(2) }),
    'record 1 is about another node than its key',
  ],
  [
    'about another account',
    record({ accountId: '999999999999' }),
    'record 1 is about another account than its key',
  ],
  [
    'with a number for a text',
    record({ ComputerName: 7 }),
    'record 1: ComputerName: Invalid input: expected string',
  ],
  [
    'with an object for a text',
    record({ AgentVersion: { $gt: '' } }),
    'record 1: AgentVersion: Invalid input: expected string',
  ],
  [
    'of two records',
    `${record({})}\n${record({})}`,
    'it has more than one record',
  ],
  [
    'that is not UTF-8',
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22]),
    'it is not UTF-8 text',
  ],
  [
    'with an endless line',
    `{"a":"${'x'.repeat(300_000)}`,
    'it has a line of more than 262144 characters',
  ],
  [
    'that is huge',
    Buffer.alloc(33 * 2 ** 20, '\n'),
    `it is of ${33 * 2 ** 20} bytes`,
  ],
];

describe.each(databases.eachSupportedId())('Malformed objects on %s', id => {
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
    await bucket.putNodes(TARGET, [inventoryNode(0), inventoryNode(1)]);
  });

  const node = async (index: number) =>
    (await setup.nodes()).get(nodeId(index));

  it.each(MALFORMED)('reports information %s', async (_, body, reason) => {
    const key = keyOf(TARGET, 'AWS:InstanceInformation', ID);
    await setup.run();
    const before = await knex('nodes').orderBy('id');
    await bucket.put(key, body);
    // As often as it is listed: it must not look healed by itself.
    for (let listing = 0; listing < 2; listing += 1) {
      expect(await setup.run()).toMatchObject({
        state: 'partial',
        error: null,
        counts: { listed: 2, changed: 0, missing: 0 },
        warnings: [
          {
            part: 'objects',
            code: 'MalformedObject',
            message: expect.stringContaining(`${key}: ${reason}`),
            missingIamAction: null,
          },
        ],
      });
    }
    expect(await knex('nodes').orderBy('id')).toEqual(before);

    await bucket.putNodes(TARGET, [
      { id: ID, information: { ...information, AgentVersion: '9.9' } },
    ]);
    expect((await setup.run()).warnings).toEqual([]);
    expect((await node(1))!.agentVersion).toBe('9.9');
  });

  it('shows a new node of which nothing can be read but the id and the tags', async () => {
    await bucket.put(
      keyOf(TARGET, 'AWS:InstanceInformation', nodeId(5)),
      'nonsense',
    );
    await bucket.putNodes(TARGET, [
      { id: nodeId(5), tags: { Owner: 'payments-team', Name: 'five' } },
    ]);
    expect(await setup.run()).toMatchObject({
      state: 'partial',
      counts: { added: 3 },
    });
    expect(await node(5)).toMatchObject({
      title: 'five',
      ownerRef: 'group:default/payments-team',
      status: 'connection-lost',
      computerName: null,
      patch: { bucket: 'never-reported' },
    });
  });

  it('brings a node that left back as it was when its information is malformed', async () => {
    await setup.run();
    await knex('nodes')
      .where({ node_id: ID })
      .update({ missing_since: 1, left_at: 2, status: 'left' });
    await bucket.put(keyOf(TARGET, 'AWS:InstanceInformation', ID), '{}');
    await setup.run();
    expect(await node(1)).toMatchObject({
      status: 'online',
      leftAt: null,
      computerName: 'host-1.example.com',
    });
  });

  it.each([
    ['AWS:Tag', '{"resourceId":"x"}', 'record 1 is about another node'],
    [
      'AWS:Tag',
      `{"resourceId":"${ID}","Key":"Owner","Value":"evil"}\n{"resourceId":"${ID}","Key":7}`,
      'record 2: Key',
    ],
    [
      'AWS:Tag',
      Array.from({ length: 500 }, (_, key) =>
        JSON.stringify({ resourceId: ID, Key: `${key}`, Value: '' }),
      ).join('\n'),
      'it has more than 200 tags',
    ],
    [
      'AWS:PatchSummary',
      `{"resourceId":"${ID}","InstalledCount":7}`,
      'record 1: InstalledCount',
    ],
    [
      'AWS:PatchSummary',
      `{"resourceId":"${ID}","MissingCount":"-1"}`,
      'record 1: MissingCount: expected a number of at most 9 digits',
    ],
    [
      'AWS:PatchSummary',
      `{"resourceId":"${ID}","OperationEndTime":"yesterday"}`,
      'record 1: OperationEndTime: expected a time',
    ],
  ])(
    'leaves what is stored when %s is malformed',
    async (type, body, reason) => {
      await setup.run();
      const before = await knex('nodes').orderBy('id');
      await bucket.put(keyOf(TARGET, type, ID), body);
      expect(await setup.run()).toMatchObject({
        state: 'partial',
        warnings: [
          { part: 'objects', message: expect.stringContaining(reason) },
        ],
      });
      expect(await knex('nodes').orderBy('id')).toEqual(before);
    },
  );

  it('counts them, and names the first', async () => {
    await bucket.put(keyOf(TARGET, 'AWS:Tag', nodeId(0)), '');
    await bucket.put(keyOf(TARGET, 'AWS:Tag', ID), '[]');
    const { warnings } = await setup.run();
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toMatch(/^2 objects were skipped, the first/);
  });

  it.each([
    ['no node’s id', 'resourcetype=ManagedInstanceInventory/mi-1.json'],
    ['another type', `resourcetype=Other/${nodeId(3)}.json`],
    [
      'a way out',
      `resourcetype=ManagedInstanceInventory/%2e%2e%2f${nodeId(3)}.json`,
    ],
    ['markup', 'resourcetype=ManagedInstanceInventory/<b>&"\'.json'],
    ['Unicode', 'resourcetype=ManagedInstanceInventory/机器‮.json'],
    ['folders', `resourcetype=ManagedInstanceInventory/a/${nodeId(3)}.json`],
  ])('refuses a key with %s', async (_, rest) => {
    const prefix = keyOf(TARGET, 'AWS:InstanceInformation', '').split(
      'resourcetype',
    )[0];
    await bucket.put(`${prefix}${rest}`, record({}));
    const outcome = await setup.run();
    expect(outcome).toMatchObject({
      state: 'partial',
      counts: { listed: 2 },
      warnings: [
        { message: expect.stringContaining('its key is none that a node has') },
      ],
    });
    expect(outcome.warnings[0].message).not.toMatch(/[\u202e]/);
  });

  it('takes fields it does not know, and texts of any kind, as they are', async () => {
    const hostile = '<script>alert(1)</script>\u0000\u202e\n${jndi:x}';
    await bucket.putNodes(TARGET, [
      {
        id: ID,
        information: {
          ...information,
          ComputerName: hostile,
          PlatformType: 'TempleOS',
          PlatformName: 'x'.repeat(5000),
          InstanceStatus: '__proto__',
          NewInAWS: 'yes',
        },
        tags: { __proto__x: 'a', constructor: 'b', Name: hostile, Owner: 'x' },
      },
    ]);
    await bucket.put(
      keyOf(TARGET, 'AWS:Tag', nodeId(0)),
      `{"resourceId":"${nodeId(
        0,
      )}","Key":"__proto__","Value":"p"}\r\n\r\n{"resourceId":"${nodeId(
        0,
      )}","Key":"Größe","Value":"🦊","future":{"deep":[1]}}\r\n`,
    );
    expect(await setup.run()).toMatchObject({ state: 'ok', warnings: [] });
    const text = '<script>alert(1)</script> ${jndi:x}';
    expect(await node(1)).toMatchObject({
      computerName: text,
      title: text,
      status: 'connection-lost',
      platformType: null,
      platformName: 'x'.repeat(256),
      tags: { constructor: 'b', Name: text },
    });
    expect(Object.entries((await node(0))!.tags)).toEqual(
      expect.arrayContaining([
        ['__proto__', 'p'],
        ['Größe', '🦊'],
      ]),
    );
  });

  it('reads again what broke off on its way, and fails if it always does', async () => {
    let broken = 0;
    let limit = 2;
    bucket.trouble = ({ operation }, response) => {
      broken += operation === 'get' ? 1 : 0;
      if (operation !== 'get' || broken > limit) {
        return false;
      }
      response.writeHead(200, { 'content-length': 1000, etag: '"x"' });
      response.write('{"resourceId":');
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    expect(await setup.run()).toMatchObject({ state: 'ok' });
    expect(broken).toBe(6 + 2);

    limit = Infinity;
    setup = createS3Sync(await openTestDatabase(id), bucket.name);
    expect(await setup.run()).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('Could not read the object') },
    });
  });

  it('takes an object that goes between listing and reading for gone', async () => {
    bucket.trouble = ({ operation, key }, response) => {
      const gone = operation === 'get' && key.endsWith(`${ID}.json`);
      if (gone) {
        response.writeHead(404, { 'content-type': 'application/xml' });
        response.end('<Error><Code>NoSuchKey</Code><Message/></Error>');
      }
      return gone;
    };
    expect(await setup.run()).toMatchObject({
      state: 'ok',
      counts: { listed: 1 },
    });
  });
});
