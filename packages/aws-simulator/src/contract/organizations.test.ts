import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeInstancePropertiesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  againstAws,
  Contract,
  describeOrganization,
  itSimulated,
  listAll,
  READ_ROLE,
  REGION,
} from './harness';

describeOrganization('Organizations', () => {
  const contract = Contract.use({ nodes: 10, accounts: 30 });
  let client: OrganizationsClient;
  const listAccounts = (MaxResults?: number) =>
    listAll(
      NextToken =>
        client.send(new ListAccountsCommand({ NextToken, MaxResults })),
      page => page.NextToken,
      page => page.Accounts,
    );

  beforeAll(() => {
    client = new OrganizationsClient(contract.user());
  });

  it('describes the organization', async () => {
    const { Organization: organization } = await client.send(
      new DescribeOrganizationCommand({}),
    );

    expect(organization?.Id).toMatch(/^o-[a-z0-9]{10,32}$/);
    expect(organization?.MasterAccountId).toMatch(/^\d{12}$/);
  });

  it('lists the accounts in pages of at most 20', async () => {
    const { items, pages } = await listAccounts(20);

    expect(pages.every(page => page.length <= 20)).toBe(true);
    for (const account of items) {
      expect(account.Id).toMatch(/^\d{12}$/);
      expect(['ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE']).toContain(
        account.Status,
      );
    }
    await expect(listAccounts(21)).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
  });

  itSimulated('has the accounts it was started with', async () => {
    const { items } = await listAccounts();

    expect(items).toHaveLength(31);
    expect(items[1]).toMatchObject({
      Id: '111122223333',
      Name: 'commerce-prod',
    });
  });

  it('says where each account is', async () => {
    const { items } = await listAccounts();

    for (const { Id, Paths = [], State } of items) {
      expect(Paths).toHaveLength(1);
      expect(Paths[0]).toMatch(
        /^o-[a-z0-9]{10,32}\/r-[0-9a-z]{4,32}(\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})*\/\d{12}\/$/,
      );
      expect(Paths[0].endsWith(`/${Id}/`)).toBe(true);
      expect([
        'PENDING_ACTIVATION',
        'ACTIVE',
        'SUSPENDED',
        'PENDING_CLOSURE',
        'CLOSED',
      ]).toContain(State);
    }
  });

  it('can be walked from the root to every account', async () => {
    const { Roots: [root] = [] } = await client.send(new ListRootsCommand({}));
    const found = new Map<string, number>();
    const walk = async (ParentId: string, depth: number): Promise<void> => {
      const { items: accounts } = await listAll(
        NextToken =>
          client.send(
            new ListAccountsForParentCommand({ ParentId, NextToken }),
          ),
        page => page.NextToken,
        page => page.Accounts,
      );
      accounts.forEach(account => found.set(account.Id ?? '', depth));
      const { items: units } = await listAll(
        NextToken =>
          client.send(
            new ListOrganizationalUnitsForParentCommand({
              ParentId,
              NextToken,
            }),
          ),
        page => page.NextToken,
        page => page.OrganizationalUnits,
      );
      for (const unit of units) {
        const { Parents } = await client.send(
          new ListParentsCommand({ ChildId: unit.Id }),
        );
        expect(Parents).toEqual([
          {
            Id: ParentId,
            Type: depth === 0 ? 'ROOT' : 'ORGANIZATIONAL_UNIT',
          },
        ]);
        await walk(unit.Id ?? '', depth + 1);
      }
    };
    await walk(root.Id ?? '', 0);

    const { items } = await listAccounts();
    expect([...found.keys()].sort()).toEqual(
      items.map(account => account.Id).sort(),
    );
    for (const account of items) {
      // Organization, root, units, the account, and nothing after the last slash.
      expect(account.Paths?.[0].split('/')).toHaveLength(
        Number(found.get(account.Id ?? '')) + 4,
      );
    }
  });

  itSimulated('has units three levels deep, and tags', async () => {
    const { Account: account } = await client.send(
      new DescribeAccountCommand({ AccountId: ACCOUNT }),
    );
    const { Tags } = await client.send(
      new ListTagsForResourceCommand({ ResourceId: ACCOUNT }),
    );

    expect(account).toMatchObject({
      Id: ACCOUNT,
      Name: 'commerce-prod',
      Status: 'ACTIVE',
      State: 'ACTIVE',
    });
    expect(account?.Paths?.[0].split('/ou-')).toHaveLength(4);
    expect(Tags).toEqual([
      { Key: 'cost-center', Value: '4100' },
      { Key: 'environment', Value: 'production' },
      { Key: 'owner', Value: 'payments-team' },
    ]);
  });

  it.each([
    [
      'account',
      new DescribeAccountCommand({ AccountId: '000000000001' }),
      'AccountNotFoundException',
    ],
    [
      'parent',
      new ListAccountsForParentCommand({ ParentId: 'r-none' }),
      'ParentNotFoundException',
    ],
    [
      'parent of units',
      new ListOrganizationalUnitsForParentCommand({ ParentId: 'r-none' }),
      'ParentNotFoundException',
    ],
    [
      'child',
      new ListParentsCommand({ ChildId: '000000000001' }),
      'ChildNotFoundException',
    ],
    [
      'target',
      new ListTagsForResourceCommand({ ResourceId: '000000000001' }),
      'TargetNotFoundException',
    ],
  ])('does not know every %s', async (_, command, name) => {
    // The union of commands is not a command to the compiler.
    const send: Promise<unknown> = client.send(
      command as DescribeAccountCommand,
    );

    await expect(send).rejects.toMatchObject({ name });
  });

  describe('when it changes', () => {
    const accounts = () => contract.simulator.control.accounts;
    const get = async (AccountId: string) =>
      (await client.send(new DescribeAccountCommand({ AccountId }))).Account;

    afterEach(async () => {
      if (!againstAws) {
        await contract.simulator.control.reset();
      }
    });

    itSimulated('has the account that joined, ready to work in', async () => {
      const joined = await accounts().join({
        name: 'analytics',
        unit: 'Workloads/Production/Analytics',
        tags: { 'cost-center': '5200' },
      });
      const { control } = contract.simulator;
      await control.addNodes({ count: 3, account: joined.id, region: REGION });
      const ssm = new SSMClient(await contract.role(READ_ROLE, joined.id));
      const { InstanceProperties = [] } = await ssm.send(
        new DescribeInstancePropertiesCommand({}),
      );

      expect(joined).toMatchObject({
        state: 'ACTIVE',
        unit: 'Workloads/Production/Analytics',
        tags: { 'cost-center': '5200' },
      });
      expect(await get(joined.id)).toMatchObject({ Name: 'analytics' });
      expect(InstanceProperties).toHaveLength(3);
      await expect(
        accounts().join({ name: 'twin', id: joined.id }),
      ).rejects.toMatchObject({ statusCode: 409 });
    });

    itSimulated.each(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'] as const)(
      'lets nobody into an account that is %s',
      async state => {
        const member = new SSMClient(await contract.role());
        await accounts().change(ACCOUNT, { state });

        expect(await get(ACCOUNT)).toMatchObject({
          State: state,
          Status: state === 'CLOSED' ? 'SUSPENDED' : state,
        });
        await expect(contract.role()).rejects.toMatchObject({
          name: 'AccessDenied',
        });
        await expect(
          member.send(new DescribeInstancePropertiesCommand({})),
        ).rejects.toMatchObject({ name: 'UnrecognizedClientException' });

        await accounts().change(ACCOUNT, { state: 'ACTIVE' });
        await member.send(new DescribeInstancePropertiesCommand({}));
      },
    );

    itSimulated('moves and tags accounts, and lets them leave', async () => {
      const moved = await accounts().change(ACCOUNT, {
        unit: 'Sandbox',
        tags: { owner: 'nobody' },
      });
      const { Parents } = await client.send(
        new ListParentsCommand({ ChildId: ACCOUNT }),
      );
      expect(Parents?.[0].Id).toBe(moved.unitId);
      expect(moved).toMatchObject({
        unit: 'Sandbox',
        tags: { owner: 'nobody' },
      });

      await accounts().leave(ACCOUNT);
      const { items } = await listAccounts();
      expect(items.map(account => account.Id)).not.toContain(ACCOUNT);
      expect(
        (await contract.simulator.control.findNodes({ account: ACCOUNT }))
          .total,
      ).toBe(0);
      await expect(contract.role()).rejects.toMatchObject({
        name: 'AccessDenied',
      });
      await expect(accounts().leave('999900001111')).rejects.toMatchObject({
        statusCode: 400,
      });
    });

    itSimulated('has Regions that an account is not in', async () => {
      await accounts().setRegions(ACCOUNT, {
        'eu-south-1': 'opted-in',
        'us-east-1': 'not-opted-in',
      });
      const options = await contract.role();
      const regionsOf = async (ec2: EC2Client) =>
        (await ec2.send(new DescribeRegionsCommand({}))).Regions?.map(
          region => region.RegionName,
        );
      const own = await regionsOf(new EC2Client(options));
      const other = await regionsOf(
        new EC2Client(await contract.role(READ_ROLE, '333344445555')),
      );

      expect(own).toContain('eu-south-1');
      expect(own).not.toContain('us-east-1');
      expect(other).toContain('us-east-1');
      expect(other).not.toContain('eu-south-1');
      const list = (region: string) =>
        new SSMClient({ ...options, region }).send(
          new DescribeInstancePropertiesCommand({}),
        );
      await expect(list('us-east-1')).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
      });
      expect((await list('eu-south-1')).InstanceProperties).toEqual([]);

      await accounts().setRegions(ACCOUNT);
      await list('us-east-1');
    });
  });

  itSimulated('is open to the delegated administrator', async () => {
    const options = await contract.role(READ_ROLE, '555566667777');
    const administrator = new OrganizationsClient(options);
    const { Accounts: accounts } = await administrator.send(
      new ListAccountsCommand({}),
    );
    const { Roots: roots } = await administrator.send(new ListRootsCommand({}));

    expect(accounts?.length).toBeGreaterThan(0);
    expect(roots).toHaveLength(1);
  });

  itSimulated('is closed to member accounts', async () => {
    const member = new OrganizationsClient(await contract.role());

    await expect(
      member.send(new ListAccountsCommand({})),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  itSimulated('says so when it does not have an operation', async () => {
    await expect(
      client.send(new ListPoliciesCommand({ Filter: 'TAG_POLICY' })),
    ).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
