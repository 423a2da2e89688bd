import {
  patchDimensionSchema,
  PatchPlanQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { Reading } from '../../api/reading';
import { expressPath, parse, Requests } from '../../api/routing';
import { ExportFormat, fileSchema, sendTable } from '../../api/sendTable';
import { ResolvedFilter, Visibility } from '../../nodes/filters';
import {
  affectedTable,
  complianceRows,
  complianceTable,
  missingTable,
  PlanRow,
  plansTable,
} from '../exports/tables';
import { TrendQueries } from '../snapshots/TrendQueries';
import { AffectedQueries } from './AffectedQueries';
import { ComplianceQueries } from './ComplianceQueries';
import { MissingPatchQueries } from './MissingPatchQueries';
import { patchViewOperations as operations } from './operations';
import { PatchSelection } from './patchRows';

/** What the routes that show patches need. */
export interface PatchViewRoutesOptions {
  requests: Requests;
  reading: Reading;
  compliance: ComplianceQueries;
  trend: TrendQueries;
  missing: MissingPatchQueries;
  affected: AffectedQueries;
  plans: {
    stream(
      query: Pick<PatchPlanQuery, 'operation' | 'withinDays'>,
      filter: ResolvedFilter,
      visibility: Visibility,
    ): AsyncIterable<PlanRow[]>;
  };
}

/** Takes what is about patches out of a query that is about nodes as well. */
function split<T extends PatchSelection>(query: T) {
  const { text, kind, severity, classification, cve, state, ...nodes } = query;
  return {
    nodes,
    selection: { text, kind, severity, classification, cve, state },
  };
}

/** Adds how nodes stand, which patches lack, and both as files. */
export function addPatchViewRoutes(
  router: express.Router,
  options: PatchViewRoutesOptions,
): void {
  const { requests, reading, compliance, trend, missing } = options;

  router.get(operations.getPatchCompliance.path, async (req, res) => {
    const query = parse(operations.getPatchCompliance.query, req.query);
    await requests.audit(
      req,
      { eventId: 'patch-compliance', meta: { query } },
      async () => {
        const { by = [], ...nodes } = query;
        const { filter, visibility } = await reading(req, nodes);
        res.json(await compliance.read(by, filter, visibility));
      },
    );
  });

  router.get(operations.getPatchTrend.path, async (req, res) => {
    const query = parse(operations.getPatchTrend.query, req.query);
    await requests.audit(
      req,
      { eventId: 'patch-trend', meta: { query } },
      async () => {
        const { days, ...nodes } = query;
        const { filter, visibility } = await reading(req, nodes);
        res.json(await trend.read(days, filter, visibility));
      },
    );
  });

  router.get(operations.listMissingPatches.path, async (req, res) => {
    const query = parse(operations.listMissingPatches.query, req.query);
    await requests.audit(
      req,
      { eventId: 'patch-missing-list', meta: { query } },
      async () => {
        const { sort, order, limit, cursor, ...rest } = query;
        const { nodes, selection } = split(rest);
        const { filter, visibility } = await reading(req, nodes);
        res.json(
          await missing.list(
            { ...selection, sort, order, limit, cursor },
            filter,
            visibility,
          ),
        );
      },
    );
  });

  addExports(router, options);
}

function addExports(
  router: express.Router,
  options: PatchViewRoutesOptions,
): void {
  const { requests, reading, compliance, missing, affected, plans } = options;

  /** A route for all formats, on record as what takes data out. */
  const exported = <T extends object>(
    what: string,
    path: string,
    read: (req: express.Request) => T,
    send: (
      req: express.Request,
      res: express.Response,
      query: T,
      format: ExportFormat,
    ) => Promise<void>,
  ) => {
    router.get(expressPath(path), async (req, res) => {
      const { format } = parse(fileSchema, req.params);
      const query = read(req);
      await requests.audit(
        req,
        {
          eventId: 'patch-export',
          severityLevel: 'medium',
          meta: { what, format, query: { ...query } },
        },
        () => send(req, res, query, format),
      );
    });
  };

  exported(
    'compliance',
    operations.exportPatchCompliance.path,
    req => parse(operations.exportPatchCompliance.query, req.query),
    async (req, res, query, format) => {
      const { by = patchDimensionSchema.options, ...nodes } = query;
      const { filter, visibility } = await reading(req, nodes);
      const pages = async function* pages() {
        yield complianceRows(
          await compliance.read(by, filter, visibility, Infinity),
        );
      };
      await sendTable(res, complianceTable, format, pages());
    },
  );

  exported(
    'missing',
    operations.exportMissingPatches.path,
    req => parse(operations.exportMissingPatches.query, req.query),
    async (req, res, { sort, order, ...rest }, format) => {
      const { nodes, selection } = split(rest);
      const { filter, visibility } = await reading(req, nodes);
      await sendTable(
        res,
        missingTable,
        format,
        missing.stream({ ...selection, sort, order }, filter, visibility),
      );
    },
  );

  exported(
    'affected',
    operations.exportAffectedNodes.path,
    req => parse(operations.exportAffectedNodes.query, req.query),
    async (req, res, { sort: _sort, order: _order, ...rest }, format) => {
      const { nodes, selection } = split(rest);
      const { filter, visibility } = await reading(req, nodes);
      await sendTable(
        res,
        affectedTable,
        format,
        affected.stream(selection, filter, visibility),
      );
    },
  );

  exported(
    'plans',
    operations.exportPatchPlans.path,
    req => parse(operations.exportPatchPlans.query, req.query),
    async (req, res, { operation, withinDays, ...nodes }, format) => {
      const { filter, visibility } = await reading(req, nodes);
      await sendTable(
        res,
        plansTable,
        format,
        plans.stream({ operation, withinDays }, filter, visibility),
      );
    },
  );
}
