import { Organization } from '../model/Organization';
import { DEFAULT_REGIONS, regionShares } from '../model/places';
import { Fleet } from './Fleet';
import { HOSTILE_NODES } from './hostile';
import { arnOf, lastPingAt } from './state';
import { tagValue } from './tags';
import { SimulatedNode } from './types';

const NOW = Date.UTC(2026, 10, 20, 12);
const organization = Organization.create();

function fleetOf(size: number, seed = 1): Fleet {
  return Fleet.create(size, {
    seed,
    organization,
    regions: regionShares(DEFAULT_REGIONS),
    now: NOW,
  });
}

function share(
  nodes: readonly SimulatedNode[],
  test: (node: SimulatedNode) => boolean,
): number {
  return nodes.filter(test).length / nodes.length;
}

const OWNERS = [
  'payments-team',
  'storefront-team',
  'data-team',
  'logistics-team',
  'corporate-it',
  'platform-team',
];

describe('Fleet', () => {
  const everything = fleetOf(6000).everything();
  const nodes = everything.filter(node => node.managed);

  it('is the same for the same seed, and another for another', () => {
    expect(fleetOf(300).everything()).toEqual(fleetOf(300).everything());
    expect(fleetOf(300, 2).everything()).not.toEqual(fleetOf(300).everything());
  });

  it('keeps its first nodes when it is larger', () => {
    const few = fleetOf(50).everything();

    expect(fleetOf(1000).everything().slice(0, few.length)).toEqual(few);
  });

  it('has valid and distinct ids', () => {
    expect(new Set(nodes.map(node => node.id)).size).toBe(nodes.length);
    expect(
      nodes.filter(
        node =>
          !(
            node.environment === 'aws'
              ? /^i-[0-9a-f]{17}$/
              : /^mi-[0-9a-f]{17}$/
          ).test(node.id),
      ),
    ).toEqual([]);
  });

  it('is in every account, Region and environment', () => {
    for (const account of organization.members) {
      for (const region of DEFAULT_REGIONS) {
        expect(
          nodes.some(
            node => node.account === account.id && node.region === region,
          ),
        ).toBe(true);
      }
    }
    expect(new Set(nodes.map(node => node.environment)).size).toBe(6);
    expect(
      nodes.every(node => node.account !== organization.management.id),
    ).toBe(true);
  });

  it('says where machines come from as Systems Manager does', () => {
    const types = (environment: string) => [
      ...new Set(
        nodes
          .filter(node => node.environment === environment)
          .map(node => node.source.type),
      ),
    ];

    expect(types('aws')).toEqual(['AWS::EC2::Instance']);
    expect(types('azure')).toEqual(['Microsoft.Compute/virtualMachines']);
    expect(types('gcp')).toEqual(['compute.googleapis.com/Instance']);
    expect(types('vmware')).toEqual(['AWS::SSM::ManagedInstance']);
    expect(types('edge').sort()).toEqual([
      'AWS::IoT::Thing',
      'AWS::SSM::ManagedInstance',
    ]);
  });

  it('is mostly tagged well, and messy as real fleets are', () => {
    const owner = (node: SimulatedNode) => tagValue(node.tags, 'Owner');

    expect(
      share(nodes, node => OWNERS.includes(owner(node) ?? '')),
    ).toBeCloseTo(0.88, 1);
    expect(
      share(nodes, node => node.everTagged && owner(node) === undefined),
    ).toBeCloseTo(0.06, 1);
    const misspelt = (node: SimulatedNode) =>
      owner(node) !== undefined && !OWNERS.includes(owner(node) ?? '');
    expect(share(nodes, misspelt)).toBeGreaterThan(0.015);
    expect(share(nodes, misspelt)).toBeLessThan(0.05);
    expect(share(nodes, node => !node.everTagged)).toBeGreaterThan(0.015);
    for (const name of OWNERS) {
      expect(share(nodes, node => owner(node) === name)).toBeGreaterThan(0.05);
    }
    const names = new Set(nodes.map(node => node.computerName));
    expect(names.size).toBeLessThan(nodes.length * 0.99);
  });

  it('puts four of ten tagged machines in a patch group', () => {
    const groups = (node: SimulatedNode) =>
      node.tags.filter(tag => ['PatchGroup', 'Patch Group'].includes(tag.Key));
    const grouped = nodes.filter(node => groups(node).length > 0);

    expect(grouped.length / nodes.length).toBeCloseTo(0.39, 1);
    expect(new Set(grouped.map(node => groups(node)[0].Value))).toEqual(
      new Set([
        'legacy',
        'nonprod-linux',
        'nonprod-windows',
        'prod-linux',
        'prod-windows',
      ]),
    );
    expect(
      grouped.filter(
        node =>
          (groups(node)[0].Key === 'PatchGroup') !==
          (node.environment === 'aws'),
      ),
    ).toEqual([]);
  });

  it('gives Windows machines names that Windows allows', () => {
    const windows = nodes.filter(node => node.platform.type === 'Windows');
    const known = new Set(HOSTILE_NODES.map(hostile => hostile.computerName));

    expect(
      windows
        .map(node => node.computerName)
        .filter(name => name.length > 15 && !known.has(name))
        .filter(name => name !== 'ip-10-0-0-12.ec2.internal'),
    ).toEqual([]);
  });

  it('has instances that nobody manages, in listing order', () => {
    const unmanaged = everything.filter(node => !node.managed);

    expect(unmanaged).toHaveLength(75);
    expect(unmanaged.every(node => node.environment === 'aws')).toBe(true);
    const count = (test: (node: SimulatedNode) => boolean) =>
      unmanaged.filter(test).length;
    expect(count(node => node.iamRole === undefined)).toBe(30);
    expect(count(node => node.instanceState === 'stopped')).toBe(15);
    expect(
      count(node => Boolean(node.iamRole) && node.instanceState === 'running'),
    ).toBe(30);
    expect(fleetOf(6000).size).toBe(6000);
    expect(everything.map(node => node.seq)).toEqual(
      everything.map(node => node.seq).sort((a, b) => a - b),
    );
  });

  it('has sandbox machines that claim an owner from elsewhere', () => {
    const sandbox = organization.members[5].id;

    expect(
      nodes.some(
        node =>
          node.account === sandbox &&
          tagValue(node.tags, 'Owner') === 'payments-team',
      ),
    ).toBe(true);
  });

  it('has stopped and lost nodes, and outdated agents', () => {
    expect(
      nodes
        .filter(node => node.instanceState === 'stopped')
        .every(node => node.lostAt !== undefined),
    ).toBe(true);
    expect(
      share(nodes, node => node.instanceState === 'stopped'),
    ).toBeGreaterThan(0.01);
    expect(share(nodes, node => node.lostAt !== undefined)).toBeLessThan(0.1);
    expect(
      share(nodes, node => node.agentVersion !== '3.3.3050.0'),
    ).toBeCloseTo(0.16, 1);
  });

  it('has every hostile node once, with an owner who sees it', () => {
    for (const hostile of HOSTILE_NODES) {
      const found = nodes.filter(
        node => node.computerName === hostile.computerName,
      );
      expect(found).toHaveLength(1);
      expect(OWNERS).toContain(tagValue(found[0].tags, 'Owner'));
    }
    expect(
      nodes.every(node =>
        node.tags.every(
          tag =>
            tag.Key.length >= 1 &&
            tag.Key.length <= 128 &&
            tag.Value.length <= 256,
        ),
      ),
    ).toBe(true);
  });

  it('finds nodes only in their account and Region', () => {
    const fleet = fleetOf(50);
    const [node] = fleet.everything();

    expect(fleet.find(node.account, node.region, node.id)).toBe(node);
    expect(fleet.find('999999999999', node.region, node.id)).toBeUndefined();
    expect(fleet.find(node.account, 'eu-west-1', node.id)).toBeUndefined();
  });

  it('goes on where a listing stopped while nodes come and go', () => {
    const fleet = fleetOf(500);
    const { account, region } = fleet.everything()[0];
    const before = fleet.list(account, region);
    const next = before[3].seq;
    fleet.terminate([before[0].id, before[3].id, before[5].id, 'nobody']);
    const [added] = fleet.add(1, { account, region });

    const rest = [...Fleet.from(fleet.list(account, region), next)];
    expect(rest.map(node => node.id)).toEqual([
      ...before
        .slice(4)
        .filter(node => node !== before[5])
        .map(node => node.id),
      added.id,
    ]);
    expect(fleet.size).toBe(500 - 3 + 1);
  });
});

describe('node state', () => {
  const nodes = fleetOf(400).everything();

  it('pings every five minutes while it is online', () => {
    const online = nodes.filter(node => node.lostAt === undefined);
    const lost = nodes.filter(node => node.lostAt !== undefined);

    for (const node of online) {
      const first = lastPingAt(node, NOW);
      expect(first).toBeLessThanOrEqual(NOW);
      expect(NOW - first).toBeLessThan(300_000);
      expect(lastPingAt(node, NOW + 300_000)).toBe(first + 300_000);
    }
    for (const node of lost) {
      expect(lastPingAt(node, NOW)).toBe(node.lostAt);
      expect(lastPingAt(node, NOW + 300_000)).toBe(node.lostAt);
    }
  });

  it('has an ARN for tagging', () => {
    for (const node of nodes) {
      expect(arnOf(node)).toBe(
        node.environment === 'aws'
          ? `arn:aws:ec2:${node.region}:${node.account}:instance/${node.id}`
          : `arn:aws:ssm:${node.region}:${node.account}:managed-instance/${node.id}`,
      );
    }
  });
});
