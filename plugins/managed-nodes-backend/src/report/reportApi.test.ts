import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import {
  FleetReport,
  managedNodesReportReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import Router from 'express-promise-router';
import request from 'supertest';
import { SharedRoutes } from '../api/ApiPart';
import { Requests } from '../api/routing';
import { createReportApi } from './reportApi';

const FIGURES = {
  nodes: 3,
  nodesBefore: 2,
  score: 0.5,
  scoreBefore: null,
  overdue: 1,
  overdueBefore: 0,
  watched: 0.75,
};

const REPORT: FleetReport = {
  total: FIGURES,
  online: 3,
  alarming: 0,
  unclaimed: 0,
  neverReported: 0,
  breakdowns: {
    owner: [{ ...FIGURES, value: '=cmd|x' }],
    environment: [{ ...FIGURES, value: 'aws' }],
  },
  oldest: [],
  trend: [],
  runs: {
    now: { started: 0, succeeded: 0, failed: 0, cancelled: 0 },
    before: { started: 0, succeeded: 0, failed: 0, cancelled: 0 },
  },
  comparedTo: null,
  policy: {
    days: { critical: 7, security: 14, other: 30 },
    staleAfterDays: 14,
    countFrom: 'reported',
  },
  asOf: null,
};

describe('the routes of the report', () => {
  const auditor = mockServices.auditor.mock();
  const record = { success: jest.fn(), fail: jest.fn() };
  const read = jest.fn();
  const require = jest.fn();
  let app: express.Express;

  beforeEach(() => {
    jest.resetAllMocks();
    auditor.createEvent.mockResolvedValue(record);
    read.mockResolvedValue(REPORT);
    const router = Router();
    createReportApi({ reports: { read } }).addRoutes(router, {
      requests: Requests.create({
        httpAuth: mockServices.httpAuth(),
        auditor,
      }),
      access: { require },
    } as unknown as SharedRoutes);
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

  it('answer on record, to whoever has this one permission', async () => {
    const { status, body } = await get('/report');
    expect(status).toBe(200);
    expect(body).toEqual(REPORT);
    expect(require).toHaveBeenCalledWith(
      managedNodesReportReadPermission,
      expect.objectContaining({
        principal: expect.objectContaining({ type: 'user' }),
      }),
    );
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'report-fetch' }),
    );
    expect(record.success).toHaveBeenCalled();
  });

  it.each(['/report', '/export/report.csv'])(
    'tell others nothing: %s',
    async path => {
      require.mockRejectedValue(new NotAllowedError('No'));
      expect((await get(path)).status).toBe(403);
      expect(read).not.toHaveBeenCalled();
      expect(record.fail).toHaveBeenCalled();
    },
  );

  it('save rows that no spreadsheet takes for a formula', async () => {
    const { text } = await get('/export/report.csv');
    expect(text.trim().split('\r\n')).toEqual([
      'by,value,nodes,nodes_before,score,score_before,overdue,overdue_before,watched',
      'total,,3,2,0.5,,1,0,0.75',
      "owner,'=cmd|x,3,2,0.5,,1,0,0.75",
      'environment,aws,3,2,0.5,,1,0,0.75',
    ]);
    const { body } = await get('/export/report.json');
    expect(body).toHaveLength(3);
    expect((await get('/export/report.xml')).status).toBe(400);
  });
});
