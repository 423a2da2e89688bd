import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  nodePatchPlanSchema,
  patchPlanPageSchema,
  pendingApprovalsSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import Router from 'express-promise-router';
import { Knex } from 'knex';
import request from 'supertest';
import {
  ACCOUNT,
  context,
  observation,
  openTestDatabase,
  REGION,
  store,
} from '../__testUtils__/nodes';
import { Requests } from '../api/routing';
import { Visibility } from '../nodes/filters';
import { NodeQueries } from '../nodes/NodeQueries';
import { NO_PATCH_REPORT } from '../nodes/rows';
import { approval, baseline, plan } from './__testUtils__/plans';
import { PlanQueries } from './PlanQueries';
import { addPlanRoutes } from './planRoutes';
import { PlanStore } from './PlanStore';

describe('the routes of plans', () => {
  let knex: Knex;
  let app: express.Express;
  let visibility: Visibility;
  let names: string[];
  const auditor = mockServices.auditor.mock();
  const record = { success: jest.fn(), fail: jest.fn() };

  beforeEach(async () => {
    jest.resetAllMocks();
    auditor.createEvent.mockResolvedValue(record);
    knex = await openTestDatabase('SQLITE_3');
    visibility = { all: true };
    const patch = {
      ...NO_PATCH_REPORT,
      bucket: 'critical' as const,
      missing: 2,
      baselineId: 'pb-0001',
    };
    await store(knex, [
      observation(1, { patch, tags: { Owner: 'mine' } }),
      observation(2, { patch }),
    ]);
    names = await knex('nodes').orderBy('node_id').pluck('name');
    const target = { account: ACCOUNT, region: REGION };
    const plans = PlanStore.create({ knex });
    await plans.replacePlans(target, 'maintenance-window', [plan(1), plan(2)]);
    await plans.replaceBaselines(target, [baseline('pb-0001')]);
    await plans.replaceApprovals(target, [
      approval('pb-0001', 'KB1', Date.now() + 86_400_000),
    ]);
    const router = Router();
    const requests = Requests.create({
      httpAuth: mockServices.httpAuth(),
      auditor,
    });
    addPlanRoutes(router, {
      requests,
      reading: async (req, query) => {
        await requests.caller(req);
        const { relatedTo: _, ...filter } = query;
        return { filter, visibility };
      },
      queries: NodeQueries.create({ knex, context }),
      plans: PlanQueries.create({ knex, context }),
    });
    app = express()
      .use(router)
      .use(
        MiddlewareFactory.create({
          config: mockServices.rootConfig(),
          logger: mockServices.logger.mock(),
        }).error(),
      );
  });

  const get = (path: string) =>
    request(app).get(path).set('authorization', mockCredentials.user.header());

  it('answers as the contract says', async () => {
    const page = await get('/patches/plans?limit=1');
    expect(page.status).toBe(200);
    expect(patchPlanPageSchema.parse(page.body).items).toMatchObject([
      { name: 'window-1', nodes: 2, missing: 4 },
    ]);
    const rest = await get(`/patches/plans?cursor=${page.body.nextCursor}`);
    expect(rest.body).toMatchObject({
      items: [{ name: 'window-2' }],
      nextCursor: null,
    });
    const node = await get(`/nodes/${names[0]}/patch-plan`);
    expect(nodePatchPlanSchema.parse(node.body)).toMatchObject({
      baseline: { id: 'pb-0001' },
      plans: [{ name: 'window-1' }, { name: 'window-2' }],
    });
    const approvals = await get(
      '/patches/pending-approvals?account=111122223333',
    );
    expect(pendingApprovalsSchema.parse(approvals.body).items).toMatchObject([
      { kbId: 'KB1', nodes: 2 },
    ]);
    expect(
      auditor.createEvent.mock.calls.map(([{ eventId }]) => eventId),
    ).toEqual([
      'patch-plan-list',
      'patch-plan-list',
      'patch-plan-fetch',
      'patch-approval-list',
    ]);
    expect(record.success).toHaveBeenCalledTimes(4);
  });

  it('narrows answers to what the caller may see', async () => {
    visibility = { criteria: { field: 'owner', in: ['group:default/mine'] } };
    const { body } = await get('/patches/plans');
    expect(body).toMatchObject({
      items: [{ nodes: 1 }, { nodes: 1 }],
      unplanned: 0,
    });
    const approvals = await get('/patches/pending-approvals');
    expect(approvals.body.items).toMatchObject([{ nodes: 1 }]);
    expect((await get(`/nodes/${names[0]}/patch-plan`)).status).toBe(200);
    expect((await get(`/nodes/${names[1]}/patch-plan`)).status).toBe(404);
    expect(record.fail).toHaveBeenCalledTimes(1);
  });

  it('refuses what is none of its queries', async () => {
    for (const query of [
      'limit=0',
      'limit=101',
      'withinDays=x',
      'operation=Delete',
      'cursor=%00',
    ]) {
      const { status } = await get(`/patches/plans?${query}`);
      expect([query, status]).toEqual([query, 400]);
    }
  });
});
