import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  operationOutputSchema,
  runbookListSchema,
  runbookSchema,
  runExecutionsSchema,
  runNodePageSchema,
  runPageSchema,
  runPreviewSchema,
  runSchema,
  runStepsSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import Router from 'express-promise-router';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { z } from 'zod';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import { Requests } from '../../api/routing';
import { createAuditor } from '../../patches/actions/__testUtils__/api';
import { ofGroup, PRIYA } from '../../patches/actions/__testUtils__/world';
import {
  createRunReplica,
  RunbookWorld,
  RunReplica,
  startRunbookWorld,
} from '../__testUtils__/world';

jest.setTimeout(90_000);

const OWN = {
  owner_ref: 'group:default/payments-team',
  account: PROD,
  platform_type: 'Linux',
};

/** The routes of runbooks and runs behind everything a request passes. */
function serve(portal: RunReplica) {
  const { auditor, events, httpAuth } = createAuditor();
  const router = Router();
  router.use(express.json());
  portal.api.addRoutes(router, {
    requests: Requests.create({ httpAuth, auditor }),
  } as Parameters<typeof portal.api.addRoutes>[1]);
  const middleware = MiddlewareFactory.create({
    logger: mockServices.logger.mock(),
    config: mockServices.rootConfig(),
  });
  const app = express().use(router).use(middleware.error());
  return {
    events,
    as: (user: string, method: 'get' | 'post', path: string, body?: object) => {
      const sent = request(app)
        [method](path)
        .set(
          'authorization',
          mockCredentials.user.header(`user:default/${user}`),
        );
      return body ? sent.send(body) : sent;
    },
  };
}

describe.each(databases.eachSupportedId())('the routes of runs on %s', id => {
  let aws: RunbookWorld;
  let knex: Knex;
  let portal: RunReplica;

  beforeEach(async () => {
    aws = await startRunbookWorld(600);
    knex = await openTestDatabase(id);
    portal = await createRunReplica(knex, aws);
    portal.rights.set('user:default/lukas', {
      read: ofGroup('storefront-team'),
      act: ofGroup('storefront-team'),
    });
    await portal.list(PROD);
  });
  afterEach(async () => {
    await portal.engine.sender.stop();
    await aws.stop();
  });

  it('answer as the contract says', async () => {
    const { as } = serve(portal);
    const nodes = await portal.names(2, OWN);
    const get = async (path: string, schema: z.ZodType) => {
      const { status, body } = await as('priya', 'get', path);
      expect([path, status]).toEqual([path, 200]);
      expect(schema.safeParse(body)).toMatchObject({ success: true });
      return body;
    };
    await get('/runbooks', runbookListSchema);
    await get(`/runbooks?node=${nodes[0]}`, runbookListSchema);
    await get('/runbooks/say', runbookSchema);
    const wanted = { runbook: 'say', selection: { nodes }, parameters: {} };
    const { body: preview } = await as(
      'priya',
      'post',
      '/runs/preview',
      wanted,
    );
    expect(runPreviewSchema.parse(preview).nodes).toHaveLength(2);
    const { status, body: run } = await as('priya', 'post', '/runs', {
      ...wanted,
      digest: preview.digest,
      idempotencyKey: randomUUID(),
    });
    expect(status).toBe(201);
    expect(runSchema.parse(run)).toMatchObject({ nodes: 2 });
    await portal.follow(run.id, PRIYA);
    await get('/runs?startedBy=me&state=succeeded', runPageSchema);
    await get(`/runs?toDecide=true`, runPageSchema);
    await get(`/runs/${run.id}`, runSchema);
    await get(`/runs/${run.id}/nodes`, runNodePageSchema);
    await get(`/runs/${run.id}/executions`, runExecutionsSchema);
    await get(`/runs/${run.id}/steps`, runStepsSchema);
    await get(
      `/runs/${run.id}/nodes/${nodes[0]}/output`,
      operationOutputSchema,
    );
    const { text } = await as('priya', 'get', '/export/runs.csv');
    expect(text.split('\n')[0]).toContain('started_by');
    expect(text).toContain(run.id);
  });

  it('deny crafted requests, on record with the human', async () => {
    const [own] = await portal.names(1, OWN);
    const { id: run } = await portal.start(PRIYA, {
      runbook: 'say',
      selection: { nodes: [own] },
    });
    const { id: asked } = await portal.start(PRIYA, {
      runbook: 'say-carefully',
      selection: {
        nodes: await portal.names(2, OWN).then(all => all.slice(1)),
      },
    });
    await portal.follow(run, PRIYA);
    const { as, events } = serve(portal);
    const selection = { nodes: [own] };
    const wanted = { runbook: 'say', selection, parameters: {} };
    const start = { ...wanted, digest: 'a', idempotencyKey: randomUUID() };
    for (const [method, path, body] of [
      ['post', '/runs/preview', wanted],
      ['post', '/runs', start],
      ['get', `/runs/${run}`],
      ['get', `/runs/${run}/nodes`],
      ['get', `/runs/${run}/executions`],
      ['get', `/runs/${run}/steps`],
      ['get', `/runs/${run}/nodes/${own}/output`],
      ['get', `/runs/${run}/results`],
      ['post', `/runs/${run}/cancel`, {}],
      ['post', `/runs/${asked}/decision`, { decision: 'approve' }],
      ['post', `/runs/${asked}/launch`, {}],
      [
        'post',
        `/runs/${run}/signal`,
        { execution: randomUUID(), signal: 'approve', step: 'ask' },
      ],
    ] as const) {
      events.length = 0;
      const { status } = await as('lukas', method, path, body);
      expect([path, status]).toEqual([path, 404]);
      expect(events).toMatchObject([
        {
          user: 'user:default/lukas',
          status: 'failed',
          error: 'NotFoundError',
        },
      ]);
    }
  });

  it.each([
    { document: 'AWS-RunShellScript' },
    { account: '222233334444' },
    { selection: { nodes: ['a'], tags: ['b'] } },
    { selection: { nodes: [] } },
    { parameters: { 'a b': 1 } },
    { runbook: '../say' },
    { idempotencyKey: 'again' },
    { note: 'a\0b' },
  ])('take no request with %j', async more => {
    const { as } = serve(portal);
    const { status } = await as('priya', 'post', '/runs', {
      runbook: 'say',
      selection: { nodes: await portal.names(1, OWN) },
      parameters: {},
      digest: 'a',
      idempotencyKey: randomUUID(),
      ...more,
    });
    expect(status).toBe(400);
    expect(await aws.control.commands.list()).toEqual([]);
  });
});
