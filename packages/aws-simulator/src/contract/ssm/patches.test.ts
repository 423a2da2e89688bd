import {
  DescribeInstancePatchesCommand,
  DescribeInstancePatchStatesCommand,
  DescribeInstancePropertiesCommand,
  ListResourceComplianceSummariesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ACCOUNT, Contract, itSimulated, listAll, REGION } from '../harness';

describe('patch operations', () => {
  const contract = Contract.use({ nodes: 300 });
  let ssm: SSMClient;
  let ids: string[];
  const states = (InstanceIds: string[], MaxResults?: number) =>
    listAll(
      NextToken =>
        ssm.send(
          new DescribeInstancePatchStatesCommand({
            InstanceIds,
            MaxResults,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.InstancePatchStates,
    );
  const patches = (InstanceId: string) =>
    listAll(
      NextToken =>
        ssm.send(new DescribeInstancePatchesCommand({ InstanceId, NextToken })),
      page => page.NextToken,
      page => page.Patches,
    );

  beforeAll(async () => {
    ssm = new SSMClient(await contract.role());
    const { items } = await listAll(
      NextToken =>
        ssm.send(
          new DescribeInstancePropertiesCommand({ NextToken, MaxResults: 50 }),
        ),
      page => page.NextToken,
      page => page.InstanceProperties,
    );
    ids = items.flatMap(node => node.InstanceId ?? []).slice(0, 50);
  });

  it('pages through the states of up to 50 nodes', async () => {
    const whole = await states(ids);
    const paged = await states(ids, 10);

    expect(whole.items.length).toBeLessThanOrEqual(ids.length);
    expect(paged.pages.every(page => page.length <= 10)).toBe(true);
    expect(paged.items.map(state => state.InstanceId).sort()).toEqual(
      whole.items.map(state => state.InstanceId).sort(),
    );
  });

  it('refuses more than 50 nodes, and pages of 9', async () => {
    const many = Array.from({ length: 51 }, () => 'mi-01234567890abcdef');

    await expect(states(many)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(states([], 9)).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('lists the patches that a state counts', async () => {
    const [state] = (await states(ids)).items;
    if (!state?.InstanceId) {
      return;
    }
    const { items } = await patches(state.InstanceId);

    const count = (name: string) =>
      items.filter(patch => patch.State === name).length;
    expect(count('MISSING')).toBe(state.MissingCount);
    expect(count('FAILED')).toBe(state.FailedCount);
    expect(count('INSTALLED')).toBe(state.InstalledCount);
    expect(count('INSTALLED_PENDING_REBOOT')).toBe(
      state.InstalledPendingRebootCount,
    );
  });

  it('sums up compliance in agreement with the states', async () => {
    const { items } = await listAll(
      NextToken =>
        ssm.send(
          new ListResourceComplianceSummariesCommand({
            Filters: [
              { Key: 'ComplianceType', Values: ['Patch'], Type: 'EQUAL' },
              { Key: 'Status', Values: ['NON_COMPLIANT'], Type: 'EQUAL' },
            ],
            MaxResults: 50,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.ResourceComplianceSummaryItems,
    );
    const reported = (await states(ids)).items;
    const summaries = items.filter(item =>
      reported.some(state => state.InstanceId === item.ResourceId),
    );

    expect(items.every(item => item.Status === 'NON_COMPLIANT')).toBe(true);
    expect(
      summaries.map(item => [
        item.ResourceId,
        item.NonCompliantSummary?.SeveritySummary?.CriticalCount,
      ]),
    ).toEqual(
      summaries.map(item => [
        item.ResourceId,
        reported.find(state => state.InstanceId === item.ResourceId)
          ?.CriticalNonCompliantCount,
      ]),
    );
  });

  itSimulated('leaves out nodes that were never scanned', async () => {
    const { nodes } = await contract.simulator.control.findNodes({
      account: ACCOUNT,
      region: REGION,
      limit: 2,
    });
    const [never, critical] = nodes.map(node => node.id);
    await contract.simulator.control.updateNode(never, {
      patchProfile: 'never',
    });
    await contract.simulator.control.updateNode(critical, {
      patchProfile: 'critical',
    });

    const { items } = await states([never, critical, 'mi-0000000000000dead']);
    expect(items).toHaveLength(1);
    expect(items[0].InstanceId).toBe(critical);
    expect(items[0].CriticalNonCompliantCount).toBeGreaterThan(0);
    expect((await patches(never)).items).toEqual([]);
  });
});
