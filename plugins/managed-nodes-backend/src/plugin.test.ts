import {
  createServiceFactory,
  coreServices,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { managedNodesNodeReadPermission } from '@managed-nodes/plugin-managed-nodes-common';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { Knex } from 'knex';
import request, { Test } from 'supertest';
import { createOpenApiDocument } from './api/openapi';
import { Operation, operations } from './api/operations';
import { counterOperations } from './counters/countersApi';
import { metricOperations } from './metrics/metricApi';
import { patchOperations } from './patches/patchApi';
import { reportOperations } from './report/reportApi';
import { libraryOperations } from './runbooks/library/libraryRoutes';
import { runOperations } from './runbooks/runs/operations';
import {
  createManagedNodesConditionalDecision,
  default as plugin,
  managedNodesConditions,
} from './index';
import { NO_COUNTS, TargetStore } from './sync/TargetStore';
import { UnmanagedInstances } from './unmanaged/UnmanagedInstances';
import {
  ACCOUNT,
  listing,
  nodeId,
  observation,
  openTestDatabase,
  REGION,
  store,
} from './__testUtils__/nodes';

jest.setTimeout(60_000);

const PRIYA = mockCredentials.user('user:default/priya');
const OMAR = mockCredentials.user('user:default/omar');
const RITA = mockCredentials.user('user:default/rita');

const entity = (
  kind: string,
  name: string,
  rest: Partial<Entity> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: {},
  ...rest,
});

const catalog = [
  entity('Group', 'platform-team', {
    relations: [{ type: 'parentOf', targetRef: 'group:default/payments-team' }],
  }),
  entity('Group', 'payments-team'),
  entity('Group', 'storefront-team'),
  entity('User', 'priya', {
    relations: [{ type: 'memberOf', targetRef: 'group:default/payments-team' }],
  }),
  entity('System', 'payments'),
  entity('Domain', 'commerce', {
    relations: [
      { type: 'hasPart', targetRef: 'system:default/payments' },
      { type: 'hasPart', targetRef: 'system:default/storefront' },
    ],
  }),
  entity('Component', 'payments-api'),
  entity('Component', 'by-selector', {
    metadata: {
      name: 'by-selector',
      annotations: { 'managed-nodes.io/node-selector': 'tag:Stage=test' },
    },
  }),
  entity('Component', 'bad-selector', {
    metadata: {
      name: 'bad-selector',
      annotations: { 'managed-nodes.io/node-selector': 'nonsense' },
    },
  }),
];

/** Priya sees what her team owns, Omar everything, anybody else nothing. */
const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const decide = (ref: string | undefined, name: string): PolicyDecision => {
      if (ref === 'user:default/omar' || ref === undefined) {
        return { result: AuthorizeResult.ALLOW };
      }
      return ref === 'user:default/priya' &&
        name === managedNodesNodeReadPermission.name
        ? createManagedNodesConditionalDecision(
            managedNodesNodeReadPermission,
            managedNodesConditions.isNodeOwner({
              owners: ['group:default/payments-team'],
            }),
          )
        : { result: AuthorizeResult.DENY };
    };
    const userOf = (credentials: unknown) =>
      (credentials as { principal: { userEntityRef?: string } }).principal
        .userEntityRef;
    return mockServices.permissions.mock({
      authorize: async (
        requests,
        { credentials } = { credentials: undefined! },
      ) =>
        requests.map(({ permission }) => {
          const { result } = decide(userOf(credentials), permission.name);
          return {
            result:
              result === AuthorizeResult.ALLOW
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          };
        }),
      authorizeConditional: async (
        requests,
        { credentials } = { credentials: undefined! },
      ) =>
        requests.map(({ permission }) =>
          decide(userOf(credentials), permission.name),
        ),
    });
  },
});

/** Every operation there is. */
const ALL: Record<string, Operation> = {
  ...operations,
  ...patchOperations,
  ...libraryOperations,
  ...runOperations,
  ...metricOperations,
  ...counterOperations,
  ...reportOperations,
};

