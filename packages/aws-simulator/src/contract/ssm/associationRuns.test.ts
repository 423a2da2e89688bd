import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeAssociationExecutionTargetsCommand,
  DescribeAssociationExecutionsCommand,
  DescribeEffectiveInstanceAssociationsCommand,
  GetCommandInvocationCommand,
  StartAssociationsOnceCommand,
} from '@aws-sdk/client-ssm';

import { ACCOUNT, itSimulated, OPERATE_ROLE } from '../harness';
import { UNKNOWN, useStateManager } from './stateManager';

const HOUR = 3_600_000;

describe('associations', () => {
  const { control, ssm, find, create, after, ...state } = useStateManager();

  const start = (...AssociationIds: Array<string | undefined>) =>
    ssm().send(
      new StartAssociationsOnceCommand({
        AssociationIds: AssociationIds.map(id => id ?? ''),
      }),
    );

  itSimulated('tell how each run went on each node', async () => {
    const [good, bad] = await find({ platform: 'Linux' });
    await control().runbooks.changeMachine(bad.id, {
      files: { '/tmp/broken': 'x' },
    });
    const { AssociationId } = await create([good, bad], {
      Parameters: { commands: ['echo seen; test ! -f /tmp/broken'] },
    });
    const [begun] = await state.executions(AssociationId);
    expect(begun).toMatchObject({
      AssociationVersion: '1',
      Status: 'Pending',
      ResourceCountByStatus: '{Pending=2}',
    });
    await control().advance(30_000);

    const [run, ...others] = await state.executions(AssociationId);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      ExecutionId: begun.ExecutionId,
      Status: 'Failed',
      DetailedStatus: 'Failed',
      CreatedTime: begun.CreatedTime,
    });
    expect(run.ResourceCountByStatus).toMatch(
      /^\{(Success=1, Failed=1|Failed=1, Success=1)\}$/,
    );
    const targets = await state.targets(run);
    expect(
      Object.fromEntries(targets.map(each => [each.ResourceId, each.Status])),
    ).toEqual({ [good.id]: 'Success', [bad.id]: 'Failed' });
    const [{ OutputSource: source }] = targets;
    expect(source).toMatchObject({ OutputSourceType: 'RunCommand' });
    await expect(
      ssm().send(
        new GetCommandInvocationCommand({
          CommandId: source?.OutputSourceId,
          InstanceId: good.id,
        }),
      ),
    ).resolves.toMatchObject({ StandardOutputContent: 'seen\n' });
    expect(await state.describe(AssociationId)).toMatchObject({
      Overview: {
        Status: 'Failed',
        AssociationStatusAggregatedCount: { Success: 1, Failed: 1 },
      },
    });
  });

  itSimulated('find runs and their targets by filters', async () => {
    const nodes = (await find({ platform: 'Linux' })).slice(0, 3);
    const { AssociationId } = await create(nodes);
    await control().advance(60_000);
    const between = new Date(Number(await control().now()) - 30_000);
    await start(AssociationId);
    const found = async (
      Key: 'CreatedTime' | 'Status',
      Type: 'LESS_THAN' | 'EQUAL',
      Value: string,
    ) => {
      const { AssociationExecutions = [] } = await ssm().send(
        new DescribeAssociationExecutionsCommand({
          AssociationId,
          Filters: [{ Key, Type, Value }],
        }),
      );
      return AssociationExecutions;
    };
    const [second, first] = await state.executions(AssociationId);

    // However a moment is written.
    for (const text of [
      between.toISOString(),
      between.toISOString().replace('.000Z', '+00:00'),
    ]) {
      expect(await found('CreatedTime', 'LESS_THAN', text)).toEqual([first]);
    }
    expect(await found('Status', 'EQUAL', 'Pending')).toEqual([second]);
    const targets = (ResourceId: string) =>
      ssm().send(
        new DescribeAssociationExecutionTargetsCommand({
          AssociationId,
          ExecutionId: first.ExecutionId,
          Filters: [
            { Key: 'ResourceId', Value: ResourceId },
            { Key: 'Status', Value: 'Success' },
          ],
        }),
      );
    expect(
      (await targets(nodes[1].id)).AssociationExecutionTargets,
    ).toMatchObject([{ ResourceId: nodes[1].id }]);
    await expect(
      ssm().send(
        new DescribeAssociationExecutionTargetsCommand({
          AssociationId,
          ExecutionId: UNKNOWN,
        }),
      ),
    ).rejects.toMatchObject({ name: 'AssociationExecutionDoesNotExist' });
  });

  itSimulated('run when they are told to, all or none', async () => {
    const [node] = await find({ platform: 'Linux' });
    const { AssociationId } = await create([node]);
    await control().advance(30_000);
    await start(AssociationId, AssociationId);
    await control().advance(30_000);

    expect(await state.runsOn(node)).toBe(2);
    await expect(start(AssociationId, UNKNOWN)).rejects.toMatchObject({
      name: 'AssociationDoesNotExist',
    });
    await expect(start()).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(
      start(...Array.from({ length: 11 }, () => AssociationId)),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await control().denyActions(ACCOUNT, OPERATE_ROLE, [
      'ssm:StartAssociationsOnce',
    ]);
    await expect(start(AssociationId)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await control().advance(30_000);
    expect(await state.runsOn(node)).toBe(2);
    expect(await state.executions(AssociationId)).toHaveLength(2);
  });

  itSimulated('run by their schedule, also when time leaps', async () => {
    const [node] = await find({ platform: 'Linux' });
    const { AssociationId } = await create([node], {
      ScheduleExpression: 'rate(30 minutes)',
    });
    await control().advance(HOUR + 60_000);

    expect(await state.runsOn(node)).toBe(3);
    const runs = await state.executions(AssociationId);
    const created = runs.map(({ CreatedTime }) => Number(CreatedTime));
    expect(created.map(time => created[0] - time)).toEqual([0, HOUR / 2, HOUR]);
    expect(runs.every(({ Status }) => Status === 'Success')).toBe(true);
  });

  itSimulated('leave nobody out for the errors of others', async () => {
    const nodes = (await find({ platform: 'Linux' })).slice(0, 4);
    const Targets = [{ Key: 'InstanceIds', Values: nodes.map(n => n.id) }];
    const Parameters = { commands: ['exit 1'] };
    const all = await create([], { Targets, Parameters });
    const few = await create([], {
      Targets: [...Targets, { Key: 'InstanceIds', Values: ['*'] }],
      Parameters,
      MaxConcurrency: '1',
      MaxErrors: '0',
    });
    await control().advance(120_000);
    const details = async (AssociationId: string | undefined) => {
      const [run] = await state.executions(AssociationId);
      return (await state.targets(run)).map(each => each.DetailedStatus).sort();
    };

    expect(await details(all.AssociationId)).toEqual(nodes.map(() => 'Failed'));
    expect(await details(few.AssociationId)).toEqual([
      'Failed',
      'Skipped',
      'Skipped',
      'Skipped',
    ]);
  });

  itSimulated('fail once their document is gone', async () => {
    const [node] = await find({ platform: 'Linux' });
    await ssm().send(
      new CreateDocumentCommand({
        Name: 'Ours-Hello',
        DocumentType: 'Command',
        Content: JSON.stringify({
          schemaVersion: '2.2',
          mainSteps: [
            {
              name: 'hello',
              action: 'aws:runShellScript',
              inputs: { runCommand: ['echo hello'] },
            },
          ],
        }),
      }),
    );
    const { AssociationId } = await create([node], {
      Name: 'Ours-Hello',
      Parameters: undefined,
    });
    await control().advance(30_000);
    await ssm().send(new DeleteDocumentCommand({ Name: 'Ours-Hello' }));
    await start(AssociationId);

    const [run] = await state.executions(AssociationId);
    expect(run.Status).toBe('Failed');
    expect(await state.standing(AssociationId, node)).toMatchObject({
      Status: 'Failed',
    });
    expect((await state.describe(AssociationId)).Overview?.Status).toBe(
      'Failed',
    );
    const { Associations = [] } = await ssm().send(
      new DescribeEffectiveInstanceAssociationsCommand({ InstanceId: node.id }),
    );
    expect(
      Associations.find(each => each.AssociationId === AssociationId)?.Content,
    ).toBeUndefined();
  });

  itSimulated('install packages', async () => {
    const nodes = await find({ platform: 'Linux' });
    const bare = [];
    for (const node of nodes.slice(0, 40)) {
      const { packages } = await control().runbooks.machine(node.id);
      if (!packages.includes('AmazonCloudWatchAgent')) {
        bare.push(node);
      }
    }
    expect(bare.length).toBeGreaterThan(0);
    const { AssociationId } = await create(bare.slice(0, 1), {
      Name: 'AWS-ConfigureAWSPackage',
      Parameters: { action: ['Install'], name: ['AmazonCloudWatchAgent'] },
    });

    const standing = await after(60, AssociationId);
    expect(standing.Overview?.Status).toBe('Success');
    const { packages, services } = await control().runbooks.machine(bare[0].id);
    expect(packages).toContain('AmazonCloudWatchAgent');
    expect(services).toMatchObject({ 'amazon-cloudwatch-agent': false });
  });
});
