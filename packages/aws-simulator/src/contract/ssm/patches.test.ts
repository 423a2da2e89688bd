import {
  DescribeInstancePatchesCommand,
  DescribeInstancePatchStatesCommand,
  DescribeInstancePropertiesCommand,
  ListComplianceItemsCommand,
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

  it('lists compliance items of one node at a time', async () => {
    const [state] = (await states(ids)).items;
    const { ComplianceItems = [] } = await ssm.send(
      new ListComplianceItemsCommand({
        ResourceIds: [state.InstanceId ?? ''],
        ResourceTypes: ['ManagedInstance'],
        MaxResults: 5,
      }),
    );

    expect(ComplianceItems.length).toBeLessThanOrEqual(5);
    await expect(
      ssm.send(
        new ListComplianceItemsCommand({ ResourceIds: ids.slice(0, 2) }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  const lackingItems = (id: string) =>
    listAll(
      NextToken =>
        ssm.send(
          new ListComplianceItemsCommand({
            ResourceIds: [id],
            Filters: [{ Key: 'Status', Values: ['NON_COMPLIANT'] }],
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.ComplianceItems,
    );

  itSimulated('says the same everywhere, and the truth', async () => {
    for (const state of (await states(ids)).items.slice(0, 12)) {
      const { InstanceId: id = '' } = state;
      const { report } = await contract.simulator.control.patches.ofNode(id);
      expect(state).toMatchObject({
        MissingCount: report?.counts.missing,
        FailedCount: report?.counts.failed,
        InstalledCount: report?.counts.installed,
        InstalledOtherCount: report?.counts.installedOther,
        InstalledPendingRebootCount: report?.counts.pendingReboot,
        InstalledRejectedCount: report?.counts.rejected,
        CriticalNonCompliantCount: report?.counts.critical,
        SecurityNonCompliantCount: report?.counts.security,
        OtherNonCompliantCount: report?.counts.other,
      });
      const { items } = await lackingItems(id);
      const count = (severity: string) =>
        items.filter(item => item.Severity === severity).length;
      expect([count('CRITICAL'), count('HIGH'), count('LOW')]).toEqual([
        state.CriticalNonCompliantCount,
        state.SecurityNonCompliantCount,
        state.OtherNonCompliantCount,
      ]);
      expect(items.map(item => item.Title).sort()).toEqual(
        report?.lacking.map(patch => patch.title).sort(),
      );
    }
  });

  itSimulated('adds up what all nodes reported', async () => {
    const summary = await contract.simulator.control.patches.summary({ ids });
    const reported = (await states(ids)).items;
    const sum = (values: Array<number | undefined>) =>
      values.reduce<number>((total, value) => total + Number(value), 0);

    expect(summary.nodes).toBe(ids.length);
    expect(summary.profiles.never).toBe(ids.length - reported.length);
    expect(summary.counts.critical).toBe(
      sum(reported.map(state => state.CriticalNonCompliantCount)),
    );
    expect(sum(summary.patches.map(patch => patch.nodes))).toBe(
      summary.counts.critical + summary.counts.security + summary.counts.other,
    );
    expect(summary.patches[0].nodes).toBeGreaterThan(1);
  });
});
