import { InstancePatchState, PatchComplianceData } from '@aws-sdk/client-ssm';
import { hash, Random } from '../model/random';
import { patchStateOf } from './patchState';
import { SimulatedNode } from './types';

const DAY = 86_400_000;

const LINUX_PACKAGES = [
  'kernel',
  'openssl',
  'glibc',
  'curl',
  'systemd',
  'openssh-server',
  'sudo',
  'libxml2',
  'python3',
  'bind-utils',
  'vim-minimal',
  'zlib',
  'expat',
  'ca-certificates',
];

type Kind = 'critical' | 'security' | 'other';

interface Patch {
  state: NonNullable<PatchComplianceData['State']>;
  kind: Kind;
}

function severityOf(kind: Kind, random: Random): string {
  switch (kind) {
    case 'critical':
      return 'Critical';
    case 'security':
      return random.pick(['Important', 'Medium']);
    default:
      return random.pick(['Low', 'Unspecified']);
  }
}

function describe(
  { state, kind }: Patch,
  index: number,
  node: SimulatedNode,
  now: number,
): PatchComplianceData {
  const random = Random.create(node.seed, 'patch', index);
  const number = 5_000_000 + (hash(node.platform.name, index) % 90_000);
  const secure = kind !== 'other';
  const installed = state.startsWith('INSTALLED');
  const base = {
    State: state,
    Severity: severityOf(kind, random),
    // SSM gives the epoch for what is not installed.
    InstalledTime: new Date(installed ? now - random.int(1, 300) * DAY : 0),
    ...(secure && {
      CVEIds: Array.from(
        { length: random.int(1, 3) },
        () => `CVE-${random.int(2023, 2026)}-${random.int(1000, 49999)}`,
      ).join(','),
    }),
  };
  if (node.platform.type === 'Windows') {
    return {
      ...base,
      Title: `2026-${String((index % 10) + 1).padStart(
        2,
        '0',
      )} Cumulative Update for Windows Server (KB${number})`,
      KBId: `KB${number}`,
      Classification: secure ? 'SecurityUpdates' : 'Updates',
    };
  }
  const name = LINUX_PACKAGES[index % LINUX_PACKAGES.length];
  const version = `${random.int(1, 6)}.${random.int(0, 20)}-${index}`;
  return {
    ...base,
    Title: `${name}.x86_64:${version}`,
    KBId: `${name}.x86_64`,
    Classification: secure ? 'Security' : 'Bugfix',
  };
}

function patchesOf(state: InstancePatchState): Patch[] {
  const repeat = <T>(count: number | undefined, value: T) =>
    Array.from({ length: count ?? 0 }, () => value);
  const kinds: Kind[] = [
    ...repeat<Kind>(state.CriticalNonCompliantCount, 'critical'),
    ...repeat<Kind>(state.SecurityNonCompliantCount, 'security'),
    ...repeat<Kind>(state.OtherNonCompliantCount, 'other'),
  ];
  const noncompliant = [
    ...repeat(state.MissingCount, 'MISSING' as const),
    ...repeat(state.FailedCount, 'FAILED' as const),
    ...repeat(
      state.InstalledPendingRebootCount,
      'INSTALLED_PENDING_REBOOT' as const,
    ),
    ...repeat(state.InstalledRejectedCount, 'INSTALLED_REJECTED' as const),
  ].map((what, index) => ({ state: what, kind: kinds[index] }));
  const compliant = [
    ...repeat(state.InstalledCount, 'INSTALLED' as const),
    ...repeat(state.InstalledOtherCount, 'INSTALLED_OTHER' as const),
  ].map((what, index) => ({
    state: what,
    kind: index % 3 ? ('other' as const) : ('security' as const),
  }));
  return [...noncompliant, ...compliant];
}

/**
 * The patches behind a node's report: as many of each state and severity as
 * the report counts. Patches that do not apply are not listed.
 */
export function patchDetailsOf(
  node: SimulatedNode,
  now: number,
): PatchComplianceData[] {
  const state = patchStateOf(node, now);
  const end = state?.OperationEndTime?.getTime() ?? now;
  return state
    ? patchesOf(state).map((patch, index) => describe(patch, index, node, end))
    : [];
}
