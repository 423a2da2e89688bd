import {
  UnmanagedInstance,
  UnmanagedPage,
} from '@managed-nodes/plugin-managed-nodes-common';

/** An instance that runs without an agent, except for what a test says. */
export function anInstance(
  overrides: Partial<UnmanagedInstance> = {},
): UnmanagedInstance {
  return {
    instanceId: 'i-0123456789abcdef0',
    account: '666677778888',
    accountName: 'sandbox',
    region: 'us-east-1',
    title: 'build-runner-7',
    reason: 'no-agent',
    instanceState: 'running',
    platformType: 'Linux',
    instanceType: 't3.large',
    instanceProfile: 'build',
    launchedAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    ownerRef: 'group:default/platform-team',
    claimed: true,
    systemRef: null,
    componentRef: null,
    tags: {},
    firstSeenAt: '2026-01-01T00:00:00Z',
    lastSeenAt: new Date().toISOString(),
    consoleUrl:
      'https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#InstanceDetails:instanceId=i-0123456789abcdef0',
    ...overrides,
  };
}

/** A page of one instance of three. */
export function anUnmanagedPage(
  overrides: Partial<UnmanagedPage> = {},
): UnmanagedPage {
  return {
    items: [anInstance()],
    totalItems: 3,
    reasons: [
      { reason: 'no-agent', count: 2 },
      { reason: 'stopped', count: 1 },
    ],
    nextCursor: null,
    ...overrides,
  };
}
