import { NotFoundError } from '@backstage/errors';
import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { expressPath, parse, Requests } from '../api/routing';
import { ResolvedFilter, Visibility } from '../nodes/filters';
import { NodeQueries } from '../nodes/NodeQueries';
import { planOperations as operations } from './operations';
import { PlanQueries } from './PlanQueries';

/** What the routes of plans need. */
export interface PlanRoutesOptions {
  requests: Requests;
  /** What a caller may see, and what they ask for with relations looked up. */
  reading<T extends NodeFilter>(
    req: express.Request,
    query: T,
  ): Promise<{
    visibility: Visibility;
    filter: ResolvedFilter & Omit<T, 'relatedTo'>;
  }>;
  queries: Pick<NodeQueries, 'get'>;
  plans: PlanQueries;
}

/** Adds what tells how and when nodes will be patched. */
export function addPlanRoutes(
  router: express.Router,
  { requests, reading, queries, plans }: PlanRoutesOptions,
): void {
  router.get(operations.listPatchPlans.path, async (req, res) => {
    const query = parse(operations.listPatchPlans.query, req.query);
    await requests.audit(
      req,
      { eventId: 'patch-plan-list', meta: { query } },
      async () => {
        const { operation, withinDays, limit, cursor, ...nodes } = query;
        const { filter, visibility } = await reading(req, nodes);
        res.json(
          await plans.listPlans(
            { operation, withinDays, limit, cursor },
            filter,
            visibility,
          ),
        );
      },
    );
  });

  router.get(
    expressPath(operations.getNodePatchPlan.path),
    async (req, res) => {
      const { name } = req.params;
      await requests.audit(
        req,
        { eventId: 'patch-plan-fetch', meta: { name } },
        async () => {
          const { visibility } = await reading(req, {});
          const node = await queries.get(name, visibility);
          if (!node) {
            throw new NotFoundError(
              `No managed node ${name}, or none you may see`,
            );
          }
          res.json(await plans.nodePlan(node));
        },
      );
    },
  );

  router.get(operations.listPendingApprovals.path, async (req, res) => {
    const query = parse(operations.listPendingApprovals.query, req.query);
    await requests.audit(
      req,
      { eventId: 'patch-approval-list', meta: { query } },
      async () => {
        const { filter, visibility } = await reading(req, query);
        res.json(await plans.pendingApprovals(filter, visibility));
      },
    );
  });
}
