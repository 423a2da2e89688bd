import { Run, RunQuery } from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { fileSchema, ExportTable, sendTable } from '../../api/sendTable';
import { expressPath, parse, Requests } from '../../api/routing';
import { storable } from '../../commands/storable';
import { runOperations } from './operations';
import { RunViews } from './RunViews';

const PAGE = 100;

/** Runs as a table: who ran what, when, on how many nodes, approved by whom, and how it went. */
export const runsTable: ExportTable<Run> = {
  name: 'runs',
  columns: [
    ['id', run => run.id],
    ['runbook', run => run.runbook],
    ['title', run => run.title],
    ['document', run => run.document],
    ['version', run => run.version],
    ['hash', run => run.hash],
    ['state', run => run.state],
    ['started_by', run => run.startedBy],
    ['started_at', run => run.startedAt],
    ['launched_at', run => run.launchedAt],
    ['ended_at', run => run.endedAt],
    ['nodes', run => run.nodes],
    ['succeeded', run => run.outcomes.succeeded],
    ['failed', run => run.outcomes.failed],
    ['timed_out', run => run.outcomes['timed-out']],
    ['not_sent', run => run.outcomes['not-sent']],
    ['cancelled', run => run.outcomes.cancelled],
    ['approval', run => run.approval?.state],
    ['decided_by', run => run.approval?.decidedBy],
    ['decided_at', run => run.approval?.decidedAt],
    ['comment', run => run.approval?.comment],
    ['cancelled_by', run => run.cancelledBy],
    ['note', run => run.note],
    ['parameters', run => JSON.stringify(run.parameters)],
    ['failure', run => run.failure],
  ],
};

/** Adds the export of runs, which is on record as what takes data out. */
export function addRunExport(
  router: express.Router,
  { requests, views }: { requests: Requests; views: RunViews },
): void {
  const { path, query: schema } = runOperations.exportRuns;
  router.get(expressPath(path), async (req, res) => {
    const { format } = parse(fileSchema, req.params);
    const query = parse(schema, storable(req.query));
    await requests.audit(
      req,
      {
        eventId: 'run-export',
        severityLevel: 'medium',
        meta: { format, query: { ...query } },
      },
      async () => {
        const credentials = await requests.caller(req);
        const pages = async function* pages() {
          let cursor: string | undefined;
          do {
            const request: RunQuery = { ...query, limit: PAGE, cursor };
            const page = await views.list(request, credentials);
            yield page.items;
            cursor = page.nextCursor ?? undefined;
          } while (cursor);
        };
        await sendTable(res, runsTable, format, pages());
      },
    );
  });
}
