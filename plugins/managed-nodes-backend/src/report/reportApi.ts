import {
  fleetReportSchema,
  managedNodesReportReadPermission,
  ReportRow,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ApiPart } from '../api/ApiPart';
import { Operation } from '../api/operations';
import { expressPath, parse } from '../api/routing';
import {
  ExportTable,
  fileResponse,
  fileSchema,
  sendTable,
} from '../api/sendTable';
import { FleetReports } from './FleetReports';

const REPORT_READ = managedNodesReportReadPermission.name;

/** The operations of the API that are about the report, by their ids. */
export const reportOperations = {
  getReport: {
    method: 'get',
    path: '/report',
    summary: 'How the whole fleet is run, in figures that name no node',
    access: REPORT_READ,
    response: { status: 200, schema: fleetReportSchema },
  },
  exportReport: {
    method: 'get',
    path: '/export/report.{format}',
    summary: 'The same as csv or json, a row for each value of a breakdown',
    access: REPORT_READ,
    response: fileResponse,
  },
} satisfies Record<string, Operation>;

type ExportRow = ReportRow & { by: string };

const table: ExportTable<ExportRow> = {
  name: 'managed-nodes-report',
  columns: [
    ['by', row => row.by],
    ['value', row => row.value],
    ['nodes', row => row.nodes],
    ['nodes_before', row => row.nodesBefore],
    ['score', row => row.score],
    ['score_before', row => row.scoreBefore],
    ['overdue', row => row.overdue],
    ['overdue_before', row => row.overdueBefore],
    ['watched', row => row.watched],
  ],
};

/** Makes the part of the REST API that is about the report. */
export function createReportApi({
  reports,
}: {
  reports: Pick<FleetReports, 'read'>;
}): ApiPart {
  return {
    operations: reportOperations,
    addRoutes(router, { requests, access }) {
      router.get(reportOperations.getReport.path, async (req, res) => {
        await requests.audit(req, { eventId: 'report-fetch' }, async () => {
          await access.require(
            managedNodesReportReadPermission,
            await requests.caller(req),
          );
          res.json(await reports.read(Date.now()));
        });
      });

      router.get(
        expressPath(reportOperations.exportReport.path),
        async (req, res) => {
          const { format } = parse(fileSchema, req.params);
          await requests.audit(
            req,
            {
              eventId: 'report-export',
              severityLevel: 'medium',
              meta: { format },
            },
            async () => {
              await access.require(
                managedNodesReportReadPermission,
                await requests.caller(req),
              );
              const { total, breakdowns } = await reports.read(Date.now());
              const rows: ExportRow[] = [
                { by: 'total', value: '', ...total },
                ...Object.entries(breakdowns).flatMap(([by, some]) =>
                  some.map(row => ({ by, ...row })),
                ),
              ];
              await sendTable(
                res,
                table,
                format,
                (async function* pages() {
                  yield rows;
                })(),
              );
            },
          );
        },
      );
    },
  };
}
