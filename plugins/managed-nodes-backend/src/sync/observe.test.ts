import { InstanceProperty } from '@aws-sdk/client-ssm';
import { ConfigReader } from '@backstage/config';
import { readManagedNodesConfig } from '../config';
import { observeNode, observePatch, observeTags } from './observe';
import { SyncTarget } from '../accounts/types';

const target: SyncTarget = {
  account: '111122223333',
  region: 'eu-central-1',
  accountName: 'commerce-prod',
  accountTags: {},
  units: [],
  source: 'ssm',
};

const { environments } = readManagedNodesConfig(
  new ConfigReader({
    managedNodes: {
      environments: [
        { environment: 'vmware', match: { tag: 'Hypervisor=vmware' } },
        { environment: 'edge', match: { namePattern: '^shop-floor-' } },
      ],
    },
  }),
);

const MI = 'mi-0123456789abcdef0';

function observe(
  property: InstanceProperty,
  tags: Record<string, string> | undefined = {},
) {
  return observeNode(property, target, environments, {
    tags,
    patch: undefined,
    agentUpToDate: null,
  });
}

describe('observeNode', () => {
  it.each<[string, InstanceProperty, Record<string, string>, string]>([
    ['EC2', { InstanceId: 'i-0123456789abcdef0' }, {}, 'aws'],
    [
      'Azure',
      { InstanceId: MI, SourceType: 'Microsoft.Compute/virtualMachines' },
      { Hypervisor: 'vmware' },
      'azure',
    ],
    [
      'Google Cloud',
      {
        InstanceId: MI,
        SourceType:
          'compute.googleapis.com/Instance' as InstanceProperty['SourceType'],
      },
      {},
      'gcp',
    ],
    ['IoT', { InstanceId: MI, SourceType: 'AWS::IoT::Thing' }, {}, 'edge'],
    [
      'VMware by tag',
      { InstanceId: MI, SourceType: 'AWS::SSM::ManagedInstance' },
      { Hypervisor: 'vmware' },
      'vmware',
    ],
    [
      'a name pattern',
      { InstanceId: MI, ComputerName: 'shop-floor-3' },
      {},
      'edge',
    ],
    ['nothing', { InstanceId: MI }, {}, 'on-premises'],
  ])('tells where a node lives by %s', (_, property, tags, environment) => {
    expect(observe(property, tags).environment).toBe(environment);
  });

  it('does not guess the environment while tags are unknown', () => {
    const node = observeNode({ InstanceId: MI }, target, environments, {
      tags: undefined,
      patch: undefined,
      agentUpToDate: null,
    });
    expect(node.environment).toBeUndefined();
  });

  it('cleans what machines say of themselves', () => {
    const node = observe({
      InstanceId: MI,
      Name: 'a\nb\u0000',
      ComputerName: `${'x'.repeat(400)}`,
      PlatformType: 'BeOS' as InstanceProperty['PlatformType'],
      IPAddress: '\t',
    });
    expect(node.reportedName).toBe('a b');
    expect(node.computerName).toHaveLength(256);
    expect(node.platformType).toBeNull();
    expect(node.ipAddress).toBeNull();
  });

  it.each([undefined, '', 'mi-1', '../../etc', `${MI}'--`])(
    'refuses the node id %j',
    InstanceId => {
      expect(() => observe({ InstanceId })).toThrow(
        'AWS listed a node with the id',
      );
    },
  );
});

describe('observePatch', () => {
  const state = {
    InstanceId: MI,
    PatchGroup: '',
    BaselineId: 'pb-1',
    OperationStartTime: new Date(0),
    OperationEndTime: new Date(1000),
    Operation: 'Scan' as const,
  };

  it.each([
    [
      { CriticalNonCompliantCount: 1, SecurityNonCompliantCount: 5 },
      'critical',
    ],
    [{ SecurityNonCompliantCount: 5, OtherNonCompliantCount: 1 }, 'security'],
    [{ OtherNonCompliantCount: 1 }, 'other'],
    [{ CriticalNonCompliantCount: 0, OtherNonCompliantCount: 0 }, 'compliant'],
    [{ MissingCount: 2 }, 'other'],
    [{ InstalledPendingRebootCount: 1 }, 'other'],
    [{ InstalledCount: 100 }, 'compliant'],
  ])('puts %j into the bucket %s', (counts, bucket) => {
    expect(observePatch({ ...state, ...counts }).bucket).toBe(bucket);
  });

  it('tells a node that never reported', () => {
    expect(observePatch(undefined)).toMatchObject({
      bucket: 'never-reported',
      lastOperationAt: null,
    });
  });
});

describe('observeTags', () => {
  it('cleans keys and values and drops keys of nothing', () => {
    expect(
      observeTags({ ' a\n': 'b\u0007c', '\u0000': 'x', long: 'y'.repeat(300) }),
    ).toEqual({ a: 'b c', long: 'y'.repeat(256) });
  });
});
