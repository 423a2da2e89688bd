import {
  DescribeAutomationExecutionsCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { itSimulated, listAll } from '../harness';
import { useRunbooks } from './runbooks';

const TOKEN = '11111111-2222-4333-8444-555555555555';

describe('many executions', () => {
  const { ssm, publish, start, get, after, find } = useRunbooks();

  const sleeper = () =>
    publish(
      'Sleeper',
      [
        {
          name: 'choose',
          action: 'aws:branch',
          inputs: {
            Choices: [
              {
                Variable: '{{ Node }}',
                StringEquals: '{{ Bad }}',
                NextStep: 'fail',
              },
            ],
            Default: 'rest',
          },
        },
        {
          name: 'rest',
          action: 'aws:sleep',
          isEnd: true,
          inputs: { Duration: 'PT10S' },
        },
        {
          name: 'fail',
          action: 'aws:executeAwsApi',
          inputs: { Service: 'ssm', Api: 'GetDocument', Name: 'Nowhere' },
        },
      ],
      {
        parameters: {
          Node: { type: 'String' },
          Bad: { type: 'String', default: 'none' },
        },
      },
    );
  const children = async (id: string) => {
    const { items } = await listAll(
      NextToken =>
        ssm.operator.send(
          new DescribeAutomationExecutionsCommand({
            Filters: [{ Key: 'ParentExecutionId', Values: [id] }],
            MaxResults: 5,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.AutomationExecutionMetadataList,
    );
    return items;
  };

  itSimulated('run so many at a time', async () => {
    const nodes = (await find()).slice(0, 7).map(({ id }) => id);
    const id = await start(
      await sleeper(),
      {},
      {
        Targets: [{ Key: 'ParameterValues', Values: nodes }],
        TargetParameterName: 'Node',
        MaxConcurrency: '3',
        MaxErrors: '0',
      },
    );
    expect(await get(id)).toMatchObject({
      AutomationExecutionStatus: 'InProgress',
      ResolvedTargets: { ParameterValues: nodes, Truncated: false },
      ProgressCounters: { TotalSteps: 7, SuccessSteps: 0 },
      MaxConcurrency: '3',
    });
    expect(await children(id)).toHaveLength(3);
    expect(await after(14, id)).toMatchObject({
      ProgressCounters: { SuccessSteps: 3 },
    });
    const done = await after(60, id);
    expect(done).toMatchObject({
      AutomationExecutionStatus: 'Success',
      ProgressCounters: { TotalSteps: 7, SuccessSteps: 7, FailedSteps: 0 },
    });
    const all = await children(id);
    expect(all.map(({ Target }) => Target).sort()).toEqual([...nodes].sort());
    expect(all[0].ParentAutomationExecutionId).toBe(id);
  });

  itSimulated('stop when too many failed', async () => {
    const nodes = (await find()).slice(0, 6).map(({ id }) => id);
    const document = await sleeper();
    const options = (MaxErrors: string) => ({
      Targets: [{ Key: 'ParameterValues', Values: nodes }],
      TargetParameterName: 'Node',
      MaxConcurrency: '1',
      MaxErrors,
    });
    const strict = await start(document, { Bad: [nodes[1]] }, options('0'));
    const lax = await start(document, { Bad: [nodes[1]] }, options('1'));
    expect(await after(120, strict)).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      ProgressCounters: { SuccessSteps: 1, FailedSteps: 1 },
    });
    expect(await get(lax)).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      ProgressCounters: { SuccessSteps: 5, FailedSteps: 1 },
    });
  });

  itSimulated(
    'mean nodes by their tags, and are stopped together',
    async () => {
      const nodes = await find({ tag: 'Stage=prod' });
      const stages = nodes.length ? nodes : await find();
      const [{ Key, Value }] = Object.entries(stages[0].tags).map(
        ([key, value]) => ({ Key: key, Value: String(value) }),
      );
      const id = await start(
        await sleeper(),
        {},
        {
          Targets: [{ Key: `tag:${Key}`, Values: [Value] }],
          TargetParameterName: 'Node',
          MaxConcurrency: '100%',
        },
      );
      await ssm.operator.send(
        new StopAutomationExecutionCommand({ AutomationExecutionId: id }),
      );
      expect(await after(5, id)).toMatchObject({
        AutomationExecutionStatus: 'Cancelled',
      });
      const statuses = (await children(id)).map(
        each => each.AutomationExecutionStatus,
      );
      expect(new Set(statuses)).toEqual(new Set(['Cancelled']));
      await expect(
        start(
          'Sleeper',
          {},
          {
            Targets: [{ Key: 'tag:Nothing', Values: ['like it'] }],
            TargetParameterName: 'Node',
          },
        ),
      ).rejects.toMatchObject({ name: 'InvalidTarget' });
    },
  );

  itSimulated('are one for one client token', async () => {
    const document = await sleeper();
    const once = await start(document, { Node: ['a'] }, { ClientToken: TOKEN });
    expect(await start(document, { Node: ['a'] }, { ClientToken: TOKEN })).toBe(
      once,
    );
    await expect(
      start(document, { Node: ['b'] }, { ClientToken: TOKEN }),
    ).rejects.toMatchObject({ name: 'IdempotentParameterMismatch' });
  });

  itSimulated('wait in line beyond a hundred', async () => {
    const document = await sleeper();
    const ids: string[] = [];
    for (let index = 0; index < 101; index++) {
      ids.push(await start(document, { Node: [`n${index}`] }));
    }
    const last = ids[100];
    expect(await get(last)).toMatchObject({
      AutomationExecutionStatus: 'Pending',
    });
    expect(await after(13, last)).toMatchObject({
      AutomationExecutionStatus: 'InProgress',
    });
    expect(await after(20, last)).toMatchObject({
      AutomationExecutionStatus: 'Success',
    });
  });
});
