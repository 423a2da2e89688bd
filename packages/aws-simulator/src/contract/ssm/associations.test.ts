import {
  AddTagsToResourceCommand,
  AssociationFilterKey,
  DeleteAssociationCommand,
  ListAssociationsCommand,
  ListAssociationVersionsCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
  UpdateAssociationCommand,
} from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  itSimulated,
  listAll,
  OPERATE_ROLE,
  READ_ROLE,
  REGION,
} from '../harness';
import { UNKNOWN, useStateManager } from './stateManager';

describe('associations', () => {
  const { contract, control, ssm, find, create, after, ...state } =
    useStateManager();

  const listed = async (key?: AssociationFilterKey, value = '') => {
    const { Associations = [] } = await ssm().send(
      new ListAssociationsCommand({
        AssociationFilterList: key && [{ key, value }],
      }),
    );
    return Associations;
  };
  const idsOf = async (key: AssociationFilterKey, value: string) =>
    (await listed(key, value)).map(({ AssociationId }) => AssociationId);

  describe('being made', () => {
    itSimulated('say what they were given, and run at once', async () => {
      const [node] = await find({ platform: 'Linux' });
      const given = {
        AssociationName: 'tell-the-host',
        ScheduleExpression: 'rate(1 day)',
        MaxConcurrency: '10%',
        MaxErrors: '2',
        ComplianceSeverity: 'HIGH' as const,
      };
      const made = await create([node], given);

      expect(made).toMatchObject({
        ...given,
        Name: 'AWS-RunShellScript',
        AssociationVersion: '1',
        DocumentVersion: '$DEFAULT',
        Targets: [{ Key: 'InstanceIds', Values: [node.id] }],
        SyncCompliance: 'AUTO',
        ApplyOnlyAtCronInterval: false,
        Overview: {
          Status: 'Pending',
          AssociationStatusAggregatedCount: { Pending: 1 },
        },
      });
      expect(await after(30, made.AssociationId)).toMatchObject({
        ...given,
        Parameters: { commands: ['echo "$(hostname)" >> /tmp/told'] },
        Overview: {
          Status: 'Success',
          AssociationStatusAggregatedCount: { Success: 1 },
        },
        LastExecutionDate: made.Date,
        LastSuccessfulExecutionDate: made.Date,
      });
      expect(await state.runsOn(node)).toBe(1);
    });

    itSimulated('wait for their schedule when they are to', async () => {
      const [node] = await find({ platform: 'Linux' });
      const hour = new Date(Number(await control().now()) + 3_600_000);
      hour.setUTCMinutes(0, 0, 0);
      const { AssociationId } = await create([node], {
        ScheduleExpression: `cron(0 ${hour.getUTCHours()} ? * * *)`,
        ApplyOnlyAtCronInterval: true,
      });
      const left = Number(hour) - Number(await control().now());

      const waiting = await after(left / 1000 - 1, AssociationId);
      expect(waiting.Overview?.Status).toBe('Pending');
      expect(waiting.LastExecutionDate).toBeUndefined();
      expect(await state.runsOn(node)).toBe(0);
      const ran = await after(31, AssociationId);
      expect(ran.Overview?.Status).toBe('Success');
      expect(ran.LastExecutionDate).toEqual(hour);
      expect(await state.runsOn(node)).toBe(1);
    });

    itSimulated('are refused the second time', async () => {
      const nodes = (await find({ platform: 'Linux' })).slice(0, 2);
      await create(nodes);

      await expect(
        create([...nodes].reverse(), { AssociationName: 'another-name' }),
      ).rejects.toMatchObject({ name: 'AssociationAlreadyExists' });
      await expect(create(nodes.slice(1))).resolves.toBeDefined();
    });

    itSimulated('are refused to whoever may not', async () => {
      await control().denyActions(ACCOUNT, OPERATE_ROLE, [
        'ssm:CreateAssociation',
      ]);
      await expect(
        create((await find({ platform: 'Linux' })).slice(0, 1)),
      ).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          `ssm:CreateAssociation on resource: arn:aws:ssm:${REGION}:${ACCOUNT}:association/*`,
        ),
      });
      const reader = new SSMClient(await contract.role(READ_ROLE));
      await expect(
        reader.send(new DeleteAssociationCommand({ AssociationId: UNKNOWN })),
      ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    });
  });

  describe('being listed', () => {
    itSimulated('come page by page', async () => {
      const nodes = (await find({ platform: 'Linux' })).slice(0, 5);
      for (const node of nodes) {
        await create([node]);
      }
      const { items, pages } = await listAll(
        NextToken =>
          ssm().send(new ListAssociationsCommand({ MaxResults: 4, NextToken })),
        page => page.NextToken,
        page => page.Associations,
      );

      expect(pages.map(page => page.length)).toEqual([4, 4, 1]);
      expect(
        new Set(items.map(({ AssociationId }) => AssociationId)).size,
      ).toBe(9);
      await expect(
        ssm().send(new ListAssociationsCommand({ MaxResults: 51 })),
      ).rejects.toMatchObject({ name: 'ValidationException' });
      await expect(
        ssm().send(new ListAssociationsCommand({ NextToken: 'nonsense' })),
      ).rejects.toMatchObject({ name: 'InvalidNextToken' });
    });

    itSimulated('are found by what they say', async () => {
      const [good, bad] = await find({ platform: 'Linux' });
      const { AssociationId: first } = await create([good], {
        AssociationName: 'first',
      });
      await control().advance(60_000);
      const { AssociationId: second } = await create([bad], {
        AssociationName: 'second',
        Parameters: { commands: ['exit 3'] },
      });
      const { AssociationId: third } = await create([], {
        Targets: [
          { Key: 'resource-groups:Name', Values: ['linux-fleet'] },
          { Key: 'tag:Nobody', Values: ['has', 'this'] },
        ],
      });
      await control().advance(30_000);

      expect(await idsOf('AssociationId', first ?? '')).toEqual([first]);
      expect(await idsOf('AssociationName', 'second')).toEqual([second]);
      expect(await idsOf('Name', 'AWS-RunShellScript')).toEqual([
        first,
        second,
        third,
      ]);
      expect(await idsOf('InstanceId', bad.id)).toEqual([second]);
      expect(await idsOf('ResourceGroupName', 'linux-fleet')).toEqual([third]);
      expect(await idsOf('AssociationStatusName', 'Failed')).toContain(second);
      expect(await idsOf('AssociationStatusName', 'Failed')).not.toContain(
        first,
      );
      const now = Number(await control().now());
      const between = new Date(now - 60_000).toISOString();
      expect(await idsOf('LastExecutedAfter', between)).toEqual([
        second,
        third,
      ]);
      expect(await idsOf('LastExecutedBefore', between)).toContain(first);
      await expect(idsOf('LastExecutedAfter', 'soon')).rejects.toMatchObject({
        name: 'ValidationException',
      });
    });
  });

  describe('being changed', () => {
    itSimulated(
      'get a version, lose what is left out, and run again',
      async () => {
        const [node] = await find({ platform: 'Linux' });
        const { AssociationId } = await create([node], {
          AssociationName: 'to-be-lost',
          ScheduleExpression: 'rate(1 day)',
        });
        await control().advance(60_000);
        const { AssociationDescription: changed } = await ssm().send(
          new UpdateAssociationCommand({
            AssociationId,
            Parameters: { commands: ['hostname > /tmp/changed'] },
          }),
        );

        expect(changed).toMatchObject({
          AssociationVersion: '2',
          Name: 'AWS-RunShellScript',
          Targets: [{ Key: 'InstanceIds', Values: [node.id] }],
          Overview: { Status: 'Pending' },
        });
        expect(changed?.AssociationName).toBeUndefined();
        expect(changed?.ScheduleExpression).toBeUndefined();
        const standing = await after(30, AssociationId);
        expect(standing.Overview?.Status).toBe('Success');
        const { files } = await control().runbooks.machine(node.id);
        expect(files['/tmp/changed']).toBeGreaterThan(0);
        expect(await state.runsOn(node)).toBe(1);
        expect(await state.describe(AssociationId, '1')).toMatchObject({
          AssociationVersion: '1',
          AssociationName: 'to-be-lost',
          ScheduleExpression: 'rate(1 day)',
        });
        const { AssociationVersions: versions = [] } = await ssm().send(
          new ListAssociationVersionsCommand({ AssociationId }),
        );
        expect(
          versions.map(each => [each.AssociationVersion, each.AssociationName]),
        ).toEqual([
          ['2', undefined],
          ['1', 'to-be-lost'],
        ]);
      },
    );

    itSimulated('are changed by who knows the latest version', async () => {
      const [node] = await find({ platform: 'Linux' });
      const { AssociationId } = await create([node]);
      const change = (AssociationVersion: string) =>
        ssm().send(
          new UpdateAssociationCommand({
            AssociationId,
            AssociationVersion,
            Parameters: { commands: ['true'] },
          }),
        );

      await expect(change('1')).resolves.toBeDefined();
      await expect(change('1')).rejects.toMatchObject({
        name: 'InvalidAssociationVersion',
      });
      await expect(change('$LATEST')).resolves.toBeDefined();
      await expect(state.describe(AssociationId, '9')).rejects.toMatchObject({
        name: 'InvalidAssociationVersion',
      });
    });

    itSimulated('are not known any more once they are deleted', async () => {
      const [node] = await find({ platform: 'Linux' });
      const { AssociationId } = await create([node], {
        ScheduleExpression: 'rate(30 minutes)',
      });
      await control().advance(30_000);
      await ssm().send(new DeleteAssociationCommand({ AssociationId }));

      expect(await listed('AssociationId', AssociationId)).toEqual([]);
      expect(await state.standing(AssociationId, node)).toBeUndefined();
      for (const call of [
        () => state.describe(AssociationId),
        () => state.executions(AssociationId),
        () => ssm().send(new DeleteAssociationCommand({ AssociationId })),
        () => ssm().send(new UpdateAssociationCommand({ AssociationId })),
      ]) {
        await expect(call()).rejects.toMatchObject({
          name: 'AssociationDoesNotExist',
        });
      }
      await control().advance(7_200_000);
      expect(await state.runsOn(node)).toBe(1);
    });
  });

  itSimulated('have tags', async () => {
    const [node] = await find({ platform: 'Linux' });
    const { AssociationId = '' } = await create([node], {
      Tags: [{ Key: 'Owner', Value: 'platform-team' }],
    });
    const resource = {
      ResourceType: 'Association' as const,
      ResourceId: AssociationId,
    };
    await ssm().send(
      new AddTagsToResourceCommand({
        ...resource,
        Tags: [{ Key: 'Plan', Value: 'a' }],
      }),
    );
    const tags = async () => {
      const { TagList } = await ssm().send(
        new ListTagsForResourceCommand(resource),
      );
      return TagList;
    };

    expect(await tags()).toEqual([
      { Key: 'Owner', Value: 'platform-team' },
      { Key: 'Plan', Value: 'a' },
    ]);
    await ssm().send(
      new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['Owner'] }),
    );
    expect(await tags()).toEqual([{ Key: 'Plan', Value: 'a' }]);
    await expect(
      ssm().send(
        new ListTagsForResourceCommand({ ...resource, ResourceId: UNKNOWN }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidResourceId' });
  });
});
