import {
  ManagedNode,
  managedNodeSchema,
  NodeOverview,
} from '@managed-nodes/plugin-managed-nodes-common';

/** A node that is fine, except for what a test says. */
export function aNode(overrides: Partial<ManagedNode> = {}): ManagedNode {
  const name = overrides.name ?? 'mi-0123456789abcdef0';
  return managedNodeSchema.parse({
    name,
    entityRef: `resource:default/${name}`,
    title: 'payments-api-prod-001',
    nodeId: name,
    arn: `arn:aws:ssm:eu-central-1:111122223333:managed-instance/${name}`,
    account: '111122223333',
    accountName: 'commerce-prod',
    region: 'eu-central-1',
    environment: 'vmware',
    resourceType: 'hybrid',
    status: 'online',
    lastPingAt: new Date(Date.now() - 181_000).toISOString(),
    computerName: 'pay-001.corp.example.com',
    ipAddress: '10.1.4.7',
    platformType: 'Linux',
    platformName: 'Ubuntu',
    platformVersion: '22.04',
    agentVersion: '3.3.1142.0',
    agentUpToDate: true,
    ownerRef: 'group:default/payments-team',
    claimed: true,
    unclaimedReason: null,
    systemRef: 'system:default/payments',
    componentRef: 'component:default/payments-api',
    tags: { Owner: 'payments-team' },
    patch: {
      bucket: 'critical',
      criticalNonCompliant: 2,
      securityNonCompliant: 3,
      otherNonCompliant: 0,
      installed: 100,
      installedOther: 2,
      installedPendingReboot: 0,
      installedRejected: 0,
      missing: 5,
      failed: 0,
      notApplicable: 900,
      baselineId: 'pb-1',
      patchGroup: null,
      lastOperation: 'Scan',
      lastOperationAt: '2026-05-12T10:00:00Z',
    },
    activationId: 'act-1',
    iamRole: null,
    registeredAt: '2026-01-01T00:00:00Z',
    instanceType: null,
    instanceState: null,
    availabilityZone: null,
    architecture: 'x86_64',
    launchedAt: null,
    sourceId: null,
    sourceLocation: null,
    firstSeenAt: '2026-01-01T00:00:00Z',
    lastSeenAt: new Date().toISOString(),
    missingSince: null,
    leftAt: null,
    consoleUrl: `https://eu-central-1.console.aws.amazon.com/systems-manager/fleet-manager/${name}`,
    ...overrides,
  });
}

/** The counts of ten nodes, of which not all are well. */
export function anOverview(
  overrides: Partial<NodeOverview> = {},
): NodeOverview {
  return {
    total: 10,
    online: 7,
    connectionLost: 1,
    stopped: 1,
    missing: 1,
    ec2: 4,
    hybrid: 6,
    agentOutdated: 2,
    unclaimed: 3,
    environments: [
      { environment: 'vmware', count: 6 },
      { environment: 'aws', count: 4 },
    ],
    platforms: [
      { platform: 'Ubuntu', version: '22.04', count: 9 },
      { platform: '', version: '', count: 1 },
    ],
    patch: [
      { bucket: 'compliant', count: 8 },
      { bucket: 'critical', count: 2 },
    ],
    asOf: new Date().toISOString(),
    ...overrides,
  };
}
