import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  missingPatchPageSchema,
  patchComplianceSchema,
  patchTrendSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import Router from 'express-promise-router';
import { Knex } from 'knex';
import request from 'supertest';
import { context, openTestDatabase } from '../../__testUtils__/nodes';
import { Requests } from '../../api/routing';
import { Visibility } from '../../nodes/filters';
import { ModelNode, storeRandomFleet } from '../__testUtils__/randomFleet';
import { SnapshotWriter } from '../snapshots/SnapshotWriter';
import { TrendQueries } from '../snapshots/TrendQueries';
import { PlanRow } from '../exports/tables';
import { AffectedQueries } from './AffectedQueries';
import { ComplianceQueries } from './ComplianceQueries';
import { MissingPatchQueries } from './MissingPatchQueries';
import { addPatchViewRoutes } from './patchViewRoutes';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-11-23T12:00:00Z');
const OWNER = 'group:default/payments';

const PLAN: PlanRow = {
  id: 'plan-1',
  kind: 'maintenance-window',
  awsId: 'mw-0123',
  name: '-1+1|cmd',
  account: '111122223333',
  accountName: 'commerce-prod',
  region: 'eu-central-1',
  operation: 'Install',
  rebootOption: null,
  schedule: 'cron(0 4 ? * SUN *)',
  scheduleTimezone: null,
  nextRunAt: null,
  durationHours: 3,
  cutoffHours: 1,
  enabled: true,
  targetsText: 'all nodes',
  targetsKnown: true,
  lastRunAt: null,
  lastStatus: null,
  consoleUrl: 'https://example.com',
  nodes: 1,
  missing: 2,
};

/** Reads CSV as RFC 4180 writes it, into a record for each row. */
function readCsv(text: string): Array<Record<string, string>> {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n)/gy;
  for (const [, value, end] of text.matchAll(field)) {
    rows[rows.length - 1].push(
      value.startsWith('"') ? value.slice(1, -1).replace(/""/g, '"') : value,
    );
    if (end === '\r\n') {
      rows.push([]);
    }
  }
  const [header, ...body] = rows.slice(0, -1);
  return body.map(row =>
    Object.fromEntries(header.map((name, index) => [name, row[index]])),
  );
}

