import { createHash } from 'node:crypto';
import {
  Environment,
  PatchBucket,
  PatchReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { byTags } from '../../__testUtils__/ownership';
import { observeTags } from '../../sync/observe';
import { DuePolicy } from '../policy/DueDates';
import { Aws } from './patchWorld';
import { ModelNode, ModelPatch } from './randomFleet';

const DAY = 86_400_000;

type SimulatedNode = Awaited<
  ReturnType<Aws['control']['findNodes']>
>['nodes'][number];
type Report = NonNullable<
  Awaited<ReturnType<Aws['control']['patches']['ofNode']>>['report']
>;

/** An exception, as the test gave it. */
export interface TrueException {
  scope: 'node' | 'application';
  subject: string;
  patch: string;
  until: number;
  endedAt: number | null;
}

const BUCKETS: Record<string, PatchBucket> = { never: 'never-reported' };

const REASONS: Array<[keyof Report['counts'], PatchReason]> = [
  ['missing', 'missing'],
  ['failed', 'failed'],
  ['pendingReboot', 'pending-reboot'],
  ['rejected', 'rejected'],
];

/** What Systems Manager lets one know of where a machine lives. */
function environmentOf(node: SimulatedNode): Environment {
  if (['aws', 'azure', 'gcp'].includes(node.environment)) {
    return node.environment;
  }
  if (node.sourceType === 'AWS::IoT::Thing') {
    return 'edge';
  }
  return node.tags.Hypervisor === 'vmware' ? 'vmware' : 'on-premises';
}

function statusOf(node: SimulatedNode): ModelNode['status'] {
  if (node.instanceState === 'stopped') {
    return 'stopped';
  }
  return node.pingStatus === 'Online' ? 'online' : 'connection-lost';
}

/**
 * The fleet as the simulator knows it, with since when patches have been
 * reported: that is remembered from look to look, as nobody else does.
 */
export class GroundTruth {
  readonly #aws: Aws;
  readonly #places: Array<{ account: string; region: string }>;
  #firstAt = new Map<string, number>();
  /** What the simulator told of patches so far, by digest. */
  readonly patches = new Map<string, ModelPatch>();
  /** When patches were released whose release the store was told. */
  readonly released = new Map<string, number>();
  readonly exceptions: TrueException[] = [];

  static create(
    aws: Aws,
    places: Array<{ account: string; region: string }>,
  ): GroundTruth {
    return new GroundTruth(aws, places);
  }

  private constructor(
    aws: Aws,
    places: Array<{ account: string; region: string }>,
  ) {
    this.#aws = aws;
    this.#places = places;
  }

  /** Looks at every node, as it is now. */
  async look(policy: DuePolicy, now: number): Promise<ModelNode[]> {
    const { control } = this.#aws;
    const firstAt = new Map<string, number>();
    const nodes: ModelNode[] = [];
    for (const { account, region } of this.#places) {
      const found = await control.findNodes({ account, region, limit: 1_000 });
      for (const node of found.nodes.filter(({ managed }) => managed)) {
        const { report, profile } = await control.patches.ofNode(node.id);
        const endedAt = report && Date.parse(report.endedAt);
        const lacks = (report?.lacking ?? []).map(lacking => {
          const patch = this.#remember(lacking);
          const key = `${node.id} ${patch.id}`;
          const since = this.#firstAt.get(key) ?? endedAt!;
          firstAt.set(key, since);
          return { patch, state: lacking.state, firstAt: since, dueAt: null };
        });
        const { ownerRef, systemRef, componentRef } = byTags({
          tags: observeTags(node.tags),
        });
        nodes.push({
          title: node.tags.Name ?? node.id,
          nodeId: node.id,
          owner: ownerRef,
          system: systemRef,
          component: componentRef,
          environment: environmentOf(node),
          platform: node.platformName,
          account,
          region,
          status: statusOf(node),
          tags: node.tags,
          bucket: BUCKETS[profile] ?? (profile as PatchBucket),
          reasons: REASONS.flatMap(([counter, reason]) =>
            report && report.counts[counter] ? reason : [],
          ),
          operationAt: endedAt,
          dueAt: null,
          excepted: false,
          lacks,
        });
      }
    }
    this.#firstAt = firstAt;
    return nodes.map(node => this.#judge(node, policy, now));
  }

  #remember(lacking: Report['lacking'][number]): ModelPatch {
    const { kbId, title, kind, severity, classification, cves } = lacking;
    const id = createHash('sha1').update(`${kbId}\n${title}`).digest('hex');
    const patch: ModelPatch = {
      id,
      kbId,
      title,
      kind,
      severity: severity || null,
      classification: classification || null,
      cves: [...cves].sort(),
      releasedAt: this.released.get(id) ?? null,
    };
    const known = this.patches.get(id);
    if (known && known.kind !== kind) {
      throw new Error(`The simulator tells two things of ${title}`);
    }
    this.patches.set(id, patch);
    return patch;
  }

  /** Says by when, and whether it counts, as the policy is written. */
  #judge(node: ModelNode, policy: DuePolicy, now: number): ModelNode {
    const lacks = node.lacks.map(lack => {
      const { patch, firstAt } = lack;
      const excepted = this.exceptions.some(
        exception =>
          exception.endedAt === null &&
          exception.until > now &&
          [node.nodeId, node.system, node.component].includes(
            exception.subject,
          ) &&
          ['*', patch.kbId, ...patch.cves].includes(exception.patch),
      );
      const from =
        policy.countFrom === 'released' && patch.releasedAt !== null
          ? Math.min(firstAt, patch.releasedAt)
          : firstAt;
      return {
        ...lack,
        dueAt: excepted ? null : from + policy.days[patch.kind] * DAY,
      };
    });
    const dues = lacks.flatMap(({ dueAt }) => dueAt ?? []);
    return {
      ...node,
      lacks,
      dueAt: dues.length ? Math.min(...dues) : null,
      excepted: lacks.length > 0 && !dues.length,
    };
  }
}
