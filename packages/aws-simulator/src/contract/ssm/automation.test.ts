import { StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { itSimulated } from '../harness';
import { statusesOf, useRunbooks } from './runbooks';

describe('Automation', () => {
  const { ssm, publish, start, get, after, find } = useRunbooks();

  itSimulated('carries steps out one after another', async () => {
    const document = await publish(
      'Sleeps',
      [
        { name: 'first', action: 'aws:sleep', inputs: { Duration: 'PT30S' } },
        { name: 'second', action: 'aws:sleep', inputs: { Duration: 'PT1M' } },
      ],
      { description: 'Sleeps twice' },
    );
    const id = await start(document);
    expect(await get(id)).toMatchObject({
      AutomationExecutionStatus: 'InProgress',
      DocumentName: 'Sleeps',
      DocumentVersion: '1',
      CurrentStepName: 'first',
      CurrentAction: 'aws:sleep',
      Mode: 'Auto',
    });

    const half = await after(40, id);
    expect(statusesOf(half)).toEqual({
      first: 'Success',
      second: 'InProgress',
    });

    const done = await after(60, id);
    expect(done).toMatchObject({ AutomationExecutionStatus: 'Success' });
    expect(done.ExecutionEndTime?.getTime()).toBeGreaterThan(
      done.ExecutionStartTime?.getTime() ?? Infinity,
    );
  });

  itSimulated('puts values in place, and branches on them', async () => {
    const document = await publish(
      'Branches',
      [
        {
          name: 'count',
          action: 'aws:executeAwsApi',
          inputs: {
            Service: 'ssm',
            Api: 'DescribeInstanceInformation',
            Filters: [{ Key: 'InstanceIds', Values: ['{{ Node }}'] }],
          },
          outputs: [
            {
              Name: 'Platform',
              Selector: '$.InstanceInformationList[0].PlatformType',
              Type: 'String',
            },
            {
              Name: 'Ids',
              Selector: '$.InstanceInformationList..InstanceId',
              Type: 'StringList',
            },
          ],
        },
        {
          name: 'choose',
          action: 'aws:branch',
          inputs: {
            Choices: [
              {
                Variable: '{{ count.Platform }}',
                StringEquals: 'Windows',
                NextStep: 'onWindows',
              },
              {
                And: [
                  { Variable: '{{ count.Platform }}', StartsWith: 'Lin' },
                  {
                    Not: {
                      Variable: '{{ count.Platform }}',
                      StringEquals: 'MacOS',
                    },
                  },
                ],
                NextStep: 'onLinux',
              },
            ],
            Default: 'onLinux',
          },
        },
        {
          name: 'onWindows',
          action: 'aws:updateVariable',
          isEnd: true,
          inputs: { Name: 'variable:Found', Value: 'windows' },
        },
        {
          name: 'onLinux',
          action: 'aws:updateVariable',
          isEnd: true,
          inputs: {
            Name: 'variable:Found',
            Value: 'linux {{ Node }} in {{ global:REGION }}',
          },
        },
      ],
      {
        parameters: { Node: { type: 'String' } },
        variables: { Found: { type: 'String', default: 'nothing' } },
        outputs: ['count.Ids', 'count.Platform', 'onWindows.Found'],
      },
    );
    const [node] = await find({ platform: 'Linux' });
    const id = await start(document, { Node: [node.id] });
    const done = await after(10, id);
    expect(done).toMatchObject({
      AutomationExecutionStatus: 'Success',
      Parameters: { Node: [node.id] },
      Variables: { Found: [`linux ${node.id} in ${node.region}`] },
      Outputs: {
        'count.Ids': [node.id],
        'count.Platform': ['Linux'],
        'onWindows.Found': [
          'No output available yet because the step is not successfully executed',
        ],
      },
    });
    expect(statusesOf(done)).toMatchObject({
      choose: 'Success',
      onLinux: 'Success',
      onWindows: 'Pending',
    });
  });

  itSimulated('goes on after a failure, or not', async () => {
    const failing = {
      action: 'aws:executeAwsApi',
      inputs: { Service: 'ssm', Api: 'GetDocument', Name: 'Nowhere' },
    };
    const nothing = { action: 'aws:sleep', inputs: { Duration: 'PT1S' } };
    await publish('Aborts', [
      { name: 'fails', ...failing, maxAttempts: 2 },
      { name: 'never', ...nothing },
    ]);
    await publish('Continues', [
      { name: 'fails', ...failing, onFailure: 'Continue', isCritical: false },
      { name: 'then', ...nothing },
    ]);
    await publish('Critical', [
      { name: 'fails', ...failing, onFailure: 'step:cleanUp' },
      { name: 'skipped', ...nothing },
      { name: 'cleanUp', ...nothing },
    ]);
    const [aborts, continues, critical] = [
      await start('Aborts'),
      await start('Continues'),
      await start('Critical'),
    ];
    const aborted = await after(20, aborts);
    expect(aborted).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      FailureMessage: expect.stringContaining('InvalidDocument'),
    });
    expect(aborted.StepExecutions?.[0]).toMatchObject({
      StepStatus: 'Failed',
      FailureDetails: {
        FailureStage: 'Invocation',
        FailureType: 'InvalidDocument',
      },
    });
    expect(statusesOf(aborted)).toEqual({ fails: 'Failed', never: 'Pending' });
    expect(await get(continues)).toMatchObject({
      AutomationExecutionStatus: 'Success',
    });
    const last = await get(critical);
    expect(last.AutomationExecutionStatus).toBe('Failed');
    expect(statusesOf(last)).toEqual({
      fails: 'Failed',
      skipped: 'Pending',
      cleanUp: 'Success',
    });
  });

  itSimulated('times out', async () => {
    await publish('Slow', [
      {
        name: 'waits',
        action: 'aws:sleep',
        timeoutSeconds: 10,
        inputs: { Duration: 'PT1H' },
      },
    ]);
    const id = await start('Slow');
    expect(await after(20, id)).toMatchObject({
      AutomationExecutionStatus: 'TimedOut',
    });
  });

  itSimulated('stops when it is told to', async () => {
    const sleeps = (name: string, more: object = {}) => ({
      name,
      action: 'aws:sleep',
      inputs: { Duration: 'PT1M' },
      ...more,
    });
    await publish('Long', [
      sleeps('first', { onCancel: 'step:tidy' }),
      sleeps('second', { isEnd: true }),
      { name: 'tidy', action: 'aws:sleep', inputs: { Duration: 'PT1S' } },
    ]);
    const stop = (AutomationExecutionId: string, Type: 'Cancel' | 'Complete') =>
      ssm.operator.send(
        new StopAutomationExecutionCommand({ AutomationExecutionId, Type }),
      );
    const [cancelled, completed] = [await start('Long'), await start('Long')];
    await after(10, cancelled);
    await stop(cancelled, 'Cancel');
    await stop(completed, 'Complete');
    expect(await get(completed)).toMatchObject({
      AutomationExecutionStatus: 'Cancelling',
    });
    const one = await after(90, cancelled);
    expect(one.AutomationExecutionStatus).toBe('Cancelled');
    expect(statusesOf(one)).toEqual({
      first: 'Cancelled',
      second: 'Pending',
      tidy: 'Success',
    });
    const other = await get(completed);
    expect(other.AutomationExecutionStatus).toBe('Cancelled');
    expect(statusesOf(other)).toMatchObject({
      first: 'Success',
      second: 'Pending',
    });
    await expect(stop(completed, 'Cancel')).rejects.toMatchObject({
      name: 'InvalidAutomationStatusUpdateException',
    });
  });
});
