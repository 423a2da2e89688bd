import {
  DescribeAvailablePatchesCommand,
  DescribeEffectivePatchesForPatchBaselineCommand,
  DescribePatchBaselinesCommand,
  DescribePatchGroupsCommand,
  DescribePatchGroupStateCommand,
  GetDefaultPatchBaselineCommand,
  GetPatchBaselineCommand,
  GetPatchBaselineForPatchGroupCommand,
  PatchBaselineIdentity,
  PatchOrchestratorFilter,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ACCOUNT, Contract, itSimulated, listAll, REGION } from '../harness';

const DAY = 86_400_000;

describe('patch baselines', () => {
  const contract = Contract.use({
    nodes: 400,
    time: new Date('2026-11-14T12:00:00Z'),
  });
  let ssm: SSMClient;
  const baselines = async (Filters?: PatchOrchestratorFilter[]) => {
    const { items } = await listAll(
      NextToken =>
        ssm.send(
          new DescribePatchBaselinesCommand({
            Filters,
            MaxResults: 5,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.BaselineIdentities,
    );
    return items;
  };
  const own = async (system: string): Promise<PatchBaselineIdentity> => {
    const found = await baselines([
      { Key: 'OWNER', Values: ['Self'] },
      { Key: 'OPERATING_SYSTEM', Values: [system] },
    ]);
    return found[0];
  };
  const groups = async () => {
    const { items } = await listAll(
      NextToken => ssm.send(new DescribePatchGroupsCommand({ NextToken })),
      page => page.NextToken,
      page => page.Mappings,
    );
    return items;
  };
  const effective = async (BaselineId: string) => {
    const { items } = await listAll(
      NextToken =>
        ssm.send(
          new DescribeEffectivePatchesForPatchBaselineCommand({
            BaselineId,
            MaxResults: 100,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.EffectivePatches,
    );
    return items;
  };

  beforeAll(async () => {
    ssm = new SSMClient(await contract.role());
  });

  it('has one of AWS for each operating system, by its ARN', async () => {
    const found = await baselines([{ Key: 'OWNER', Values: ['AWS'] }]);
    const defaults = found.filter(each => each.DefaultBaseline);

    expect(defaults.map(each => each.OperatingSystem)).toEqual(
      expect.arrayContaining(['WINDOWS', 'UBUNTU', 'AMAZON_LINUX_2023']),
    );
    for (const { BaselineId } of found) {
      expect(BaselineId).toMatch(
        /^arn:aws:ssm:[^:]+:\d{12}:patchbaseline\/pb-[0-9a-f]{17}$/,
      );
    }
    await expect(
      baselines([{ Key: 'SIZE', Values: ['L'] }]),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('tells what a baseline approves', async () => {
    const { BaselineId } = await ssm.send(
      new GetDefaultPatchBaselineCommand({ OperatingSystem: 'WINDOWS' }),
    );
    const baseline = await ssm.send(
      new GetPatchBaselineCommand({ BaselineId }),
    );

    expect(baseline).toMatchObject({ BaselineId, OperatingSystem: 'WINDOWS' });
    expect(baseline.ApprovalRules?.PatchRules?.length).toBeGreaterThan(0);
    const short = BaselineId?.split('/').pop() ?? '';
    expect(
      (await ssm.send(new GetPatchBaselineCommand({ BaselineId: short }))).Name,
    ).toBe(baseline.Name);
    await expect(
      ssm.send(
        new GetPatchBaselineCommand({ BaselineId: 'pb-0000000000000dead' }),
      ),
    ).rejects.toMatchObject({ name: 'DoesNotExistException' });
  });

  it('takes the default for a group that nobody registered', async () => {
    const { BaselineId } = await ssm.send(
      new GetDefaultPatchBaselineCommand({}),
    );
    const found = await ssm.send(
      new GetPatchBaselineForPatchGroupCommand({ PatchGroup: 'no such group' }),
    );

    expect(found).toMatchObject({ BaselineId, OperatingSystem: 'WINDOWS' });
  });

  it('knows effective patches of Windows only', async () => {
    const { BaselineId = '' } = await ssm.send(
      new GetDefaultPatchBaselineCommand({ OperatingSystem: 'UBUNTU' }),
    );

    await expect(effective(BaselineId)).rejects.toMatchObject({
      name: 'UnsupportedOperatingSystem',
    });
  });

  itSimulated('registers groups for the baselines somebody made', async () => {
    const mappings = await groups();
    const windows = await own('WINDOWS');

    expect(windows.BaselineId).toMatch(/^pb-[0-9a-f]{17}$/);
    expect(mappings).toContainEqual({
      PatchGroup: 'prod-windows',
      BaselineIdentity: windows,
    });
    expect(
      await ssm.send(
        new GetPatchBaselineForPatchGroupCommand({
          PatchGroup: 'prod-windows',
        }),
      ),
    ).toMatchObject({ BaselineId: windows.BaselineId });
    const { PatchGroups, RejectedPatches } = await ssm.send(
      new GetPatchBaselineCommand({ BaselineId: windows.BaselineId }),
    );
    expect(PatchGroups).toContain('prod-windows');
    expect(RejectedPatches).toHaveLength(1);
  });

  itSimulated('approves a week after Patch Tuesday', async () => {
    const { BaselineId = '' } = await own('WINDOWS');
    const titleStart = '2026-11 Cumulative Update for Windows Server 2019';
    const find = async () =>
      (await effective(BaselineId)).find(({ Patch }) =>
        Patch?.Title?.startsWith(titleStart),
      );

    const pending = await find();
    expect(pending?.PatchStatus).toEqual({
      DeploymentStatus: 'PENDING_APPROVAL',
      ComplianceLevel: 'CRITICAL',
      ApprovalDate: new Date('2026-11-17T18:00:00Z'),
    });
    expect(pending?.Patch).toMatchObject({
      ReleaseDate: new Date('2026-11-10T18:00:00Z'),
      Product: 'WindowsServer2019',
      Classification: 'SecurityUpdates',
      MsrcSeverity: 'Critical',
    });
    await contract.simulator.control.advance(4 * DAY);
    expect((await find())?.PatchStatus?.DeploymentStatus).toBe('APPROVED');
  });

  itSimulated('rejects what the baseline rejects', async () => {
    const { BaselineId = '' } = await own('WINDOWS');
    const found = await effective(BaselineId);

    expect(
      found.filter(
        each => each.PatchStatus?.DeploymentStatus === 'EXPLICIT_REJECTED',
      ).length,
    ).toBeGreaterThan(0);
  });

  itSimulated('goes on releasing patches as time passes', async () => {
    const newest = async () => {
      const { items } = await listAll(
        NextToken =>
          ssm.send(
            new DescribeAvailablePatchesCommand({
              Filters: [{ Key: 'PRODUCT', Values: ['AmazonLinux2'] }],
              MaxResults: 100,
              NextToken,
            }),
          ),
        page => page.NextToken,
        page => page.Patches,
      );
      return Math.max(...items.map(patch => Number(patch.ReleaseDate)));
    };
    const before = await newest();
    await contract.simulator.control.advance(8 * DAY);

    expect(await newest()).toBeGreaterThan(before);
    await expect(
      ssm.send(
        new DescribeAvailablePatchesCommand({
          Filters: [{ Key: 'CVE_ID', Values: ['CVE-2026-1234'] }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated('counts the machines of a group', async () => {
    const { control } = contract.simulator;
    const place = { account: ACCOUNT, region: REGION };
    const members = [
      ...(await control.findNodes({ ...place, tag: 'PatchGroup=prod-linux' }))
        .nodes,
      ...(await control.findNodes({ ...place, tag: 'Patch Group=prod-linux' }))
        .nodes,
    ];
    const { profiles } = await control.patches.summary({
      ids: members.map(node => node.id),
    });

    expect(members.length).toBeGreaterThan(3);
    expect(
      await ssm.send(
        new DescribePatchGroupStateCommand({ PatchGroup: 'prod-linux' }),
      ),
    ).toMatchObject({
      Instances: members.length,
      InstancesWithCriticalNonCompliantPatches: profiles.critical,
      InstancesWithInstalledPatches: members.length - profiles.never,
    });
  });
});
