import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { NodeSelection } from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { expressPath, parse, Requests } from '../../api/routing';
import { storable } from '../../commands/storable';
import { runOperations as operations } from './operations';
import { RunDecisions } from './RunDecisions';
import { RunOutput } from './RunOutput';
import { RunResults } from './RunResults';
import { Runs, StartedRun } from './Runs';
import { RunSteps } from './RunSteps';
import { RunViews } from './RunViews';

/** Names that an event on record has room for. */
const NAMES_ON_RECORD = 50;

/** What the routes of runs need. */
export interface RunRoutesOptions {
  requests: Requests;
  runs: Runs;
  views: RunViews;
  decisions: RunDecisions;
  steps: RunSteps;
  output: RunOutput;
  results: RunResults;
}

/** Nodes as they are put on record: the first of them, and how many. */
function record(names: string[]): JsonObject {
  return { nodes: names.slice(0, NAMES_ON_RECORD), count: names.length };
}

function recordSelection(selection: NodeSelection | undefined): JsonObject {
  if (!selection) {
    return {};
  }
  return 'nodes' in selection
    ? record(selection.nodes)
    : { filter: { ...selection.filter } };
}

function recordStarted({ run, nodes, hash }: StartedRun): JsonObject {
  return {
    run: run.id,
    state: run.state,
    document: run.document,
    version: run.version,
    hash,
    ...(nodes.length ? record(nodes) : {}),
  };
}

/** Adds runs. */
export function addRunRoutes(
  router: express.Router,
  options: RunRoutesOptions,
): void {
  addStarting(router, options);
  addReading(router, options);
  addDeciding(router, options);
}

function addStarting(
  router: express.Router,
  { requests, runs }: RunRoutesOptions,
): void {
  router.post(operations.previewRun.path, async (req, res) => {
    const request = parse(operations.previewRun.body, storable(req.body));
    await requests.audit(
      req,
      {
        eventId: 'run-preview',
        severityLevel: 'low',
        meta: {
          runbook: request.runbook,
          ...recordSelection(request.selection),
        },
      },
      async () => {
        const credentials = await requests.human(req);
        const preview = await runs.preview(request, credentials);
        res.json(preview);
        const denied = preview.skipped
          .filter(({ reason }) => reason === 'not-permitted')
          .map(({ name }) => name);
        return denied.length ? { denied: record(denied) } : {};
      },
    );
  });

  router.post(operations.startRun.path, async (req, res) => {
    const request = parse(operations.startRun.body, storable(req.body));
    const { runbook, selection, digest, retryOf } = request;
    await requests.audit(
      req,
      {
        eventId: 'run-start',
        severityLevel: 'high',
        meta: {
          runbook,
          digest,
          ...recordSelection(selection),
          ...(retryOf && { retryOf }),
        },
      },
      async () => {
        // What happens to machines has a name to it.
        const credentials = await requests.human(req);
        const started = await runs.start(request, credentials);
        res.status(201).json(started.run);
        return recordStarted(started);
      },
    );
  });

  router.post(expressPath(operations.launchRun.path), async (req, res) => {
    const { id } = req.params;
    await requests.audit(
      req,
      { eventId: 'run-launch', severityLevel: 'high', meta: { id } },
      async () => {
        const started = await runs.launch(id, await requests.human(req));
        res.json(started.run);
        return recordStarted(started);
      },
    );
  });
}

function addReading(
  router: express.Router,
  { requests, views, steps, output, results }: RunRoutesOptions,
): void {
  /** A route that reads something of one run. */
  const reading = (
    path: string,
    read: (
      req: express.Request,
      credentials: BackstageCredentials,
    ) => Promise<object>,
    severityLevel: 'low' | 'medium' = 'low',
  ) => {
    router.get(expressPath(path), async (req, res) => {
      const query = storable({ ...req.query });
      await requests.audit(
        req,
        {
          eventId: 'run-fetch',
          severityLevel,
          meta: { path, ...req.params, query: JSON.stringify(query) },
        },
        async () => {
          res.json(await read(req, await requests.caller(req)));
        },
      );
    });
  };

  router.get(operations.listRuns.path, async (req, res) => {
    const query = parse(operations.listRuns.query, storable(req.query));
    await requests.audit(
      req,
      { eventId: 'run-list', severityLevel: 'low', meta: { query } },
      async () => {
        res.json(await views.list(query, await requests.caller(req)));
      },
    );
  });
  reading(operations.getRun.path, ({ params }, credentials) =>
    views.get(params.id, credentials),
  );
  reading(operations.listRunNodes.path, ({ params, query }, credentials) =>
    views.nodes(
      params.id,
      parse(operations.listRunNodes.query, query),
      credentials,
    ),
  );
  reading(operations.listRunExecutions.path, ({ params }, credentials) =>
    views.executions(params.id, credentials),
  );
  reading(operations.getRunSteps.path, ({ params, query }, credentials) =>
    steps.read(
      params.id,
      parse(operations.getRunSteps.query, query),
      credentials,
    ),
  );
  reading(
    operations.getRunOutput.path,
    ({ params }, credentials) =>
      output.read(params.id, params.node, credentials),
    'medium',
  );
  reading(
    operations.getRunResults.path,
    ({ params, query }, credentials) =>
      results.read(
        params.id,
        parse(operations.getRunResults.query, query),
        credentials,
      ),
    'medium',
  );
}

function addDeciding(
  router: express.Router,
  { requests, decisions }: RunRoutesOptions,
): void {
  router.post(expressPath(operations.decideRun.path), async (req, res) => {
    const { id } = req.params;
    const request = parse(operations.decideRun.body, storable(req.body));
    await requests.audit(
      req,
      {
        eventId: 'run-decide',
        severityLevel: 'high',
        meta: { id, decision: request.decision },
      },
      async () => {
        const credentials = await requests.human(req);
        const run = await decisions.decide(id, request, credentials);
        res.json(run);
        return { hash: run.hash, startedBy: run.startedBy };
      },
    );
  });

  router.post(expressPath(operations.cancelRun.path), async (req, res) => {
    const { id } = req.params;
    await requests.audit(
      req,
      { eventId: 'run-cancel', severityLevel: 'high', meta: { id } },
      async () => {
        res.json(await decisions.cancel(id, await requests.human(req)));
      },
    );
  });

  router.post(expressPath(operations.signalRun.path), async (req, res) => {
    const { id } = req.params;
    const request = parse(operations.signalRun.body, storable(req.body));
    const { execution, signal, step } = request;
    await requests.audit(
      req,
      {
        eventId: 'run-signal',
        severityLevel: 'high',
        meta: { id, execution, signal, step },
      },
      async () => {
        const credentials = await requests.human(req);
        res.json(await decisions.signal(id, request, credentials));
      },
    );
  });
}
