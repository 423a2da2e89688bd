import { NotFoundError } from '@backstage/errors';
import {
  ManagedNode,
  NodePatch,
  NodePatches,
  nodePatchesSchema,
  PatchKind,
  PatchState,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { Knex } from 'knex';
import { NodeAccess } from '../../api/NodeAccess';
import { expressPath, Requests } from '../../api/routing';
import { AwsClients } from '../../aws/AwsClients';
import { CallMeter, CallObserver } from '../../aws/CallMeter';
import { NodeQueries } from '../../nodes/NodeQueries';
import { cleanText } from '../../nodes/text';
import { PatchReader, ReportedPatch } from './PatchReader';
import { inWords, turnOver } from './readProblems';

/** How long somebody waits for AWS before what is stored has to do, in milliseconds. */
const PATIENCE = 8_000;

const ORDER: PatchState[] = [
  'FAILED',
  'MISSING',
  'INSTALLED_PENDING_REBOOT',
  'INSTALLED_REJECTED',
  'AVAILABLE_SECURITY_UPDATE',
  'INSTALLED',
  'INSTALLED_OTHER',
  'NOT_APPLICABLE',
];
/** Those of patches that are not in place as they should be. */
const LACKING = new Set(ORDER.slice(0, 5));
const KINDS: PatchKind[] = ['critical', 'security', 'other'];

/** The operations of the API that are about the patches of a node, by their ids. */
export const nodePatchOperations = {
  getNodePatches: {
    method: 'get' as const,
    path: '/nodes/{name}/patches',
    summary: 'The patches of a node, read from AWS, or as they were stored',
    access: 'managed-nodes.node.read on the node',
    response: { status: 200, schema: nodePatchesSchema },
  },
};

interface StoredPatch {
  digest: string;
  kb_id: string;
  title: string;
  classification: string | null;
  severity: string | null;
  kind: PatchKind;
  cves: string;
  released_at: number | string | null;
  state: PatchState;
  first_at: number | string;
  due_at: number | string | null;
  exception_id: string | null;
}

function time(value: number | string | null): string | null {
  return value === null ? null : new Date(Number(value)).toISOString();
}

function fromStore(row: StoredPatch): NodePatch {
  return {
    id: row.digest,
    kbId: row.kb_id,
    title: row.title,
    classification: row.classification,
    severity: row.severity,
    kind: row.kind,
    cves: JSON.parse(row.cves),
    releasedAt: time(row.released_at),
    state: row.state,
    installedAt: null,
    firstReportedAt: time(row.first_at),
    dueAt: time(row.due_at),
    exceptionId: row.exception_id,
  };
}

function fromAws(
  patch: ReportedPatch,
  stored: StoredPatch | undefined,
): NodePatch {
  // What is in place by now is not due, whatever was stored before.
  const row = LACKING.has(patch.state) ? stored : undefined;
  return {
    id: stored ? stored.digest : null,
    kbId: patch.kbId,
    title: patch.title,
    classification: patch.classification,
    severity: patch.severity,
    kind: patch.kind,
    cves: patch.cves,
    releasedAt: stored ? time(stored.released_at) : null,
    state: patch.state,
    installedAt: time(patch.installedAt),
    firstReportedAt: row ? time(row.first_at) : null,
    dueAt: row ? time(row.due_at) : null,
    exceptionId: row?.exception_id ?? null,
  };
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function worstFirst(a: NodePatch, b: NodePatch): number {
  return (
    ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compare(a.title, b.title) ||
    compare(a.kbId, b.kbId)
  );
}

/** What the routes of a node's patches need. */
export interface NodePatchRoutesOptions {
  requests: Requests;
  access: NodeAccess;
  queries: Pick<NodeQueries, 'get'>;
  knex: Knex;
  clients: Pick<AwsClients, 'forTarget'>;
  observer?: CallObserver;
  /** How long somebody waits for AWS before what is stored has to do, in milliseconds. Default: 8,000. */
  patienceMs?: number;
}

/** Adds what tells of the patches of one node. */
export function addNodePatchRoutes(
  router: express.Router,
  {
    requests,
    access,
    queries,
    knex,
    clients,
    observer,
    patienceMs = PATIENCE,
  }: NodePatchRoutesOptions,
): void {
  const stored = async (name: string): Promise<StoredPatch[]> =>
    knex('node_patches')
      .join('nodes', 'nodes.id', 'node_patches.node_id')
      .join('patches', 'patches.id', 'node_patches.patch_id')
      .where('nodes.name', name)
      .select(
        'patches.*',
        'node_patches.state',
        'node_patches.first_at',
        'node_patches.due_at',
        'node_patches.exception_id',
      );

  const live = async (node: ManagedNode): Promise<ReportedPatch[]> => {
    const patience = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(turnOver(patienceMs));
        patience.abort();
      }, patienceMs);
    });
    const read = async () => {
      const { ssm } = await clients.forTarget(node, 'interactive');
      return PatchReader.create({
        ssm,
        meter: CallMeter.create({ observer }),
        signal: patience.signal,
      }).patchesOf(node.nodeId, 'all');
    };
    try {
      // Between its attempts the SDK hears of no signal.
      return await Promise.race([read(), late]);
    } finally {
      clearTimeout(timer);
    }
  };

  const asStored = async (
    node: ManagedNode,
    rows: StoredPatch[],
    problem: string | null,
  ): Promise<NodePatches> => {
    const read: { read_at: number | string | null } | undefined = await knex(
      'node_patch_reads',
    )
      .join('nodes', 'nodes.id', 'node_patch_reads.node_id')
      .where('nodes.name', node.name)
      .first('read_at');
    return {
      items: rows.map(fromStore).sort(worstFirst),
      from: 'stored',
      problem,
      readAt: time(read?.read_at ?? null),
    };
  };

  const patchesOf = async (node: ManagedNode): Promise<NodePatches> => {
    const rows = await stored(node.name);
    if (node.status === 'left') {
      return asStored(node, rows, null);
    }
    let patches: ReportedPatch[];
    try {
      patches = await live(node);
    } catch (error) {
      return asStored(node, rows, inWords(error));
    }
    const byDigest = new Map(rows.map(row => [row.digest, row]));
    return {
      items: patches
        .map(patch => fromAws(patch, byDigest.get(patch.digest)))
        .sort(worstFirst),
      from: 'live',
      problem: null,
      readAt: null,
    };
  };

  router.get(
    expressPath(nodePatchOperations.getNodePatches.path),
    async (req, res) => {
      const { name } = req.params;
      await requests.audit(
        req,
        { eventId: 'node-patches-fetch', meta: { name } },
        async () => {
          const visibility = await access.visibility(
            await requests.caller(req),
          );
          // No node has a name that would have to be cleaned, and PostgreSQL
          // takes none with a NUL.
          const node =
            cleanText(name, 512) === name
              ? await queries.get(name, visibility)
              : undefined;
          if (!node) {
            throw new NotFoundError(
              `No managed node ${name}, or none you may see`,
            );
          }
          res.json(await patchesOf(node));
        },
      );
    },
  );
}
