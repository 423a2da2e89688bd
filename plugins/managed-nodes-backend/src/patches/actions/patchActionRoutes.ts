import { JsonObject } from '@backstage/types';
import { NodeSelection } from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { expressPath, parse, Requests } from '../../api/routing';
import { patchActionOperations as operations } from './operations';
import { PatchActions } from './PatchActions';
import { PatchOperations } from './PatchOperations';
import { storable } from '../../commands/storable';

/** Names that an event on record has room for. */
const NAMES_ON_RECORD = 50;

/** What the routes of scans and installs need. */
export interface PatchActionRoutesOptions {
  requests: Requests;
  actions: PatchActions;
  operations: PatchOperations;
}

/** Nodes as they are put on record: the first of them, and how many. */
function record(names: string[]): JsonObject {
  return { nodes: names.slice(0, NAMES_ON_RECORD), count: names.length };
}

function recordSelection(selection: NodeSelection): JsonObject {
  return 'nodes' in selection
    ? record(selection.nodes)
    : { filter: { ...selection.filter } };
}

/** Adds scans and installs. */
export function addPatchActionRoutes(
  router: express.Router,
  { requests, actions, operations: history }: PatchActionRoutesOptions,
): void {
  router.post(operations.previewPatch.path, async (req, res) => {
    const request = parse(operations.previewPatch.body, storable(req.body));
    await requests.audit(
      req,
      {
        eventId: 'patch-preview',
        severityLevel: 'low',
        meta: {
          action: request.action,
          ...recordSelection(request.selection),
        },
      },
      async () => {
        const credentials = await requests.caller(req);
        const preview = await actions.preview(request, credentials);
        res.json(preview);
        const denied = preview.skipped
          .filter(({ reason }) => reason === 'not-permitted')
          .map(({ name }) => name);
        return denied.length ? { denied: record(denied) } : {};
      },
    );
  });

  router.post(operations.startPatch.path, async (req, res) => {
    const request = parse(operations.startPatch.body, storable(req.body));
    const { action, selection, digest, retryOf } = request;
    await requests.audit(
      req,
      {
        eventId: 'patch-start',
        severityLevel: 'high',
        meta: {
          action,
          digest,
          ...recordSelection(selection),
          ...(retryOf && { retryOf }),
        },
      },
      async () => {
        // What happens to machines has a name to it.
        const credentials = await requests.human(req);
        const { operation, nodes } = await actions.start(request, credentials);
        res.status(201).json(operation);
        return {
          operation: operation.id,
          ...(nodes.length ? record(nodes) : { startedBefore: true }),
        };
      },
    );
  });

  router.get(operations.listPatchOperations.path, async (req, res) => {
    const query = parse(
      operations.listPatchOperations.query,
      storable(req.query),
    );
    await requests.audit(
      req,
      {
        eventId: 'patch-operation-list',
        severityLevel: 'low',
        meta: { query },
      },
      async () => {
        res.json(await history.list(query, await requests.caller(req)));
      },
    );
  });

  router.get(
    expressPath(operations.getPatchOperation.path),
    async (req, res) => {
      const { id } = req.params;
      await requests.audit(
        req,
        {
          eventId: 'patch-operation-fetch',
          severityLevel: 'low',
          meta: { id },
        },
        async () => {
          res.json(await history.get(id, await requests.caller(req)));
        },
      );
    },
  );

  router.get(
    expressPath(operations.listPatchOperationNodes.path),
    async (req, res) => {
      const { id } = req.params;
      const query = parse(
        operations.listPatchOperationNodes.query,
        storable(req.query),
      );
      await requests.audit(
        req,
        {
          eventId: 'patch-operation-fetch',
          severityLevel: 'low',
          meta: { id, query },
        },
        async () => {
          const credentials = await requests.caller(req);
          res.json(await history.nodes(id, query, credentials));
        },
      );
    },
  );

  router.get(
    expressPath(operations.getPatchOperationOutput.path),
    async (req, res) => {
      const { id, node } = req.params;
      await requests.audit(
        req,
        {
          eventId: 'patch-output-fetch',
          severityLevel: 'medium',
          meta: { id, node },
        },
        async () => {
          const credentials = await requests.caller(req);
          res.json(await history.output(id, node, credentials));
        },
      );
    },
  );

  router.post(
    expressPath(operations.cancelPatchOperation.path),
    async (req, res) => {
      const { id } = req.params;
      await requests.audit(
        req,
        { eventId: 'patch-cancel', severityLevel: 'high', meta: { id } },
        async () => {
          const credentials = await requests.human(req);
          res.json(await history.cancel(id, credentials));
        },
      );
    },
  );
}
