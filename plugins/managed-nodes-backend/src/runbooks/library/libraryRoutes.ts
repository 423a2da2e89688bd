import {
  documentDetailsSchema,
  documentPageSchema,
  documentQuerySchema,
  runbookListSchema,
  runbookQuerySchema,
  runbookSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { expressPath, parse, Requests } from '../../api/routing';
import { storable } from '../../commands/storable';
import { Documents } from './Documents';
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
  listDocuments: {
    method: 'get' as const,
    path: '/documents',
    summary: 'Automation and Command documents, published or not',
    access: 'managed-nodes.document.read',
    query: documentQuerySchema,
    response: { status: 200, schema: documentPageSchema },
  },
  getDocument: {
    method: 'get' as const,
    path: '/documents/{name}',
    summary: 'One document, whole, with a publication to begin with',
    access: 'managed-nodes.document.read',
    response: { status: 200, schema: documentDetailsSchema },
  },
};

/** Adds runbooks. */
export function addLibraryRoutes(
  router: express.Router,
  {
    requests,
    runbooks,
    documents,
  }: { requests: Requests; runbooks: RunbookViews; documents: Documents },
): void {
  const { listRunbooks, getRunbook, listDocuments, getDocument } =
    libraryOperations;
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
  router.get(listDocuments.path, async (req, res) => {
    const query = parse(listDocuments.query, storable(req.query));
    await requests.audit(
      req,
      { eventId: 'document-list', meta: { query } },
      async () => {
        res.json(await documents.list(query, await requests.caller(req)));
      },
    );
  });
  router.get(expressPath(getDocument.path), async (req, res) => {
    const { name } = req.params;
    await requests.audit(
      req,
      { eventId: 'document-fetch', meta: { name } },
      async () => {
        res.json(await documents.get(name, await requests.caller(req)));
      },
    );
  });
}
