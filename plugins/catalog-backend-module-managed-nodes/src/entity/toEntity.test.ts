import { aNode } from '../__testUtils__/nodes';
import { EntityValidator } from './EntityValidator';
import { nodeEntityRef, toEntity } from './toEntity';

const validator = EntityValidator.create();

describe('toEntity', () => {
  it('says who the node is, whose it is and what it runs for, and nothing else', () => {
    expect(toEntity(aNode())).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        namespace: 'default',
        name: 'mi-0a1b2c3d4e5f60718',
        title: 'pay-ledger-01',
        description:
          'Ubuntu 22.04 on Azure · payments-ledger · payments · 10.0.1.5 · payledger01.corp.example · mi-0a1b2c3d4e5f60718',
        annotations: {
          'backstage.io/managed-by-location':
            'managed-nodes:111122223333/eu-central-1',
          'backstage.io/managed-by-origin-location':
            'managed-nodes:111122223333/eu-central-1',
          'amazonaws.com/arn':
            'arn:aws:ssm:eu-central-1:111122223333:managed-instance/mi-0a1b2c3d4e5f60718',
          'managed-nodes.io/account': '111122223333',
          'managed-nodes.io/region': 'eu-central-1',
          'managed-nodes.io/node-id': 'mi-0a1b2c3d4e5f60718',
        },
        labels: {
          'managed-nodes.io/environment': 'azure',
          'managed-nodes.io/platform': 'Linux',
        },
        links: [
          {
            title: 'AWS console',
            url: 'https://eu-central-1.console.aws.amazon.com/systems-manager/fleet-manager/managed-nodes/mi-0a1b2c3d4e5f60718/general?region=eu-central-1',
          },
        ],
      },
      spec: {
        type: 'managed-node',
        owner: 'group:default/payments-team',
        system: 'system:default/payments',
        dependencyOf: ['component:default/payments-ledger'],
      },
    });
  });

  it('leaves out what is not known', async () => {
    const entity = toEntity(
      aNode({
        computerName: null,
        ipAddress: null,
        platformType: null,
        platformName: null,
        platformVersion: null,
        systemRef: null,
        componentRef: null,
        environment: 'on-premises',
      }),
    );
    expect(entity.metadata.description).toBe(
      'Managed node on-premises · mi-0a1b2c3d4e5f60718',
    );
    expect(entity.metadata.labels).toEqual({
      'managed-nodes.io/environment': 'on-premises',
    });
    expect(entity.spec).toEqual({
      type: 'managed-node',
      owner: 'group:default/payments-team',
    });
    await expect(validator.findProblem(entity)).resolves.toBeUndefined();
  });

  it('does not follow state that changes all day', () => {
    const node = aNode();
    expect(
      toEntity({
        ...node,
        status: 'connection-lost',
        lastPingAt: null,
        agentVersion: '4.0',
        tags: { Name: 'pay-ledger-01', Backup: 'daily' },
        patch: { ...node.patch, bucket: 'critical', criticalNonCompliant: 3 },
        lastSeenAt: '2026-11-23T09:00:00.000Z',
        missingSince: '2026-11-23T09:00:00.000Z',
      }),
    ).toEqual(toEntity(node));
  });

  it('falls back to the node id for a title of nothing visible', () => {
    expect(toEntity(aNode({ title: ' \u200b\u0000 ' })).metadata.title).toBe(
      'mi-0a1b2c3d4e5f60718',
    );
  });

  it.each([
    ['markup', '<script>alert(1)</script>'],
    ['a formula', "=cmd|' /C calc'!A0"],
    ['line breaks', 'first\r\nsecond\u2028third'],
    ['NUL', 'a\u0000b'],
    ['unicode', 'Zahlungs-Röhre 支払い 🧾'],
    ['right-to-left override', 'abc\u202egnp.exe'],
    ['half a surrogate pair', 'a\ud83d'],
    ['256 characters', 'x'.repeat(256)],
    ['template syntax', '${{ secrets.TOKEN }} {{ tags.Owner }}'],
    ['YAML', '- a: &b\n  *b'],
    ['JSON', '"}]}'],
    ['a prototype key', '__proto__'],
  ])('makes a valid entity of %s', async (_, hostile) => {
    const entity = toEntity(
      aNode({
        title: hostile,
        computerName: hostile,
        ipAddress: hostile,
        platformName: hostile,
        platformVersion: hostile,
        tags: { Name: hostile, [hostile]: hostile },
      }),
    );
    await expect(validator.findProblem(entity)).resolves.toBeUndefined();
    expect(JSON.stringify(entity.metadata)).not.toMatch(/\\[nru]/);
    expect(JSON.parse(JSON.stringify(entity))).toEqual(entity);
  });

  it('shows markup as it was typed', () => {
    const { metadata } = toEntity(aNode({ title: '<b>web</b>' }));
    expect(metadata.title).toBe('<b>web</b>');
  });
});

describe('nodeEntityRef', () => {
  it('is the ref the catalog makes of the entity', () => {
    expect(nodeEntityRef('i-0ABC')).toBe('resource:default/i-0abc');
  });
});
