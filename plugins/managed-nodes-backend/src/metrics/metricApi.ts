import { NotFoundError } from '@backstage/errors';
import {
  alarmHistorySchema,
  alarmPageSchema,
  alarmQuerySchema,
  coverageSchema,
  groupMetricsQuerySchema,
  groupMetricsSchema,
  nodeFilterSchema,
  nodeMetricsQuerySchema,
  nodeMetricsSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { ApiPart } from '../api/ApiPart';
import { Operation } from '../api/operations';
import { expressPath, parse } from '../api/routing';
import { AlarmQueries } from './AlarmQueries';
import { CoverageQueries } from './CoverageQueries';
import { GroupMetricsReader } from './GroupMetricsReader';
import { NodeMetricsReader } from './NodeMetricsReader';

const NODE_READ =
  'managed-nodes.node.read; the answer is narrowed to the nodes the caller may read';

/** The operations of the API that are about metrics, by their ids. */
export const metricOperations = {
  getNodeMetrics: {
    method: 'get',
    path: '/nodes/{name}/metrics',
    summary: 'What CloudWatch has of a node over a time',
    access: NODE_READ,
    query: nodeMetricsQuerySchema,
    response: { status: 200, schema: nodeMetricsSchema },
  },
  getMetrics: {
    method: 'get',
    path: '/metrics',
    summary: 'One metric of many nodes: bands, and the worst five',
    access: NODE_READ,
    query: groupMetricsQuerySchema,
    response: { status: 200, schema: groupMetricsSchema },
  },
  getCoverage: {
    method: 'get',
    path: '/coverage',
    summary: 'Which nodes report metrics, by owner and environment',
    access: NODE_READ,
    query: nodeFilterSchema,
    response: { status: 200, schema: coverageSchema },
  },
  listAlarms: {
    method: 'get',
    path: '/alarms',
    summary: 'The CloudWatch alarms that concern nodes, those that ring first',
    access: NODE_READ,
    query: alarmQuerySchema,
    response: { status: 200, schema: alarmPageSchema },
  },
  getAlarmHistory: {
    method: 'get',
    path: '/alarms/{id}/history',
    summary: "The changes of an alarm's state, the latest first",
    access: NODE_READ,
    response: { status: 200, schema: alarmHistorySchema },
  },
} satisfies Record<string, Operation>;

/** Fires when whoever asked is gone. */
export function untilGone(res: express.Response): AbortSignal {
  const controller = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished) {
      controller.abort();
    }
  });
  return controller.signal;
}

/** Makes the part of the REST API that is about metrics. */
export function createMetricApi({
  nodeMetrics,
  groupMetrics,
  coverage,
  alarms,
}: {
  nodeMetrics: Pick<NodeMetricsReader, 'read'>;
  groupMetrics: Pick<GroupMetricsReader, 'read'>;
  coverage: Pick<CoverageQueries, 'read'>;
  alarms: Pick<AlarmQueries, 'list' | 'history'>;
}): ApiPart {
  return {
    operations: metricOperations,
    addRoutes(router, { requests, reading, queries }) {
      const { getNodeMetrics, getMetrics, getCoverage } = metricOperations;
      const { listAlarms, getAlarmHistory } = metricOperations;

      router.get(expressPath(getNodeMetrics.path), async (req, res) => {
        const { name } = req.params;
        const query = parse(getNodeMetrics.query, req.query);
        await requests.audit(
          req,
          { eventId: 'metrics-fetch', meta: { name } },
          async () => {
            const { visibility } = await reading(req, {});
            const node = await queries.get(name, visibility);
            if (!node) {
              throw new NotFoundError(
                `No managed node ${name}, or none you may see`,
              );
            }
            res.json(
              await nodeMetrics.read(node, query, {
                signal: untilGone(res),
                now: Date.now(),
              }),
            );
          },
        );
      });

      router.get(getMetrics.path, async (req, res) => {
        const query = parse(getMetrics.query, req.query);
        await requests.audit(
          req,
          { eventId: 'metrics-fetch', meta: { query } },
          async () => {
            const { range, from, to, compare, kind, ...nodes } = query;
            const { filter, visibility } = await reading(req, nodes);
            res.json(
              await groupMetrics.read(
                { range, from, to, compare, kind },
                {
                  filter,
                  visibility,
                  signal: untilGone(res),
                  now: Date.now(),
                },
              ),
            );
          },
        );
      });

      router.get(getCoverage.path, async (req, res) => {
        const query = parse(getCoverage.query, req.query);
        await requests.audit(
          req,
          { eventId: 'coverage-fetch', meta: { query } },
          async () => {
            const { filter, visibility } = await reading(req, query);
            res.json(await coverage.read(filter, visibility));
          },
        );
      });

      router.get(listAlarms.path, async (req, res) => {
        const query = parse(listAlarms.query, req.query);
        await requests.audit(
          req,
          { eventId: 'alarm-list', meta: { query } },
          async () => {
            const { limit, ...nodes } = query;
            const { filter, visibility } = await reading(req, nodes);
            res.json(await alarms.list(filter, visibility, limit));
          },
        );
      });

      router.get(expressPath(getAlarmHistory.path), async (req, res) => {
        const { id } = req.params;
        await requests.audit(
          req,
          { eventId: 'alarm-history', meta: { id } },
          async () => {
            const { visibility } = await reading(req, {});
            res.json(await alarms.history(id, visibility, untilGone(res)));
          },
        );
      });
    },
  };
}