const OPERATION = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** The path of an operation, about something there is. */
function filled(path: string): string {
  return path
    .replace('{name}', nodeId(1))
    .replace('{account}', ACCOUNT)
    .replace('{region}', REGION)
    .replace('{format}', 'json')
    .replace('{id}', OPERATION)
    .replace('{node}', nodeId(1));
}

/** A scan of a node that never was sent. */
async function storeOperation(knex: Knex): Promise<void> {
  await knex('command_operations').insert({
    id: OPERATION,
    kind: 'patch',
    action: 'scan',
    document: 'AWS-RunPatchBaseline',
    parameters: JSON.stringify({ Operation: ['Scan'] }),
    state: 'failed',
    started_by: 'user:default/omar',
    idempotency_key: OPERATION,
    digest: '0'.repeat(64),
    started_at: 1,
    ended_at: 2,
    max_concurrency: '100%',
    max_errors: '100%',
    skipped: '{}',
  });
  await knex('command_nodes').insert({
    operation_id: OPERATION,
    group_number: 1,
    name: nodeId(1),
    node_id: nodeId(1),
    account: ACCOUNT,
    region: REGION,
    title: 'pay-api',
    sort_title: 'pay-api',
    outcome: 'not-sent',
    ended_at: 2,
  });
}

describe('the managed-nodes backend', () => {
  let knex: Knex;
  let server: Parameters<typeof request>[0];
  let stop: () => Promise<void>;
  const audited = jest.fn();

  const as = (credentials: typeof PRIYA, path: string): Test =>
    request(server)
      .get(`/api/managed-nodes${path}`)
      .set(
        'authorization',
        mockCredentials.user.header(credentials.principal.userEntityRef),
      );

  beforeAll(async () => {
    knex = await openTestDatabase('SQLITE_3');
    await store(knex, [
      observation(1, {
        reportedName: 'pay-api',
        tags: {
          Owner: 'payments-team',
          Application: 'payments',
          Service: 'payments-api',
        },
      }),
      observation(2, {
        reportedName: `=cmd|'/C calc'!A0`,
        tags: { Owner: 'payments-team', Stage: 'test' },
      }),
      observation(3, {
        reportedName: 'shop-web',
        tags: {
          Owner: 'storefront-team',
          Application: 'storefront',
          Stage: 'test',
        },
      }),
    ]);
    const targets = TargetStore.create({ knex });
    const target = { account: ACCOUNT, region: REGION, source: 'ssm' as const };
    await targets.begin(target, 1);
    await targets.finish(
      target,
      {
        state: 'held',
        complete: true,
        counts: NO_COUNTS,
        held: { missing: 2, known: 3, generation: 5 },
        error: null,
        warnings: [],
      },
      1,
      2,
    );
    await UnmanagedInstances.create({ knex }).replace(
      listing(1),
      ['pay-old', 'shop-old'].map((title, index) => ({
        instanceId: `i-${String(index).padStart(17, '0')}`,
        title,
        reason: 'no-agent' as const,
        platformName: 'Linux/UNIX',
        tags: {
          Owner: title.startsWith('pay') ? 'payments-team' : 'storefront-team',
        },
        details: {
          instanceState: 'running',
          platformType: 'Linux' as const,
          instanceType: 't3.micro',
          instanceProfile: 'web',
          launchedAt: 1,
        },
      })),
      3,
    );
    await storeOperation(knex);
    const auditor = mockServices.auditor.mock({
      createEvent: async ({ eventId, request: req }) => {
        const record = (status: string) => async () => {
          audited(eventId, status, req?.headers.authorization);
        };
        return { success: record('succeeded'), fail: record('failed') };
      },
    });
    const backend = await startTestBackend({
      features: [
        plugin,
        permissions,
        mockServices.database.factory({ knex }),
        catalogServiceMock.factory({ entities: catalog }),
        createServiceFactory({
          service: coreServices.auditor,
          deps: {},
          factory: () => auditor,
        }),
        mockServices.rootConfig.factory({
          data: {
            managedNodes: {
              ownership: { defaultOwner: 'group:default/platform-team' },
            },
          },
        }),
      ],
    });
    server = backend.server;
    stop = () => backend.stop();
  });

  afterAll(() => stop());
  beforeEach(() => audited.mockClear());

  const names = async (test: Test): Promise<string[]> => {
    const { body, status } = await test;
    expect(status).toBe(200);
    return body.items.map((node: { title: string }) => node.title);
  };

  it('shows an owner their own nodes, an operator all, and a reader none', async () => {
    expect(await names(as(PRIYA, '/nodes'))).toEqual([
      `=cmd|'/C calc'!A0`,
      'pay-api',
    ]);
    expect(await names(as(OMAR, '/nodes'))).toHaveLength(3);
    const denied = await as(RITA, '/nodes');
    expect(denied.status).toBe(403);
    expect(denied.body.error.message).toContain('managed-nodes.node.read');
  });

  it.each([
    '/nodes?owner=group:default/storefront-team',
    `/nodes?q=shop-web`,
    '/nodes?q=shop-web&unclaimed=false&status=online&status=left',
    '/nodes?application=system:default/storefront',
    '/nodes?relatedTo=domain:default/commerce&application=system:default/storefront',
    '/nodes?tag=Application=storefront',
    `/nodes?q=${encodeURIComponent(`shop-web') OR 1=1 --`)}`,
    `/nodes?owner=${encodeURIComponent(`x') OR ('1'='1`)}`,
  ])(
    'gives an owner nothing of others for the crafted query %s',
    async path => {
      const { body, status } = await as(PRIYA, path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ items: [], totalItems: 0 });
    },
  );

  it('counts, sums up and exports for an owner only what they own', async () => {
    const facets = (await as(PRIYA, '/facets')).body.facets;
    expect(facets.owner).toEqual([
      { value: 'group:default/payments-team', count: 2 },
    ]);
    expect((await as(PRIYA, '/overview')).body).toMatchObject({ total: 2 });
    const csv = await as(PRIYA, '/export/nodes.csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.text.split('\r\n').filter(Boolean)).toHaveLength(3);
    expect(csv.text).not.toContain('shop-web');
  });

  it('writes no formula into a CSV', async () => {
    const { text } = await as(OMAR, '/export/nodes.csv');
    expect(text).toContain(`'=cmd|'/C calc'!A0`);
    expect(text).not.toMatch(/(^|,|\r\n|")=cmd/);
  });

  it('hides a single node that is not theirs as if there were none', async () => {
    expect((await as(PRIYA, `/nodes/${nodeId(1)}`)).status).toBe(200);
    const hidden = await as(PRIYA, `/nodes/${nodeId(3)}`);
    const absent = await as(PRIYA, '/nodes/mi-00000000000000fff');
    expect(hidden.status).toBe(404);
    expect(absent.status).toBe(404);
    expect(hidden.body.error.message.replace(nodeId(3), '')).toBe(
      absent.body.error.message.replace('mi-00000000000000fff', ''),
    );
  });

  it.each([
    ['component:default/payments-api', ['pay-api']],
    ['system:default/payments', ['pay-api']],
    ['domain:default/commerce', ['pay-api', 'shop-web']],
    ['group:default/platform-team', [`=cmd|'/C calc'!A0`, 'pay-api']],
    ['user:default/priya', [`=cmd|'/C calc'!A0`, 'pay-api']],
    ['component:default/by-selector', [`=cmd|'/C calc'!A0`, 'shop-web']],
  ])('finds the nodes of %s', async (ref, expected) => {
    expect(await names(as(OMAR, `/nodes?relatedTo=${ref}`))).toEqual(expected);
  });

  it.each([
    ['/nodes?sort=colour', 400, 'sort: Invalid option'],
    ['/nodes?limit=9999', 400, 'limit: Too big'],
    ['/nodes?status=asleep', 400, 'status.0: Invalid option'],
    ['/nodes?unclaimed=maybe', 400, 'unclaimed: Invalid input'],
    ['/nodes?cursor=zzz', 400, 'cursor: expected one'],
    ['/nodes?relatedTo=%20', 400, 'relatedTo: expected an entity ref'],
    ['/nodes?relatedTo=component:default/nope', 404, 'No entity'],
    [
      '/nodes?relatedTo=component:default/bad-selector',
      400,
      'has a wrong managed-nodes.io/node-selector annotation',
    ],
    ['/facets?facet=colour', 400, 'facet.0: Invalid option'],
  ])('answers %s with %d and a sentence', async (path, status, message) => {
    const response = await as(OMAR, path);
    expect(response.status).toBe(status);
    expect(response.body.error.message).toContain(message);
  });

  it('lets only those who may see and start the sync', async () => {
    expect((await as(OMAR, '/sync')).status).toBe(200);
    expect((await as(PRIYA, '/sync')).status).toBe(403);
    const start = (credentials: typeof PRIYA) =>
      request(server)
        .post('/api/managed-nodes/sync/start')
        .set(
          'authorization',
          mockCredentials.user.header(credentials.principal.userEntityRef),
        );
    expect((await start(OMAR)).status).toBe(202);
    expect((await start(PRIYA)).status).toBe(403);
    expect(audited.mock.calls).toEqual(
      expect.arrayContaining([
        ['sync-start', 'succeeded', expect.any(String)],
        ['sync-start', 'failed', expect.any(String)],
      ]),
    );
  });

  describe('held removals', () => {
    const path = `/api/managed-nodes/sync/targets/${ACCOUNT}/${REGION}/held`;
    const decide = (user: string, body: object) =>
      request(server)
        .post(path)
        .set('authorization', mockCredentials.user.header(user))
        .send(body);

    it('are for those who manage the sync', async () => {
      const { principal } = PRIYA;
      const held = `/sync/targets/${ACCOUNT}/${REGION}/held`;
      expect((await as(PRIYA, held)).status).toBe(403);
      const refused = await decide(principal.userEntityRef, {
        generation: 5,
        decision: 'accept',
      });
      expect(refused.status).toBe(403);
      expect(audited.mock.calls.map(([id, status]) => [id, status])).toEqual([
        ['sync-held-fetch', 'failed'],
        ['sync-held-decide', 'failed'],
      ]);
    });

    it('are dismissed by a human, on record', async () => {
      const stale = await decide('user:default/omar', {
        generation: 4,
        decision: 'dismiss',
      });
      expect(stale.status).toBe(409);
      const invalid = await decide('user:default/omar', { generation: 5 });
      expect(invalid.status).toBe(400);
      const dismissed = await decide('user:default/omar', {
        generation: 5,
        decision: 'dismiss',
      });
      expect(dismissed.body).toEqual({ removed: 0 });
      const { body } = await as(
        OMAR,
        `/sync/targets/${ACCOUNT}/${REGION}/held`,
      );
      expect(body.held).toMatchObject({
        generation: 5,
        dismissedBy: 'user:default/omar',
      });
      expect(audited).toHaveBeenCalledWith(
        'sync-held-decide',
        'succeeded',
        expect.any(String),
      );
    });

    it('are nowhere else', async () => {
      const elsewhere = await as(OMAR, '/sync/targets/1/nowhere/held');
      expect(elsewhere.status).toBe(404);
    });
  });

  it('shows unmanaged instances to their owners only', async () => {
    const titles = async (credentials: typeof PRIYA, query = '') =>
      (await as(credentials, `/unmanaged${query}`)).body.items.map(
        ({ title }: { title: string }) => title,
      );
    expect(await titles(OMAR)).toEqual(['pay-old', 'shop-old']);
    expect(await titles(PRIYA)).toEqual(['pay-old']);
    expect(await titles(PRIYA, '?owner=group:default/storefront-team')).toEqual(
      [],
    );
    expect((await as(PRIYA, '/unmanaged')).body).toMatchObject({
      totalItems: 1,
      reasons: [{ reason: 'no-agent', count: 1 }],
    });
    expect((await as(RITA, '/unmanaged')).status).toBe(403);
  });

  it('has denials on record', async () => {
    await as(RITA, '/nodes');
    await as(RITA, '/export/nodes.csv');
    expect(audited.mock.calls.map(([id, status]) => [id, status])).toEqual([
      ['node-list', 'failed'],
      ['node-export', 'failed'],
    ]);
  });

  it('hands changes to plugins and to nobody else', async () => {
    const path = '/changes?consumer=catalog';
    expect((await as(OMAR, path)).status).toBe(403);
    const plugins = request(server)
      .get(`/api/managed-nodes${path}`)
      .set('authorization', mockCredentials.service.header());
    const response = await plugins;
    // The mock service principal is external, as a static token would be.
    expect(response.status).toBe(403);
    const catalogCall = await request(server)
      .get(`/api/managed-nodes${path}`)
      .set(
        'authorization',
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service('plugin:catalog'),
          targetPluginId: 'managed-nodes',
        }),
      );
    expect(catalogCall.status).toBe(200);
    expect(catalogCall.body.items).toHaveLength(3);
  });

  it('asks for credentials', async () => {
    const response = await request(server)
      .get('/api/managed-nodes/nodes')
      .set('authorization', mockCredentials.none.header());
    expect(response.status).toBe(401);
  });

  it('lets nobody patch where nobody’s permissions are asked', async () => {
    const { status, body } = await request(server)
      .post('/api/managed-nodes/patches/preview')
      .set('authorization', mockCredentials.user.header('user:default/omar'))
      .send({ action: 'scan', selection: { nodes: [nodeId(1)] } });
    expect(status).toBe(403);
    expect(body.error.message).toContain(
      'managedNodes.patches.actions.enabled',
    );
  });

  it('runs nothing on nodes where nobody’s permissions are asked', async () => {
    const { status, body } = await request(server)
      .post(`/api/managed-nodes/nodes/${nodeId(1)}/counters`)
      .set('authorization', mockCredentials.user.header('user:default/omar'));
    expect(status).toBe(403);
    expect(body.error.message).toContain('managedNodes.rightNow.enabled');
  });

  describe('the OpenAPI document', () => {
    const ajv = new Ajv({ strict: false });
    addFormats(ajv);

    it('is served', async () => {
      const { body } = await as(RITA, '/openapi.json');
      expect(body).toEqual(
        JSON.parse(JSON.stringify(createOpenApiDocument(ALL))),
      );
      expect(body.openapi).toBe('3.0.3');
    });

    it.each(
      Object.entries(ALL).filter(
        ([, operation]) =>
          operation.method === 'get' &&
          'schema' in operation.response &&
          operation.path !== '/changes' &&
          // Nothing was sent or published here; what is answered then is
          // checked where actions and runs are.
          !/\/(output|history)$/.test(operation.path) &&
          !/^\/(runs|runbooks|documents)\/\{|^\/documents$/.test(
            operation.path,
          ),
      ),
    )('says what %s really answers', async (id, operation) => {
      const path = filled(operation.path);
      const { body, status } = await as(OMAR, path);
      const described = JSON.parse(JSON.stringify(createOpenApiDocument(ALL)))
        .paths[operation.path].get;
      expect(described.operationId).toBe(id);
      expect(Object.keys(described.responses)).toContain(String(status));
      const validate = ajv.compile(
        Object(
          nullable(
            described.responses[status].content['application/json'].schema,
          ),
        ),
      );
      validate(body);
      expect(validate.errors).toBeNull();
    });

    it('names every route, and no other', async () => {
      for (const [path, methods] of Object.entries(
        createOpenApiDocument(ALL).paths as Record<string, object>,
      )) {
        for (const method of Object.keys(methods)) {
          const call = request(server)[method as 'get' | 'post'](
            `/api/managed-nodes${filled(path)}`,
          );
          const { body } = await call.set(
            'authorization',
            mockCredentials.user.header('user:default/omar'),
          );
          expect(body?.error?.message ?? '').not.toContain('No route');
        }
      }
      expect((await as(OMAR, '/nothing-here')).status).toBe(404);
    });
  });
});

/** OpenAPI 3.0 says `nullable` where JSON Schema says `type: null`, and flags bounds as exclusive. */
function nullable(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(nullable);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const { nullable: isNullable, ...rest } = schema as Record<string, unknown>;
  if (rest.exclusiveMinimum === true) {
    rest.exclusiveMinimum = rest.minimum;
    delete rest.minimum;
  }
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, nullable(value)]),
  );
  return isNullable ? { anyOf: [converted, { type: 'null' }] } : converted;
}
