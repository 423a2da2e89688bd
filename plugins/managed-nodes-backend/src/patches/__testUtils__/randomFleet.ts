import { createHash } from 'node:crypto';
import {
  Environment,
  NodeStatus,
  PatchBucket,
  PatchKind,
  PatchReason,
  PatchState,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { observation, store } from '../../__testUtils__/nodes';
import { PatchReport } from '../../nodes/types';
import { NO_PATCH_REPORT } from '../../nodes/rows';

const DAY = 86_400_000;

/** What lacks on a node, as the test remembers it. */
export interface ModelLack {
  patch: ModelPatch;
  state: PatchState;
  firstAt: number;
  dueAt: number | null;
}

/** A patch, as the test remembers it. */
export interface ModelPatch {
  id: string;
  kbId: string;
  title: string;
  classification: string | null;
  severity: string | null;
  kind: PatchKind;
  cves: string[];
  releasedAt: number | null;
}

/** A node, as the test remembers it. */
export interface ModelNode {
  title: string;
  nodeId: string;
  owner: string;
  system: string | null;
  component: string | null;
  environment: Environment;
  platform: string | null;
  account: string;
  region: string;
  status: NodeStatus;
  tags: Record<string, string>;
  bucket: PatchBucket;
  reasons: PatchReason[];
  operationAt: number | null;
  dueAt: number | null;
  excepted: boolean;
  lacks: ModelLack[];
}

/** Numbers that look random and are the same in every run. */
export function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) % 4294967296;
    return Math.abs(state) / 4294967296;
  };
  return {
    next,
    pick: <T>(items: readonly T[]): T =>
      items[Math.min(items.length - 1, Math.floor(next() * items.length))],
  };
}

export const OWNERS = ['payments', 'storefront', 'data'].map(
  name => `group:default/${name}`,
);
export const SYSTEMS = ['system:default/checkout', 'system:default/search'];
export const COMPONENTS = ['component:default/api', 'component:default/web'];
export const ACCOUNTS = ['111122223333', '222233334444'];
export const REGIONS = ['eu-central-1', 'us-east-1'];

const STATES = [
  'MISSING',
  'MISSING',
  'FAILED',
  'INSTALLED_PENDING_REBOOT',
  'INSTALLED_REJECTED',
] as const;

const HOSTILE = '=HYPERLINK("http://x","1,5")\n"<script>';

/** Patches, one of which is hostile. */
export function modelPatches(now: number): ModelPatch[] {
  return Array.from({ length: 12 }, (_, index) => {
    const kbId = index ? `KB50${index}` : HOSTILE;
    const title = index ? `100%_sure update ${index}` : '@SUM(A1:A9)';
    return {
      id: createHash('sha1').update(`${kbId}\n${title}`).digest('hex'),
      kbId,
      title,
      classification: index % 4 ? ['Security', 'Bugfix'][index % 2] : null,
      severity: index % 5 ? ['Critical', 'Low'][index % 2] : null,
      kind: (['other', 'security', 'critical'] as const)[index % 3],
      cves: index % 3 ? [`CVE-2026-1${index}`, `CVE-2026-1${index}0`] : [],
      releasedAt: index % 2 ? now - index * DAY : null,
    };
  });
}

function reportOf(node: ModelNode): PatchReport {
  const has = (reason: PatchReason) => (node.reasons.includes(reason) ? 1 : 0);
  return {
    ...NO_PATCH_REPORT,
    bucket: node.bucket,
    missing: has('missing'),
    failed: has('failed'),
    installedPendingReboot: has('pending-reboot'),
    installedRejected: has('rejected'),
    lastOperation: node.operationAt === null ? null : 'Scan',
    lastOperationAt:
      node.operationAt === null
        ? null
        : new Date(node.operationAt).toISOString(),
  };
}

