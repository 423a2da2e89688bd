import {
  ListNodesCommand,
  ListNodesCommandInput,
  ListNodesSummaryCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ACCOUNT, Contract, itSimulated, listAll, READ_ROLE } from '../harness';

const SYNC = 'AWS-QuickSetup-ManagedNode';

describe('ListNodes and ListNodesSummary', () => {
  const contract = Contract.use({ nodes: 300 });
  let ssm: SSMClient;
  const list = (client: SSMClient, input: ListNodesCommandInput) =>
    listAll(
      NextToken => client.send(new ListNodesCommand({ ...input, NextToken })),
      page => page.NextToken,
      page => page.Nodes,
    );

  beforeAll(async () => {
    ssm = new SSMClient(await contract.role());
  });

  it('lists the nodes of the account and Region', async () => {
    const { items } = await list(ssm, { MaxResults: 50 });

    for (const node of items) {
      expect(node.Owner?.AccountId).toMatch(/^\d{12}$/);
      expect(['Managed', 'Unmanaged']).toContain(
        node.NodeType?.Instance?.ManagedStatus,
      );
    }
    expect(new Set(items.map(node => node.Region)).size).toBeLessThan(2);
  });

  it('counts them as text', async () => {
    const { items } = await list(ssm, { MaxResults: 50 });
    const { Summary = [] } = await ssm.send(
      new ListNodesSummaryCommand({
        Aggregators: [
          {
            AggregatorType: 'Count',
            TypeName: 'Instance',
            AttributeName: 'PlatformType',
          },
        ],
      }),
    );

    const total = Summary.reduce((sum, row) => sum + Number(row.Count), 0);
    expect(total).toBe(items.length);
  });

  it('filters', async () => {
    const { items } = await list(ssm, {
      Filters: [{ Key: 'PlatformType', Values: ['Windows'], Type: 'Equal' }],
    });

    expect(
      items.every(node => node.NodeType?.Instance?.PlatformType === 'Windows'),
    ).toBe(true);
  });

  it.each([0, 51])('refuses pages of %d', async MaxResults => {
    await expect(
      ssm.send(new ListNodesCommand({ MaxResults })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses a filter it does not know', async () => {
    await expect(
      ssm.send(
        new ListNodesCommand({
          Filters: [
            { Key: 'constructor' as 'Region', Values: ['a'], Type: 'Equal' },
          ],
        }),
      ),
    ).rejects.toMatchObject({
      name: expect.stringMatching(/^(InvalidFilter|ValidationException)$/),
    });
  });

  it('refuses a sync that does not exist', async () => {
    await expect(
      ssm.send(new ListNodesCommand({ SyncName: 'no-such-sync' })),
    ).rejects.toMatchObject({ name: 'ResourceDataSyncNotFoundException' });
  });

  itSimulated(
    'lists the organization from the management account',
    async () => {
      const { items } = await list(new SSMClient(contract.user()), {
        SyncName: SYNC,
        MaxResults: 50,
      });

      const { control } = contract.simulator;
      const unmanaged = await control.findNodes({ managed: false });
      expect(unmanaged.total).toBeGreaterThan(0);
      expect(items).toHaveLength(300 + unmanaged.total);
      expect(
        items.find(node => node.Id === unmanaged.nodes[0].id)?.NodeType
          ?.Instance,
      ).toMatchObject({ ManagedStatus: 'Unmanaged' });
      expect(new Set(items.map(node => node.Owner?.AccountId)).size).toBe(6);
    },
  );

  itSimulated(
    'lists the organization for the delegated administrator',
    async () => {
      const administrator = new SSMClient(
        await contract.role(READ_ROLE, '555566667777'),
      );
      const { items } = await list(administrator, {
        SyncName: SYNC,
        Filters: [{ Key: 'AccountId', Values: [ACCOUNT], Type: 'Equal' }],
      });

      expect(items.length).toBeGreaterThan(0);
      // Organization, root, three units, and nothing after the last slash.
      expect(items[0].Owner?.OrganizationalUnitPath?.split('/')).toEqual([
        'o-d3m0fl33t0',
        'r-d3m0',
        expect.stringMatching(/^ou-/),
        expect.stringMatching(/^ou-/),
        items[0].Owner?.OrganizationalUnitId,
        '',
      ]);
    },
  );

  itSimulated('keeps the organization from member accounts', async () => {
    await expect(
      ssm.send(new ListNodesCommand({ SyncName: SYNC })),
    ).rejects.toMatchObject({ name: 'ResourceDataSyncNotFoundException' });
  });

  itSimulated('wants the unified console to be set up', async () => {
    await contract.simulator.control.setIntegratedExperience(false);
    try {
      await expect(ssm.send(new ListNodesCommand({}))).rejects.toMatchObject({
        name: 'UnsupportedOperationException',
      });
    } finally {
      await contract.simulator.control.setIntegratedExperience(true);
    }
  });
});
