import { Knex } from 'knex';
import { NodeWriter } from '../../plugins/managed-nodes-backend/src/nodes/NodeWriter';
import { NO_PATCH_REPORT } from '../../plugins/managed-nodes-backend/src/nodes/rows';
import {
  NodeObservation,
  PatchReport,
  TargetKey,
} from '../../plugins/managed-nodes-backend/src/nodes/types';
import { TargetStore } from '../../plugins/managed-nodes-backend/src/sync/TargetStore';
import { UnmanagedInstances } from '../../plugins/managed-nodes-backend/src/unmanaged/UnmanagedInstances';

export const TEAMS = 60;
const REGIONS = ['eu-central-1', 'us-east-1', 'ap-southeast-2', 'us-west-2'];
const MAX_TARGETS = 1200;
/** One EC2 instance that is no node for so many nodes. */
const NODES_PER_UNMANAGED = 80;
const PLATFORMS: Array<[string, string, 'Linux' | 'Windows']> = [
  ['Ubuntu', '22.04', 'Linux'],
  ['Ubuntu', '24.04', 'Linux'],
  ['Amazon Linux', '2023', 'Linux'],
  ['Red Hat Enterprise Linux', '9.4', 'Linux'],
  ['SLES', '15.6', 'Linux'],
  ['Microsoft Windows Server 2019 Datacenter', '10.0.17763', 'Windows'],
  ['Microsoft Windows Server 2022 Datacenter', '10.0.20348', 'Windows'],
];
const BUCKETS = [
  'compliant',
  'compliant',
  'compliant',
  'critical',
  'security',
  'other',
  'never-reported',
] as const;

/** Chooses for each index what looks random and is the same in every run. */
function pick<T>(items: readonly T[], index: number, salt: number): T {
  return items[
    Math.abs(Math.imul(index + salt, 2654435761) >> 8) % items.length
  ];
}

/** What a node reports of its patches: a bucket, and nothing in detail. */
function bareReport(index: number): PatchReport {
  return { ...NO_PATCH_REPORT, bucket: pick(BUCKETS, index, 3) };
}

function node(index: number, patch: PatchReport): NodeObservation {
  const team = Math.abs(Math.imul(index, 40503)) % TEAMS;
  const [platformName, platformVersion, platformType] = pick(
    PLATFORMS,
    index,
    1,
  );
  const environment = pick(
    ['aws', 'aws', 'azure', 'gcp', 'vmware', 'on-premises'] as const,
    index,
    2,
  );
  return {
    nodeId: `mi-${index.toString(16).padStart(17, '0')}`,
    reportedName: `team${team}-app-${index}`,
    environment,
    resourceType: environment === 'aws' ? 'ec2' : 'hybrid',
    pingStatus: index % 11 ? 'Online' : 'ConnectionLost',
    lastPingAt: 1_700_000_000_000 + index,
    instanceState: null,
    computerName: `host-${index}.example.com`,
    ipAddress: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    platformType,
    platformName,
    platformVersion,
    agentVersion: `3.3.${index % 9}.0`,
    agentUpToDate: index % 9 === 8,
    activationId: null,
    iamRole: null,
    registeredAt: null,
    instanceType: null,
    availabilityZone: null,
    architecture: 'x86_64',
    launchedAt: null,
    sourceId: null,
    sourceLocation: null,
    tags: {
      Owner: `team-${team}`,
      Application: `system-${index % 200}`,
      Stage: index % 3 ? 'prod' : 'test',
      CostCenter: String(4000 + (index % 50)),
    },
    patch,
  };
}

/** The targets a fleet of this size is spread over, four Regions an account. */
export function targetsOf(nodes: number): TargetKey[] {
  const count = Math.min(MAX_TARGETS, Math.max(20, Math.ceil(nodes / 250)));
  return Array.from({ length: count }, (_, index) => ({
    account: String(100_000_000_000 + Math.floor(index / REGIONS.length)),
    region: REGIONS[index % REGIONS.length],
  }));
}

function unmanaged(target: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    instanceId: `i-${(target * 10_000 + index).toString(16).padStart(17, '0')}`,
    title: `team${(target + index) % TEAMS}-bare-${target}-${index}`,
    reason: pick(
      ['no-agent', 'no-instance-profile', 'stopped'] as const,
      target + index,
      5,
    ),
    platformName: 'Linux/UNIX',
    tags: { Owner: `team-${(target + index) % TEAMS}` },
    details: {
      instanceState: 'running',
      platformType: 'Linux' as const,
      instanceType: 'm7i.large',
      instanceProfile: null,
      launchedAt: 1_700_000_000_000,
    },
  }));
}

/**
 * Writes a fleet into the node store by the code that a sync writes by. Every
 * tenth target holds back the removal of half of its nodes.
 */
export async function fillStore(
  knex: Knex,
  nodes: number,
  reportOf: (index: number) => PatchReport = bareReport,
): Promise<void> {
  const writer = NodeWriter.create({ knex });
  const store = TargetStore.create({ knex });
  const instances = UnmanagedInstances.create({ knex });
  const targets = targetsOf(nodes);
  for (const [index, target] of targets.entries()) {
    const held = index % 10 === 0;
    const first = Math.floor((nodes * index) / targets.length);
    const end = Math.floor((nodes * (index + 1)) / targets.length);
    const page = Array.from({ length: end - first }, (_, i) =>
      node(first + i, reportOf(first + i)),
    );
    const listing = async (observations: NodeObservation[]) => {
      const startedAt = Date.now();
      const generation = await store.begin(
        { ...target, source: 'ssm' },
        startedAt,
      );
      const context = {
        ...target,
        accountName: `account-${target.account.slice(-3)}`,
        generation,
        decideOwnership: ({ tags }: { tags: Record<string, string> }) => ({
          ownerRef: `group:default/${tags.Owner}`,
          claimed: true,
          unclaimedReason: null,
          systemRef: tags.Application
            ? `system:default/${tags.Application}`
            : null,
          componentRef: null,
        }),
        undecided: {
          ownerRef: 'group:default/platform-team',
          claimed: false,
          unclaimedReason: null,
          systemRef: null,
          componentRef: null,
        },
      };
      for (let start = 0; start < observations.length; start += 1000) {
        await writer.applyPage(
          context,
          observations.slice(start, start + 1000),
          Date.now(),
        );
      }
      await instances.replace(
        context,
        unmanaged(index, Math.ceil((end - first) / NODES_PER_UNMANAGED)),
        Date.now(),
      );
      const missing = page.length - observations.length;
      await store.finish(
        { ...target, generation },
        {
          state: missing ? 'held' : 'ok',
          complete: true,
          counts: {
            pages: 1,
            calls: 12,
            throttles: 0,
            listed: observations.length,
            added: 0,
            changed: 0,
            missing,
            removed: 0,
          },
          held: missing ? { missing, known: page.length, generation } : null,
          error: null,
          warnings: [],
        },
        startedAt,
        Date.now(),
      );
    };
    await listing(page);
    if (held) {
      await listing(page.slice(0, Math.ceil(page.length / 2)));
    }
  }
}