function modelNode(
  index: number,
  random: ReturnType<typeof randomOf>,
  patches: ModelPatch[],
  now: number,
): ModelNode {
  const { pick, next } = random;
  const bucket = pick([
    'never-reported',
    'critical',
    'security',
    'other',
    'compliant',
    'compliant',
  ] as const);
  const lacking = bucket !== 'never-reported' && bucket !== 'compliant';
  const read = lacking && next() < 0.8;
  const excepted = read && next() < 0.2;
  const lacks = read
    ? patches
        .filter(() => next() < 0.3)
        .map(patch => ({
          patch,
          state: pick(STATES),
          firstAt: now - Math.floor(next() * 40 * DAY),
          dueAt:
            excepted || next() < 0.1
              ? null
              : now + Math.floor((next() - 0.4) * 20 * DAY),
        }))
    : [];
  const due = lacks.flatMap(lack => lack.dueAt ?? []);
  return {
    title: `node-${index}`,
    nodeId: '',
    owner: pick(OWNERS),
    system: pick([null, ...SYSTEMS]),
    component: pick([null, null, ...COMPONENTS]),
    environment: pick(['aws', 'azure', 'vmware'] as const),
    platform: pick([null, 'Ubuntu', 'Windows']),
    account: pick(ACCOUNTS),
    region: pick(REGIONS),
    status: pick(['online', 'online', 'connection-lost', 'left'] as const),
    tags: pick<Record<string, string>>([
      {},
      { Stage: 'prod' },
      { Stage: 'test', Team: 'x' },
    ]),
    bucket,
    reasons: lacking
      ? (['missing', 'failed', 'pending-reboot', 'rejected'] as const).filter(
          (_, bit) => Math.floor(((index % 15) + 1) / 2 ** bit) % 2 === 1,
        )
      : [],
    operationAt:
      bucket === 'never-reported' ? null : now - Math.floor(next() * 45 * DAY),
    dueAt: due.length ? Math.min(...due) : null,
    excepted,
    lacks,
  };
}

/** Makes a fleet, stores it as the sync and the reader of patches would, and returns what was stored. */
export async function storeRandomFleet(
  knex: Knex,
  options: { seed: number; nodes: number; now: number },
): Promise<ModelNode[]> {
  const random = randomOf(options.seed);
  const patches = modelPatches(options.now);
  await knex('patches').insert(
    patches.map(patch => ({
      digest: patch.id,
      kb_id: patch.kbId,
      title: patch.title,
      classification: patch.classification,
      severity: patch.severity,
      kind: patch.kind,
      kind_rank: ['other', 'security', 'critical'].indexOf(patch.kind),
      cves: JSON.stringify(patch.cves),
      search_text: [patch.kbId, patch.title, ...patch.cves]
        .join(' ')
        .toLowerCase(),
      released_at: patch.releasedAt,
    })),
  );
  const patchIds = new Map<string, number>(
    (await knex('patches').select('id', 'digest')).map(row => [
      row.digest,
      row.id,
    ]),
  );
  const fleet = Array.from({ length: options.nodes }, (_, index) =>
    modelNode(index, random, patches, options.now),
  );
  for (const [index, node] of fleet.entries()) {
    const seen = observation(index, {
      reportedName: node.title,
      environment: node.environment,
      platformName: node.platform,
      pingStatus: node.status === 'online' ? 'Online' : 'ConnectionLost',
      tags: node.tags,
      patch: reportOf(node),
    });
    node.nodeId = seen.nodeId;
    await store(knex, [seen], {
      account: node.account,
      region: node.region,
      decideOwnership: () => ({
        ownerRef: node.owner,
        claimed: true,
        unclaimedReason: null,
        systemRef: node.system,
        componentRef: node.component,
      }),
    });
    const row = await knex('nodes').where({ node_id: node.nodeId }).first('id');
    await knex('nodes')
      .where({ id: row.id })
      .update({
        patch_due_at: node.dueAt,
        patch_excepted: node.excepted,
        ...(node.status === 'left' && { status: 'left', left_at: options.now }),
      });
    if (node.lacks.length) {
      await knex('node_patches').insert(
        node.lacks.map(lack => ({
          node_id: row.id,
          patch_id: patchIds.get(lack.patch.id),
          state: lack.state,
          first_at: lack.firstAt,
          due_at: lack.dueAt,
        })),
      );
    }
  }
  return fleet;
}
