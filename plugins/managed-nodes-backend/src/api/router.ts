import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ChangeFeed } from '../nodes/ChangeFeed';
import { EntityScope } from '../nodes/EntityScope';
import { NodeQueries } from '../nodes/NodeQueries';
import { StandingPolicy } from '../nodes/standing';
import { UnmanagedQueries } from '../unmanaged/UnmanagedQueries';
import { ApiPart } from './ApiPart';
import { createNodeCsv, csvRow } from './csv';
import { createOpenApiDocument } from './openapi';
import { operations } from './operations';
import { createReading } from './reading';
import { expressPath, parse, Requests } from './routing';
import { addSyncRoutes, SyncRoutesOptions } from './syncRoutes';

/** What the router needs. */
export interface RouterOptions extends Omit<SyncRoutesOptions, 'requests'> {
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  queries: NodeQueries;
  scope: EntityScope;
  feed: ChangeFeed;
  unmanaged: UnmanagedQueries;
  patchPolicy: StandingPolicy;
  /** What other capabilities add. */
  parts: ApiPart[];
}

/** The REST API. */
export function createRouter(options: RouterOptions): express.Router {
  const { access, queries, feed } = options;
  const requests = Requests.create(options);
  const router = Router();
  router.use(express.json({ limit: '2mb' }));

  const plugin = async (req: express.Request) => {
    const credentials = await requests.service(req);
    if (!credentials.principal.subject.startsWith('plugin:')) {
      throw new NotAllowedError('Only backend plugins may read changes');
    }
  };

  const reading = createReading({ ...options, requests });
  const audit = requests.audit.bind(requests);

  router.get(operations.listNodes.path, async (req, res) => {
    const query = parse(operations.listNodes.query, req.query);
    await audit(req, { eventId: 'node-list', meta: { query } }, async () => {
      const { filter, visibility } = await reading(req, query);
      res.json(await queries.list(filter, visibility));
    });
  });

  router.get(expressPath(operations.getNode.path), async (req, res) => {
    const { name } = req.params;
    await audit(req, { eventId: 'node-fetch', meta: { name } }, async () => {
      const visibility = await access.visibility(await requests.caller(req));
      const node = await queries.get(name, visibility);
      if (!node) {
        throw new NotFoundError(`No managed node ${name}, or none you may see`);
      }
      res.json(node);
    });
  });

  router.get(operations.getFacets.path, async (req, res) => {
    const { facet, ...query } = parse(operations.getFacets.query, req.query);
    await audit(req, { eventId: 'node-facets', meta: { query } }, async () => {
      const { filter, visibility } = await reading(req, query);
      res.json(await queries.facets(filter, visibility, facet));
    });
  });

  router.get(operations.getOverview.path, async (req, res) => {
    const query = parse(operations.getOverview.query, req.query);
    await audit(
      req,
      { eventId: 'node-overview', meta: { query } },
      async () => {
        const { filter, visibility } = await reading(req, query);
        res.json(await queries.overview(filter, visibility));
      },
    );
  });

  router.get(operations.exportNodes.path, async (req, res) => {
    const query = parse(operations.exportNodes.query, req.query);
    await audit(
      req,
      { eventId: 'node-export', severityLevel: 'medium', meta: { query } },
      async () => {
        const { filter, visibility } = await reading(req, query);
        res.setHeader('content-type', 'text/csv; charset=utf-8');
        res.setHeader(
          'content-disposition',
          'attachment; filename="managed-nodes.csv"',
        );
        const rows = async function* rows() {
          for await (const page of queries.stream(filter, visibility)) {
            yield* page.map(csvRow);
          }
        };
        await pipeline(Readable.from(rows()), createNodeCsv(), res);
      },
    );
  });

  router.get(operations.listUnmanaged.path, async (req, res) => {
    const query = parse(operations.listUnmanaged.query, req.query);
    await audit(
      req,
      { eventId: 'unmanaged-list', meta: { query } },
      async () => {
        const visibility = await access.visibility(await requests.caller(req));
        res.json(await options.unmanaged.list(query, visibility));
      },
    );
  });

  addSyncRoutes(router, { ...options, requests });
  for (const part of options.parts) {
    part.addRoutes(router, { requests, reading, access, queries });
  }

  router.get(operations.getChanges.path, async (req, res) => {
    await plugin(req);
    const query = parse(operations.getChanges.query, req.query);
    res.json(await feed.read(query, Date.now()));
  });

  router.post(operations.reportSkipped.path, async (req, res) => {
    await plugin(req);
    const report = parse(operations.reportSkipped.body, req.body);
    await feed.reportSkipped(report, Date.now());
    res.status(204).end();
  });

  router.post(operations.findAbsent.path, async (req, res) => {
    await plugin(req);
    const query = parse(operations.findAbsent.body, req.body);
    res.json(await feed.findAbsent(query));
  });

  const document = createOpenApiDocument(
    Object.assign(
      {},
      operations,
      ...options.parts.map(part => part.operations),
    ),
  );
  router.get(operations.getOpenApi.path, async (req, res) => {
    await requests.caller(req);
    res.json(document);
  });

  return router;
}