describe('the routes that show patches', () => {
  let knex: Knex;
  let fleet: ModelNode[];
  let app: express.Express;
  let visibility: Visibility;
  const auditor = mockServices.auditor.mock();
  const record = { success: jest.fn(), fail: jest.fn() };
  const planned = jest.fn();

  beforeEach(async () => {
    jest.resetAllMocks();
    auditor.createEvent.mockResolvedValue(record);
    planned.mockImplementation(async function* plans() {
      yield [PLAN];
    });
    knex = await openTestDatabase('SQLITE_3');
    visibility = { all: true };
    fleet = (
      await storeRandomFleet(knex, { seed: 4, nodes: 40, now: NOW })
    ).filter(node => node.status !== 'left');
    await SnapshotWriter.create({
      knex,
      policy: context.patchPolicy,
      retentionMs: 400 * 86_400_000,
    }).write(NOW);
    const requests = Requests.create({
      httpAuth: mockServices.httpAuth(),
      auditor,
    });
    const router = Router();
    addPatchViewRoutes(router, {
      requests,
      reading: async (req, query) => {
        const { relatedTo: _, ...rest } = query;
        return {
          credentials: await requests.caller(req),
          visibility,
          filter: { ...rest, clock: { ...context.patchPolicy, now: NOW } },
        };
      },
      compliance: ComplianceQueries.create({
        knex,
        context,
        policy: {
          days: { critical: 7, security: 14, other: 30 },
          staleAfterDays: 14,
          countFrom: 'reported',
        },
      }),
      trend: TrendQueries.create({ knex }),
      missing: MissingPatchQueries.create({ knex }),
      affected: AffectedQueries.create({ knex }),
      plans: { stream: planned },
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

  const lacking = () =>
    fleet.flatMap(node => node.lacks.map(lack => ({ node, lack })));

  it('answers as the contract says', async () => {
    const compliance = await get(
      '/patches/compliance?by=owner&by=platform&environment=aws',
    );
    expect(compliance.status).toBe(200);
    const { total, breakdowns } = patchComplianceSchema.parse(compliance.body);
    expect(total.nodes).toBe(
      fleet.filter(node => node.environment === 'aws').length,
    );
    expect(Object.keys(breakdowns)).toEqual(['owner', 'platform']);

    const missing = await get('/patches/missing?kind=critical&limit=1');
    const page = missingPatchPageSchema.parse(missing.body);
    expect(page.items).toHaveLength(1);
    const next = await get(
      `/patches/missing?kind=critical&limit=1&cursor=${page.nextCursor}`,
    );
    expect(next.body.items[0].id).not.toBe(page.items[0].id);

    const trend = await get(`/patches/trend?days=400&owner=${OWNER}`);
    expect(patchTrendSchema.parse(trend.body).days).toEqual([
      expect.objectContaining({
        day: '2026-11-23',
        nodes: fleet.filter(node => node.owner === OWNER).length,
      }),
    ]);
    expect(
      auditor.createEvent.mock.calls.map(([{ eventId }]) => eventId),
    ).toEqual([
      'patch-compliance',
      'patch-missing-list',
      'patch-missing-list',
      'patch-trend',
    ]);
    expect(record.success).toHaveBeenCalledTimes(4);
  });

  it.each([
    '/patches/compliance?by=colour',
    '/patches/missing?sort=age',
    '/patches/missing?limit=9999',
    '/patches/missing?cursor=nonsense',
    '/patches/trend?days=0',
    '/export/patches/missing.xlsx',
  ])('refuses %s', async path => {
    expect((await get(path)).status).toBe(400);
  });

  it('gives every patch on every node away as JSON and as CSV alike, and nothing that a spreadsheet runs', async () => {
    const json = await get('/export/patches/affected.json');
    expect(json.headers['content-type']).toContain('application/json');
    expect(json.headers['content-disposition']).toBe(
      'attachment; filename="affected-nodes.json"',
    );
    const told = lacking().map(({ node, lack }) => ({
      nodeId: node.nodeId,
      ownerRef: node.owner,
      kbId: lack.patch.kbId,
      title: lack.patch.title,
      state: lack.state,
    }));
    expect(json.body).toHaveLength(told.length);
    expect(json.body).toEqual(
      expect.arrayContaining(told.map(row => expect.objectContaining(row))),
    );

    const csv = await get('/export/patches/affected.csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    const rows = readCsv(csv.text);
    const plain = (text: string) => text.replace(/^'/, '');
    expect(
      rows.map(row => [
        row.node_id,
        plain(row.kb),
        plain(row.title),
        row.state,
      ]),
    ).toEqual(
      json.body.map((row: Record<string, string>) => [
        row.nodeId,
        row.kbId,
        row.title,
        row.state,
      ]),
    );
    const hostile = rows.filter(row => plain(row.kb).startsWith('='));
    expect(hostile.length).toBeGreaterThan(0);
    for (const row of rows) {
      for (const value of Object.values(row)) {
        expect(value).not.toMatch(/^[=+\-@\t\r]/);
      }
    }
  });

  it('narrows files as it does pages', async () => {
    visibility = { criteria: { field: 'owner', in: [OWNER] } };
    const mine = lacking().filter(({ node }) => node.owner === OWNER);
    expect(mine.length).toBeGreaterThan(0);
    const affected = await get('/export/patches/affected.json');
    expect(affected.body).toHaveLength(mine.length);
    const failed = await get(
      '/export/patches/affected.json?state=FAILED&environment=azure',
    );
    expect(failed.body).toHaveLength(
      mine.filter(
        ({ node, lack }) =>
          lack.state === 'FAILED' && node.environment === 'azure',
      ).length,
    );
    const missing = await get('/export/patches/missing.csv?kind=other');
    expect(
      readCsv(missing.text)
        .map(row => Number(row.nodes))
        .reduce((sum, nodes) => sum + nodes, 0),
    ).toBe(mine.filter(({ lack }) => lack.patch.kind === 'other').length);
    const compliance = await get('/export/patches/compliance.csv');
    const [total, ...others] = readCsv(compliance.text);
    expect(total).toMatchObject({
      by: 'total',
      nodes: String(fleet.filter(node => node.owner === OWNER).length),
    });
    expect(others.filter(row => row.by === 'owner')).toEqual([
      expect.objectContaining({ value: OWNER, nodes: total.nodes }),
    ]);
  });

  it('gives plans away, and puts every file on record', async () => {
    const csv = await get(
      '/export/patches/plans.csv?operation=Install&withinDays=7&account=111122223333',
    );
    expect(readCsv(csv.text)).toEqual([
      expect.objectContaining({ name: "'-1+1|cmd", enabled: 'true' }),
    ]);
    expect(planned).toHaveBeenCalledWith(
      { operation: ['Install'], withinDays: 7 },
      expect.objectContaining({ account: ['111122223333'] }),
      visibility,
    );
    const json = await get('/export/patches/plans.json');
    expect(json.body).toEqual([PLAN]);
    expect(
      auditor.createEvent.mock.calls.map(([event]) => [
        event.eventId,
        event.severityLevel,
        event.meta?.what,
        event.meta?.format,
      ]),
    ).toEqual([
      ['patch-export', 'medium', 'plans', 'csv'],
      ['patch-export', 'medium', 'plans', 'json'],
    ]);
  });

  it('answers with an empty list and a header where there is nothing', async () => {
    visibility = { criteria: { field: 'owner', in: [] } };
    expect((await get('/export/patches/affected.json')).body).toEqual([]);
    expect((await get('/export/patches/missing.csv')).text).toMatch(
      /^kb,title,[a-z_,]+\r\n$/,
    );
  });

  it('answers with an error where the first rows cannot be read', async () => {
    planned.mockImplementation(async function* plans() {
      throw new Error('boom');
    });
    expect((await get('/export/patches/plans.csv')).status).toBe(500);
    expect(record.fail).toHaveBeenCalled();
  });
});
