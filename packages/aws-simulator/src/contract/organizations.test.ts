import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import {
  Contract,
  describeOrganization,
  itSimulated,
  listAll,
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

  itSimulated('is closed to member accounts', async () => {
    const member = new OrganizationsClient(await contract.role());

    await expect(
      member.send(new ListAccountsCommand({})),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  itSimulated('says so when it does not have an operation', async () => {
    await expect(client.send(new ListRootsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});
