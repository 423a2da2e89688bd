import {
  runbookListSchema,
  runbookQuerySchema,
  runbookSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { expressPath, parse, Requests } from '../../api/routing';
import { storable } from '../../commands/storable';
import { RunbookViews } from './RunbookViews';

const NODE_READ =
  'managed-nodes.node.read; counts are narrowed to the nodes the caller may read and run the runbook on';

/** The operations of the API that are about runbooks, by their ids. */
export const libraryOperations = {
  listRunbooks: {
    method: 'get' as const,
    path: '/runbooks',
    summary: 'What is published, and whether the caller may run it',
    access: NODE_READ,
    query: runbookQuerySchema,
    response: { status: 200, schema: runbookListSchema },
  },
  getRunbook: {
    method: 'get' as const,
    path: '/runbooks/{id}',
    summary: 'One runbook with its form',
    access: NODE_READ,
    response: { status: 200, schema: runbookSchema },
  },
};

/** Adds runbooks. */
export function addLibraryRoutes(
  router: express.Router,
  { requests, runbooks }: { requests: Requests; runbooks: RunbookViews },
): void {
  const { listRunbooks, getRunbook } = libraryOperations;
  router.get(listRunbooks.path, async (req, res) => {
    const query = parse(listRunbooks.query, storable(req.query));
    await requests.audit(
      req,
      { eventId: 'runbook-list', meta: { query } },
      async () => {
        res.json(await runbooks.list(query, await requests.caller(req)));
      },
    );
  });
  router.get(expressPath(getRunbook.path), async (req, res) => {
    const { id } = req.params;
    await requests.audit(
      req,
      { eventId: 'runbook-fetch', meta: { id } },
      async () => {
        res.json(await runbooks.get(id, await requests.caller(req)));
      },
    );
  });
}
