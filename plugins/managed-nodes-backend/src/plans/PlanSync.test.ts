import {
  DescribeMaintenanceWindowsCommand,
  paginateDescribeInstanceAssociationsStatus,
  paginateDescribeMaintenanceWindowsForTarget,
} from '@aws-sdk/client-ssm';
import { databases } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import { createPlanSync, HERE, TODAY } from './__testUtils__/planSync';
import { isPatchDocument } from './plans';
import { nextRun } from './schedule';

jest.setTimeout(30_000);

const PARTS = ['windows', 'associations', 'baselines', 'approvals'];

describe.each(databases.eachSupportedId())('PlanSync on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let portal: Awaited<ReturnType<typeof createPlanSync>>;

  beforeAll(async () => {
    aws = await startAws({ nodes: 400 });
  });
  afterAll(() => aws.stop());
  beforeEach(async () => {
    portal = await createPlanSync(id, aws);
  });

  it('reads windows, associations, baselines and what these will approve', async () => {
    expect(await portal.run()).toMatchObject({ read: PARTS, problems: [] });
    const { items, readAt, problems } = await portal.list();
    expect(problems).toEqual([]);
    expect(readAt).not.toBeNull();
    expect(
      items.map(
        ({ name, kind, operation, rebootOption, enabled, targetsKnown }) => [
          name,
          kind,
          operation,
          rebootOption,
          enabled,
          targetsKnown,
        ],
      ),
    ).toEqual([
      ['daily-patch-scan', 'association', 'Scan', null, true, true],
      [
        'weekly-patching-prod',
        'maintenance-window',
        'Install',
        'RebootIfNeeded',
        true,
        true,
      ],
      [
        'windows-fleet-monthly',
        'maintenance-window',
        'Install',
        'RebootIfNeeded',
        true,
        false,
      ],
      [
        'patch-tuesday-pilots',
        'maintenance-window',
        'Install',
        'RebootIfNeeded',
        true,
        true,
      ],
    ]);
    expect(items.map(item => item.targetsText)).toContain(
      'resource group windows-fleet',
    );
    expect(items[0].nodes).toBe((await portal.nodes()).length);
    expect(items[0].lastRunAt).not.toBeNull();
    expect(items[0].lastStatus).toMatch(/^(Success|Failed)$/);
    const approvals = await portal
      .knex('pending_approvals')
      .join('patch_baselines', 'patch_baselines.id', 'baseline_id');
    expect(approvals.length).toBeGreaterThan(0);
    for (const approval of approvals) {
      expect(Number(approval.approved_at)).toBeGreaterThan(TODAY);
      expect(approval).toMatchObject({
        kb_id: expect.stringMatching(/^KB\d+$/),
        name: 'Windows-7-days',
      });
    }
    expect(portal.told.length).toBeGreaterThan(approvals.length);
  });

  it('tells the runs that AWS tells', async () => {
    await portal.run();
    const { ssm } = await portal.clients.forTarget(HERE);
    const { WindowIdentities = [] } = await ssm.send(
      new DescribeMaintenanceWindowsCommand({ MaxResults: 100 }),
    );
    const { items } = await portal.list();
    const windows = items.filter(item => item.kind === 'maintenance-window');
    expect(windows).toHaveLength(3);
    for (const item of windows) {
      const announced = WindowIdentities.find(
        ({ WindowId }) => WindowId === item.awsId,
      )?.NextExecutionTime;
      expect(Date.parse(item.nextRunAt ?? '')).toBe(
        Date.parse(announced ?? ''),
      );
      // Worked out from the schedule alone it is the same.
      expect(
        nextRun(
          {
            expression: item.schedule,
            timezone: item.scheduleTimezone,
            offsetDays: null,
          },
          TODAY,
        ),
      ).toBe(Date.parse(announced ?? ''));
    }
    // One that is switched off, and for no node there.
    expect(
      await portal.knex('patch_plans').where({ name: 'nonprod-every-night' }),
    ).toMatchObject([{ next_run_at: null, reboot_option: 'NoReboot' }]);
  });

  it('finds for each node the plans and the baseline that AWS finds', async () => {
    await portal.run();
    const { ssm } = await portal.clients.forTarget(HERE);
    const { items } = await portal.list();
    const idOf = new Set(items.map(item => item.awsId));
    let planned = 0;
    for (const node of await portal.nodes()) {
      const windows = [];
      for await (const page of paginateDescribeMaintenanceWindowsForTarget(
        { client: ssm },
        {
          ResourceType: 'INSTANCE',
          Targets: [{ Key: 'InstanceIds', Values: [node.nodeId] }],
        },
      )) {
        windows.push(...(page.WindowIdentities ?? []));
      }
      const associations = [];
      for await (const page of paginateDescribeInstanceAssociationsStatus(
        { client: ssm },
        { InstanceId: node.nodeId },
      )) {
        associations.push(...(page.InstanceAssociationStatusInfos ?? []));
      }
      const expected = [
        ...windows.flatMap(({ WindowId }) =>
          idOf.has(WindowId!) ? [WindowId] : [],
        ),
        ...associations.flatMap(({ AssociationId, Name = '' }) =>
          isPatchDocument(Name) ? [AssociationId] : [],
        ),
      ];
      const { plans, baseline } = await portal.queries.nodePlan(node);
      expect(plans.map(item => item.awsId).sort()).toEqual(expected.sort());
      planned += plans.length;
      expect(Boolean(baseline)).toBe(node.patch.bucket !== 'never-reported');
      expect(baseline?.rules ?? ['x']).not.toEqual([]);
    }
    expect(planned).toBe(items.reduce((sum, item) => sum + item.nodes, 0));
  });
});
