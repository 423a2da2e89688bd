import {
  MissingPatch,
  patchAgeSchema,
  patchBucketSchema,
  PatchDimension,
  patchReasonSchema,
  patchStandingSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ageOf, standing } from './questions';
import { ModelLack, ModelNode } from './randomFleet';

/** When it is, and from when on reports are stale. */
export interface Clock {
  now: number;
  staleAfterMs: number;
}

const iso = (time: number | null) =>
  time === null ? null : new Date(time).toISOString();

const earliest = (times: number[]) =>
  times.length ? Math.min(...times) : null;

function tally<K extends string>(
  names: readonly K[],
  nodes: ModelNode[],
  holds: (node: ModelNode, name: K) => boolean,
): Record<K, number> {
  return Object.fromEntries(
    names.map(name => [name, nodes.filter(node => holds(node, name)).length]),
  ) as Record<K, number>;
}

/** How some nodes stand, counted one by one. */
export function recountNodes(nodes: ModelNode[], clock: Clock) {
  const standings = tally(patchStandingSchema.options, nodes, (node, name) =>
    [name].includes(
      standing(node, clock.now, clock.staleAfterMs) as typeof name,
    ),
  );
  const { compliant, excepted, due } = standings;
  return {
    nodes: nodes.length,
    buckets: tally(
      patchBucketSchema.options,
      nodes,
      (node, name) => node.bucket === name,
    ),
    standings,
    score: nodes.length ? (compliant + excepted + due) / nodes.length : null,
  };
}

const VALUES: Record<PatchDimension, (node: ModelNode) => string[]> = {
  owner: node => [node.owner],
  application: node => [node.system, node.component].flatMap(ref => ref ?? []),
  environment: node => [node.environment],
  platform: node => (node.platform ? [node.platform] : []),
  account: node => [node.account],
};

/** All of compliance but policy, breakdowns and how recent it is. */
export function recountCompliance(nodes: ModelNode[], clock: Clock) {
  return {
    total: recountNodes(nodes, clock),
    reasons: tally(patchReasonSchema.options, nodes, (node, name) =>
      node.reasons.includes(name),
    ),
    ages: tally(
      patchAgeSchema.options,
      nodes,
      (node, name) => ageOf(node, clock.now) === name,
    ),
    nextDueAt: iso(
      earliest(
        nodes.flatMap(({ dueAt }) =>
          dueAt !== null && dueAt > clock.now ? dueAt : [],
        ),
      ),
    ),
  };
}

/** One breakdown, by value. */
export function recountBy(
  dimension: PatchDimension,
  nodes: ModelNode[],
  clock: Clock,
) {
  const values = (node: ModelNode) => {
    const told = VALUES[dimension](node);
    return told.length ? told : ['none'];
  };
  return Object.fromEntries(
    [...new Set(nodes.flatMap(values))].map(value => [
      value,
      recountNodes(
        nodes.filter(node => values(node).includes(value)),
        clock,
      ),
    ]),
  );
}

/** The patches that some nodes lack, by id. */
export function recountMissing(
  nodes: ModelNode[],
  holds: (lack: ModelLack) => boolean = () => true,
) {
  const lacks = nodes.flatMap(node => node.lacks.filter(holds));
  const byPatch = new Map<string, ModelLack[]>();
  for (const lack of lacks) {
    const { id } = lack.patch;
    byPatch.set(id, [...(byPatch.get(id) ?? []), lack]);
  }
  const items = [...byPatch.values()].map((own): MissingPatch => {
    const [{ patch }] = own;
    const inState = (state: string) =>
      own.filter(lack => lack.state === state).length;
    return {
      ...patch,
      releasedAt: iso(patch.releasedAt),
      nodes: own.length,
      failed: inState('FAILED'),
      pendingReboot: inState('INSTALLED_PENDING_REBOOT'),
      oldestAt: iso(earliest(own.map(({ firstAt }) => firstAt)))!,
      dueAt: iso(earliest(own.flatMap(({ dueAt }) => dueAt ?? []))),
    };
  });
  return {
    items: items.sort((a, b) => (a.id < b.id ? -1 : 1)),
    totalItems: items.length,
    totalNodes: nodes.filter(node => node.lacks.some(holds)).length,
  };
}
