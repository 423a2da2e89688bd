import {
  NodeFilter,
  NodeListQuery,
  nodeSortFieldSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  context,
  databases,
  nodeId,
  observation,
  openTestDatabase,
  store,
} from '../__testUtils__/nodes';
import { Visibility } from './filters';
import { NodeQueries } from './NodeQueries';
import { matchesPredicate, NodeCriteria } from './predicates';

jest.setTimeout(60_000);

const ALL = { all: true } as Visibility;

const SCRIPT = '<script>alert(1)</script>';

const target = (account: string, listedAt: number) => ({
  account,
  region: 'eu-central-1',
  state: 'ok',
  generation: 1,
  counts: '{}',
  warnings: '[]',
  last_success_at: listedAt,
});

async function fill(knex: Knex) {
  await store(knex, [
    observation(1, {
      reportedName: 'pay-api-1',
      tags: {
        Owner: 'payments-team',
        Application: 'payments',
        Service: 'payments-api',
        Stage: 'prod',
      },
      patch: {
        ...observation(1).patch!,
        bucket: 'critical',
        criticalNonCompliant: 3,
      },
    }),
    observation(2, {
      reportedName: 'pay-ledger-1',
      environment: 'vmware',
      platformName: 'Microsoft Windows Server 2022',
      platformVersion: '10.0.20348',
      platformType: 'Windows',
      pingStatus: 'ConnectionLost',
      agentVersion: '3.2.9.0',
      agentUpToDate: false,
      tags: { Owner: 'payments-team', Application: 'payments', Stage: 'test' },
    }),
    observation(3, {
      reportedName: 'shop-web-1',
      environment: 'gcp',
      agentVersion: '3.2.10.0',
      agentUpToDate: false,
      tags: { Owner: 'storefront-team', Application: 'storefront' },
    }),
    observation(4, {
      reportedName: SCRIPT,
      platformName: null,
      platformVersion: null,
      tags: { 'a=b': '100%_\\', "k'": `"x"` },
    }),
  ]);
  await store(
    knex,
    [
      {
        ...observation(5, {
          reportedName: 'PAY-batch-1',
          resourceType: 'ec2',
          environment: 'aws',
          instanceState: 'stopped',
          tags: { Owner: 'payments-team' },
        }),
        nodeId: 'i-0123456789abcdef0',
      },
    ],
    { account: '222233334444', accountName: 'commerce-staging' },
  );
}

