import {
  DeleteAssociationCommand,
  DescribeEffectiveInstanceAssociationsCommand,
  DescribeInstanceAssociationsStatusCommand,
  DescribeInstanceInformationCommand,
  GetDocumentCommand,
  StartAssociationsOnceCommand,
  UpdateAssociationCommand,
} from '@aws-sdk/client-ssm';
import { ModelNode } from '../..';
import { ACCOUNT, itSimulated, listAll, REGION } from '../harness';
import { useStateManager } from './stateManager';

const HOUR = 3_600_000;

describe('associations of a node', () => {
  const { control, ssm, find, create, after, ...state } = useStateManager();

  const lose = (node: ModelNode) =>
    control().updateNode(node.id, { pingStatus: 'ConnectionLost' });
  const recover = (node: ModelNode) =>
    control().updateNode(node.id, { pingStatus: 'Online' });

  itSimulated('tell how all of them stand on a node', async () => {
    const [node] = await find({ platform: 'Linux' });
    for (const name of ['first', 'second', 'third', 'fourth']) {
      await create([], {
        AssociationName: name,
        // One document goes for the same targets only once.
        Targets: [
          { Key: 'InstanceIds', Values: [node.id] },
          { Key: 'resource-groups:Name', Values: ['linux-fleet', name] },
        ],
      });
    }
    await control().advance(30_000);
    const list = <Page extends { NextToken?: string }, Item>(
      send: (NextToken: string | undefined) => Promise<Page>,
      itemsOf: (page: Page) => Item[] | undefined,
    ) => listAll(send, page => page.NextToken, itemsOf);
    const { items: infos, pages } = await list(
      NextToken =>
        ssm().send(
          new DescribeInstanceAssociationsStatusCommand({
            InstanceId: node.id,
            MaxResults: 3,
            NextToken,
          }),
        ),
      page => page.InstanceAssociationStatusInfos,
    );

    expect(pages.length).toBeGreaterThan(1);
    expect(
      infos.filter(({ AssociationName = '' }) =>
        ['first', 'second', 'third', 'fourth'].includes(AssociationName),
      ),
    ).toHaveLength(4);
    expect(infos[infos.length - 1]).toMatchObject({
      AssociationName: 'fourth',
      Status: 'Success',
      DetailedStatus: 'Success',
      ExecutionSummary:
        '1 out of 1 plugin processed, 1 success, 0 failed, 0 timedout, 0 skipped. ',
    });
    const effective = await list(
      NextToken =>
        ssm().send(
          new DescribeEffectiveInstanceAssociationsCommand({
            InstanceId: node.id,
            NextToken,
          }),
        ),
      page => page.Associations,
    );
    expect(effective.pages[0]).toHaveLength(5);
    expect(effective.items.map(each => each.AssociationId)).toEqual(
      infos.map(each => each.AssociationId),
    );
    const { Content } = await ssm().send(
      new GetDocumentCommand({ Name: 'AWS-RunShellScript' }),
    );
    expect(effective.items[effective.items.length - 1].Content).toBe(Content);
    await expect(
      ssm().send(
        new DescribeEffectiveInstanceAssociationsCommand({
          InstanceId: node.id,
          MaxResults: 6,
        }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated('are told of by the node, too', async () => {
    const [node] = await find({ platform: 'Linux' });
    const about = async () => {
      const { InstanceInformationList: found = [] } = await ssm().send(
        new DescribeInstanceInformationCommand({
          Filters: [{ Key: 'InstanceIds', Values: [node.id] }],
        }),
      );
      return found[0];
    };
    const { AssociationId } = await create([node], {
      Parameters: { commands: ['exit 1'] },
    });
    await control().advance(30_000);
    const { InstanceAssociationStatusInfos: infos = [] } = await ssm().send(
      new DescribeInstanceAssociationsStatusCommand({ InstanceId: node.id }),
    );
    const failed = infos.filter(({ Status }) => Status === 'Failed').length;
    const told = await about();

    expect(told).toMatchObject({
      AssociationStatus: 'Failed',
      AssociationOverview: {
        DetailedStatus: 'Failed',
        InstanceAssociationStatusAggregatedCount: { Failed: failed },
      },
    });
    expect(told.LastAssociationExecutionDate).toEqual(
      infos.find(each => each.AssociationId === AssociationId)?.ExecutionDate,
    );
    const { InstanceInformationList: list = [] } = await ssm().send(
      new DescribeInstanceInformationCommand({
        Filters: [{ Key: 'AssociationStatus', Values: ['Failed'] }],
        MaxResults: 50,
      }),
    );
    expect(list.map(({ InstanceId }) => InstanceId)).toContain(node.id);
    expect(
      list.every(({ AssociationStatus }) => AssociationStatus === 'Failed'),
    ).toBe(true);
  });

  describe('on a node that is offline', () => {
    itSimulated('are pending, and run once when it is back', async () => {
      const [node, other] = await find({ platform: 'Linux' });
      await lose(node);
      const { AssociationId } = await create([node, other]);
      const waiting = await after(60, AssociationId);

      expect(waiting.Overview).toMatchObject({
        Status: 'Pending',
        AssociationStatusAggregatedCount: { Pending: 1, Success: 1 },
      });
      expect(await state.standing(AssociationId, node)).toMatchObject({
        Status: 'Pending',
        DetailedStatus: 'Pending',
      });
      // Longer than Run Command waits for anybody.
      await control().advance(40 * 24 * HOUR);
      expect((await state.describe(AssociationId)).Overview?.Status).toBe(
        'Pending',
      );
      await recover(node);
      await control().advance(90_000);
      await control().advance(30_000);
      expect((await state.describe(AssociationId)).Overview).toMatchObject({
        Status: 'Success',
        AssociationStatusAggregatedCount: { Success: 2 },
      });
      expect([await state.runsOn(node), await state.runsOn(other)]).toEqual([
        1, 1,
      ]);
    });

    itSimulated('do not pile up', async () => {
      const [node] = await find({ platform: 'Linux' });
      await lose(node);
      const { AssociationId } = await create([node], {
        ScheduleExpression: 'rate(30 minutes)',
      });
      await control().advance(3 * HOUR + 60_000);
      await ssm().send(
        new StartAssociationsOnceCommand({
          AssociationIds: [AssociationId ?? ''],
        }),
      );
      await recover(node);
      await control().advance(60_000);

      expect(await state.runsOn(node)).toBe(1);
      const [last, ...missed] = await state.executions(AssociationId);
      expect(last.Status).toBe('Success');
      expect(missed.map(each => each.ResourceCountByStatus)).toEqual(
        missed.map(() => '{Failed=1}'),
      );
      expect(missed.length).toBeGreaterThan(5);
    });

    itSimulated('do what they say by then', async () => {
      const [changed, deleted] = await find({ platform: 'Linux' });
      await lose(changed);
      await lose(deleted);
      const first = await create([changed]);
      const second = await create([deleted]);
      await control().advance(60_000);
      await ssm().send(
        new UpdateAssociationCommand({
          AssociationId: first.AssociationId,
          Parameters: { commands: ['echo new > /tmp/new'] },
        }),
      );
      await ssm().send(
        new DeleteAssociationCommand({ AssociationId: second.AssociationId }),
      );
      await recover(changed);
      await recover(deleted);
      await control().advance(60_000);

      const { files } = await control().runbooks.machine(changed.id);
      expect(files['/tmp/new']).toBe(4);
      expect(await state.runsOn(changed)).toBe(0);
      expect(await state.runsOn(deleted)).toBe(0);
    });
  });

  itSimulated('reach nodes that come to be meant', async () => {
    const [old, tagged] = await find({ platform: 'Linux' });
    await control().setTags(old.id, { Rollout: 'yes' });
    const { AssociationId } = await create([], {
      Targets: [{ Key: 'tag:Rollout', Values: ['yes'] }],
    });
    const waits = await create([], {
      Targets: [{ Key: 'tag:Rollout', Values: ['yes', 'perhaps'] }],
      ScheduleExpression: 'cron(0 4 ? * SUN *)',
      ApplyOnlyAtCronInterval: true,
    });
    await control().advance(60_000);
    await control().setTags(tagged.id, { Rollout: 'yes' });
    const added = (
      await control().addNodes({
        count: 6,
        account: ACCOUNT,
        region: REGION,
        tags: { Rollout: 'yes' },
      })
    ).find(
      ({ platformType, pingStatus }) =>
        platformType === 'Linux' && pingStatus === 'Online',
    );
    expect(await state.standing(AssociationId, tagged)).toMatchObject({
      Status: 'Pending',
    });
    await control().advance(60_000);
    await control().advance(30_000);

    const reached = [old, tagged, ...(added ? [added] : [])];
    expect(reached).toHaveLength(3);
    for (const node of reached) {
      expect(await state.standing(AssociationId, node)).toMatchObject({
        Status: 'Success',
      });
      expect(await state.runsOn(node)).toBe(1);
      expect(await state.standing(waits.AssociationId, node)).toMatchObject({
        Status: 'Pending',
      });
    }
  });
});
