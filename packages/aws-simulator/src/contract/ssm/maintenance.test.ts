import {
  DescribeAssociationCommand,
  DescribeAssociationExecutionsCommand,
  DescribeInstanceAssociationsStatusCommand,
  DescribeMaintenanceWindowExecutionsCommand,
  DescribeMaintenanceWindowScheduleCommand,
  DescribeMaintenanceWindowsCommand,
  DescribeMaintenanceWindowsForTargetCommand,
  DescribeMaintenanceWindowTargetsCommand,
  DescribeMaintenanceWindowTasksCommand,
  GetMaintenanceWindowCommand,
  GetMaintenanceWindowTaskCommand,
  ListAssociationsCommand,
  MaintenanceWindowIdentity,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ACCOUNT, Contract, itSimulated, REGION } from '../harness';

const DAY = 86_400_000;
const UNKNOWN_WINDOW = 'mw-0000000000000dead';
const UNKNOWN = 'c0ffee00-0000-4000-8000-000000000000';

describe('maintenance windows', () => {
  const contract = Contract.use({
    nodes: 400,
    // A Saturday.
    time: new Date('2026-11-21T12:00:00Z'),
    unevenPages: false,
  });
  let ssm: SSMClient;
  const windows = async (): Promise<MaintenanceWindowIdentity[]> => {
    const { WindowIdentities = [] } = await ssm.send(
      new DescribeMaintenanceWindowsCommand({}),
    );
    return WindowIdentities;
  };
  const windowNamed = async (name: string) => {
    const found = (await windows()).find(({ Name }) => Name === name);
    return { ...found, WindowId: found?.WindowId ?? '' };
  };
  const nodes = async (tag?: string) => {
    const found = await contract.simulator.control.findNodes({
      account: ACCOUNT,
      region: REGION,
      tag,
    });
    return found.nodes;
  };

  beforeAll(async () => {
    ssm = new SSMClient(await contract.role());
  });

  it('lists windows, and knows none of any other id', async () => {
    for (const { WindowId, Schedule, Duration } of await windows()) {
      expect(WindowId).toMatch(/^mw-[0-9a-f]{17}$/);
      expect(Schedule).toMatch(/^(cron|rate|at)\(/);
      expect(Duration).toBeGreaterThan(0);
    }
    await expect(
      ssm.send(new GetMaintenanceWindowCommand({ WindowId: UNKNOWN_WINDOW })),
    ).rejects.toMatchObject({ name: 'DoesNotExistException' });
    await expect(
      ssm.send(new DescribeMaintenanceWindowsCommand({ MaxResults: 9 })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated(
    'runs next when its schedule says, in its time zone',
    async () => {
      const { WindowId } = await windowNamed('weekly-patching-prod');
      const next = async () =>
        (await ssm.send(new GetMaintenanceWindowCommand({ WindowId })))
          .NextExecutionTime;

      expect(await next()).toBe('2026-11-22T02:00+01:00');
      const { ScheduledWindowExecutions: runs = [] } = await ssm.send(
        new DescribeMaintenanceWindowScheduleCommand({ WindowId }),
      );
      expect(runs.slice(0, 2).map(run => run.ExecutionTime)).toEqual([
        '2026-11-22T02:00+01:00',
        '2026-11-29T02:00+01:00',
      ]);
      await contract.simulator.control.advance(DAY);
      expect(await next()).toBe('2026-11-29T02:00+01:00');
    },
  );

  itSimulated('does not run when it is switched off', async () => {
    const { WindowId, ...window } = await windowNamed('nonprod-every-night');
    const { ScheduledWindowExecutions: runs } = await ssm.send(
      new DescribeMaintenanceWindowScheduleCommand({ WindowId }),
    );

    expect(window).toMatchObject({ Enabled: false });
    expect(window.NextExecutionTime).toBeUndefined();
    expect(runs).toEqual([]);
  });

  itSimulated('names its targets and what it does to them', async () => {
    const { WindowId } = await windowNamed('weekly-patching-prod');
    const { Targets = [] } = await ssm.send(
      new DescribeMaintenanceWindowTargetsCommand({ WindowId }),
    );
    const { Tasks = [] } = await ssm.send(
      new DescribeMaintenanceWindowTasksCommand({ WindowId }),
    );

    expect(Targets.map(target => target.Targets?.[0].Key)).toEqual([
      'tag:PatchGroup',
      'tag:Patch Group',
    ]);
    expect(Tasks).toHaveLength(1);
    expect(Tasks[0]).toMatchObject({
      TaskArn: 'AWS-RunPatchBaseline',
      Type: 'RUN_COMMAND',
      TaskParameters: {},
      Targets: [
        {
          Key: 'WindowTargetIds',
          Values: Targets.map(target => target.WindowTargetId),
        },
      ],
    });
    const task = await ssm.send(
      new GetMaintenanceWindowTaskCommand({
        WindowId,
        WindowTaskId: Tasks[0].WindowTaskId,
      }),
    );
    expect(task.TaskInvocationParameters?.RunCommand?.Parameters).toEqual({
      Operation: ['Install'],
      RebootOption: ['RebootIfNeeded'],
    });
    await expect(
      ssm.send(
        new GetMaintenanceWindowTaskCommand({
          WindowId,
          WindowTaskId: UNKNOWN,
        }),
      ),
    ).rejects.toMatchObject({ name: 'DoesNotExistException' });
  });

  itSimulated('finds the windows of a node and of a group', async () => {
    const [member] = await nodes('PatchGroup=prod-linux');
    const named = async (Key: string, value: string, group = false) => {
      const { WindowIdentities = [] } = await ssm.send(
        new DescribeMaintenanceWindowsForTargetCommand({
          Targets: [{ Key, Values: [value] }],
          ResourceType: group ? 'RESOURCE_GROUP' : 'INSTANCE',
        }),
      );
      return WindowIdentities.map(({ Name }) => Name);
    };
    const [pilot] = await nodes();

    expect(await named('InstanceIds', member.id)).toContain(
      'weekly-patching-prod',
    );
    expect(await named('InstanceIds', pilot.id)).toContain(
      'patch-tuesday-pilots',
    );
    expect(await named('tag:PatchGroup', 'prod-linux')).toEqual([
      'weekly-patching-prod',
    ]);
    expect(await named('resource-groups:Name', 'windows-fleet', true)).toEqual([
      'windows-fleet-monthly',
    ]);
    expect(await named('InstanceIds', 'mi-0000000000000dead')).toEqual([]);
  });

  itSimulated('tells when it ran', async () => {
    const { WindowId } = await windowNamed('weekly-patching-prod');
    const { WindowExecutions: runs = [] } = await ssm.send(
      new DescribeMaintenanceWindowExecutionsCommand({ WindowId }),
    );
    const now = await contract.simulator.control.now();
    const started = runs.map(run => Number(run.StartTime));

    expect(runs.length).toBeGreaterThanOrEqual(5);
    expect(started).toEqual([...started].sort((a, b) => b - a));
    expect(Math.max(...started)).toBeLessThanOrEqual(Number(now));
    const { WindowExecutions: later = [] } = await ssm.send(
      new DescribeMaintenanceWindowExecutionsCommand({
        WindowId,
        Filters: [
          {
            Key: 'ExecutedAfter',
            Values: [new Date(started[2]).toISOString()],
          },
        ],
      }),
    );
    expect(later).toHaveLength(2);
  });
});

describe('associations', () => {
  const contract = Contract.use({
    nodes: 400,
    time: new Date('2026-11-21T12:00:00Z'),
    unevenPages: false,
  });
  let ssm: SSMClient;
  const associations = async () => {
    const { Associations = [] } = await ssm.send(
      new ListAssociationsCommand({}),
    );
    return Associations;
  };

  beforeAll(async () => {
    ssm = new SSMClient(await contract.role());
  });

  it('lists and describes associations, and knows none of any other id', async () => {
    for (const { AssociationId, Name } of (await associations()).slice(0, 3)) {
      const { AssociationDescription: description } = await ssm.send(
        new DescribeAssociationCommand({ AssociationId }),
      );
      expect(description).toMatchObject({ AssociationId, Name });
    }
    await expect(
      ssm.send(new DescribeAssociationCommand({ AssociationId: UNKNOWN })),
    ).rejects.toMatchObject({ name: 'AssociationDoesNotExist' });
  });

  itSimulated('scans everything daily', async () => {
    const scan = (await associations()).find(
      ({ AssociationName }) => AssociationName === 'daily-patch-scan',
    );
    const { AssociationDescription: description } = await ssm.send(
      new DescribeAssociationCommand({ AssociationId: scan?.AssociationId }),
    );
    const now = Number(await contract.simulator.control.now());

    expect(scan).toMatchObject({
      Name: 'AWS-RunPatchBaseline',
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    });
    expect(now - Number(scan?.LastExecutionDate)).toBeLessThan(DAY);
    expect(description?.Parameters).toEqual({ Operation: ['Scan'] });
  });

  itSimulated('tells how they went on a node', async () => {
    const { nodes } = await contract.simulator.control.findNodes({
      account: ACCOUNT,
      region: REGION,
      tag: 'Stage=prod',
      limit: 1,
    });
    const { InstanceAssociationStatusInfos: infos = [] } = await ssm.send(
      new DescribeInstanceAssociationsStatusCommand({
        InstanceId: nodes[0].id,
      }),
    );

    expect(infos.map(info => info.AssociationName)).toEqual([
      'daily-patch-scan',
      'software-inventory',
      'agent-update',
    ]);
    await expect(
      ssm.send(
        new DescribeInstanceAssociationsStatusCommand({
          InstanceId: 'mi-0000000000000dead',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidInstanceId' });
  });

  itSimulated('tells when they ran', async () => {
    const [{ AssociationId }] = await associations();
    const { AssociationExecutions: runs = [] } = await ssm.send(
      new DescribeAssociationExecutionsCommand({ AssociationId }),
    );
    const created = runs.map(run => Number(run.CreatedTime));

    expect(created).toHaveLength(36);
    expect(created[0] - created[1]).toBe(DAY);
    const { AssociationExecutions: later = [] } = await ssm.send(
      new DescribeAssociationExecutionsCommand({
        AssociationId,
        Filters: [
          {
            Key: 'CreatedTime',
            Value: new Date(created[4]).toISOString(),
            Type: 'GREATER_THAN',
          },
        ],
      }),
    );
    expect(later).toHaveLength(4);
  });
});