describe.each(databases.eachSupportedId())('NodeQueries on %s', id => {
  let knex: Knex;
  let queries: NodeQueries;

  const list = (request: Partial<NodeListQuery> = {}, visibility = ALL) =>
    queries.list(
      { sort: 'title', order: 'asc', limit: 50, ...request },
      visibility,
    );

  const titles = async (filter: NodeFilter, visibility = ALL) =>
    (await list(filter, visibility)).items.map(node => node.title);

  beforeAll(async () => {
    knex = await openTestDatabase(id);
    queries = NodeQueries.create({ knex, context });
    await fill(knex);
  });

  it.each<[string, NodeFilter, string[]]>([
    [
      'nothing',
      {},
      [SCRIPT, 'pay-api-1', 'PAY-batch-1', 'pay-ledger-1', 'shop-web-1'],
    ],
    [
      'text in any case',
      { q: 'PAY' },
      ['pay-api-1', 'PAY-batch-1', 'pay-ledger-1'],
    ],
    ['words that all occur', { q: 'pay staging' }, ['PAY-batch-1']],
    ['a node id', { q: nodeId(3) }, ['shop-web-1']],
    ['an IP address', { q: '10.0.0.2' }, ['pay-ledger-1']],
    ['an account name', { q: 'commerce-staging' }, ['PAY-batch-1']],
    ['text with wildcards', { q: '%' }, []],
    ['an owner', { owner: ['group:default/storefront-team'] }, ['shop-web-1']],
    [
      'an application',
      { application: ['system:default/payments'] },
      ['pay-api-1', 'pay-ledger-1'],
    ],
    [
      'a component',
      { application: ['component:default/payments-api'] },
      ['pay-api-1'],
    ],
    ['no application', { application: ['none'] }, [SCRIPT, 'PAY-batch-1']],
    [
      'environments',
      { environment: ['gcp', 'vmware'] },
      ['pay-ledger-1', 'shop-web-1'],
    ],
    [
      'a platform',
      { platform: ['Ubuntu'] },
      ['pay-api-1', 'PAY-batch-1', 'shop-web-1'],
    ],
    ['no platform', { platform: ['none'] }, [SCRIPT]],
    [
      'a platform version',
      { platformVersion: ['10.0.20348'] },
      ['pay-ledger-1'],
    ],
    ['an account', { account: ['222233334444'] }, ['PAY-batch-1']],
    ['a Region', { region: ['us-east-1'] }, []],
    ['a status', { status: ['stopped'] }, ['PAY-batch-1']],
    [
      'statuses',
      { status: ['connection-lost', 'stopped'] },
      ['PAY-batch-1', 'pay-ledger-1'],
    ],
    ['a patch bucket', { patchBucket: ['critical'] }, ['pay-api-1']],
    ['a resource type', { resourceType: ['ec2'] }, ['PAY-batch-1']],
    ['a tag key', { tag: ['Stage'] }, ['pay-api-1', 'pay-ledger-1']],
    ['a tag', { tag: ['Stage=test'] }, ['pay-ledger-1']],
    ['a quoted tag', { tag: [`k'="x"`] }, [SCRIPT]],
    ['unclaimed', { unclaimed: true }, [SCRIPT]],
    ['claimed', { unclaimed: false, environment: ['gcp'] }, ['shop-web-1']],
    [
      'an outdated agent',
      { agentOutdated: true },
      ['pay-ledger-1', 'shop-web-1'],
    ],
    ['quotes and semicolons', { q: `'; DROP TABLE nodes; --` }, []],
  ])('filters by %s', async (_, filter, expected) => {
    expect(await titles(filter)).toEqual(expected);
    expect((await list(filter)).totalItems).toBe(expected.length);
  });

  it.each(
    nodeSortFieldSchema.options.flatMap(sort => [
      { sort, filter: {} },
      // One that all nodes meet: they are gathered before they are sorted.
      { sort, filter: { q: 'example.com' } },
    ]),
  )(
    'pages by $sort with $filter in both directions without losing or doubling a node',
    async ({ sort, filter }) => {
      for (const order of ['asc', 'desc'] as const) {
        const whole = (await list({ sort, order })).items.map(n => n.name);
        expect(whole).toHaveLength(5);
        const paged = (cursor?: string) =>
          list({ ...filter, sort, order, limit: 2, cursor });
        const forward: string[] = [];
        let page = await paged();
        expect(page.previousCursor).toBeNull();
        for (;;) {
          forward.push(...page.items.map(node => node.name));
          if (!page.nextCursor) {
            break;
          }
          page = await paged(page.nextCursor);
        }
        expect(forward).toEqual(whole);

        const back: string[] = page.items.map(node => node.name);
        while (page.previousCursor) {
          page = await paged(page.previousCursor);
          back.unshift(...page.items.map(node => node.name));
        }
        expect(back).toEqual(whole);
      }
    },
  );

  it('sorts versions as versions and patches by how bad they are', async () => {
    expect(
      (await list({ sort: 'agentVersion' })).items.map(n => n.agentVersion),
    ).toEqual(['3.2.9.0', '3.2.10.0', '3.3.0.0', '3.3.0.0', '3.3.0.0']);
    const worst = await list({ sort: 'patch', order: 'asc', limit: 1 });
    expect(worst.items[0].title).toBe('pay-api-1');
  });

  it('refuses a cursor of another sort, and one that is none', async () => {
    const { nextCursor } = await list({ limit: 1 });
    await expect(list({ sort: 'owner', cursor: nextCursor! })).rejects.toThrow(
      'cursor: belongs to sort=title&order=asc',
    );
    for (const cursor of [
      'x',
      'eyJ9',
      Buffer.from('{}').toString('base64url'),
    ]) {
      await expect(list({ cursor })).rejects.toThrow('cursor: expected one');
    }
  });

  const criteria: Array<[string, NodeCriteria]> = [
    ['owner', { field: 'owner', in: ['group:default/payments-team'] }],
    ['nobody', { field: 'owner', in: [] }],
    [
      'application',
      { field: 'application', in: ['component:default/payments-api'] },
    ],
    ['tag', { tag: 'Stage', value: 'prod' }],
    ['odd tag', { tag: 'a=b', value: '100%_\\' }],
    ['not tag', { not: { tag: 'Stage' } }],
    [
      'not application',
      { not: { field: 'application', in: ['system:default/payments'] } },
    ],
    [
      'not component',
      { not: { field: 'component', in: ['component:default/payments-api'] } },
    ],
    [
      'any of all of',
      {
        anyOf: [
          {
            allOf: [
              { field: 'account', in: ['222233334444'] },
              { field: 'environment', in: ['aws'] },
            ],
          },
          {
            not: {
              anyOf: [
                { field: 'system', in: ['system:default/payments'] },
                { tag: "k'" },
              ],
            },
          },
        ],
      },
    ],
  ];

  function holds(
    item: NodeCriteria,
    node: Parameters<typeof matchesPredicate>[0],
  ): boolean {
    if ('allOf' in item) {
      return item.allOf.every(part => holds(part, node));
    }
    if ('anyOf' in item) {
      return item.anyOf.some(part => holds(part, node));
    }
    return 'not' in item
      ? !holds(item.not, node)
      : matchesPredicate(node, item);
  }

  it.each(criteria)(
    'shows by %s in SQL just what the same rule shows in memory',
    async (_, item) => {
      const everything = (await list()).items;
      const expected = everything.filter(node => holds(item, node));
      const visibility: Visibility = { criteria: item };
      expect(await titles({}, visibility)).toEqual(
        expected.map(node => node.title),
      );
      expect(await queries.count({}, visibility)).toBe(expected.length);
      expect((await queries.overview({}, visibility)).total).toBe(
        expected.length,
      );
      for (const node of everything) {
        expect(Boolean(await queries.get(node.name, visibility))).toBe(
          holds(item, node),
        );
      }
    },
  );

  it('counts facets within what may be seen, each under the other filters', async () => {
    const mine: Visibility = {
      criteria: { field: 'owner', in: ['group:default/payments-team'] },
    };
    const { facets } = await queries.facets({ environment: ['azure'] }, mine);
    expect(facets.owner).toEqual([
      { value: 'group:default/payments-team', count: 1 },
    ]);
    expect(facets.environment).toEqual([
      { value: 'aws', count: 1 },
      { value: 'azure', count: 1 },
      { value: 'vmware', count: 1 },
    ]);
    expect(facets.application).toEqual([
      { value: 'component:default/payments-api', count: 1 },
      { value: 'system:default/payments', count: 1 },
    ]);
    expect(
      Object.keys((await queries.facets({}, mine, ['status'])).facets),
    ).toEqual(['status']);
  });

  it('counts facets alike one by one and together, and names accounts', async () => {
    const together = await queries.facets({ q: '' }, ALL);
    const alone = await queries.facets({}, ALL);
    expect(together).toEqual(alone);
    expect(alone.facets.account).toEqual([
      { value: '111122223333', label: 'commerce-prod', count: 4 },
      { value: '222233334444', label: undefined, count: 1 },
    ]);
  });

  it('sums up', async () => {
    const overview = await queries.overview({}, ALL);
    expect(overview).toMatchObject({
      total: 5,
      online: 3,
      connectionLost: 1,
      stopped: 1,
      missing: 0,
      ec2: 1,
      hybrid: 4,
      agentOutdated: 2,
      unclaimed: 1,
      asOf: null,
    });
    await knex('sync_targets').insert([
      target('111122223333', 8_000),
      target('222233334444', 7_000),
      target('333344445555', 1_000),
    ]);
    expect((await queries.overview({}, ALL)).asOf).toBe(
      new Date(7_000).toISOString(),
    );
    expect(overview.platforms).toContainEqual({
      platform: 'Ubuntu',
      version: '22.04',
      count: 3,
    });
    expect((await queries.overview({ q: 'nowhere' }, ALL)).asOf).toBeNull();
  });

  it('shows nodes that left only when asked for', async () => {
    await knex('nodes')
      .where({ node_id: nodeId(3) })
      .update({ status: 'left', left_at: 20_000 });
    try {
      expect(await titles({ environment: ['gcp'] })).toEqual([]);
      expect(await titles({ environment: ['gcp'], status: ['left'] })).toEqual([
        'shop-web-1',
      ]);
      expect(await queries.get(nodeId(3), ALL)).toMatchObject({
        status: 'left',
        leftAt: new Date(20_000).toISOString(),
      });
    } finally {
      await knex('nodes')
        .where({ node_id: nodeId(3) })
        .update({ status: 'online', left_at: null });
    }
  });

  it('streams everything', async () => {
    const names: string[] = [];
    for await (const page of queries.stream({}, ALL)) {
      names.push(...page.map(node => node.name));
    }
    expect(names).toHaveLength(5);
  });
});
