import { DescribeAutomationStepExecutionsCommand } from '@aws-sdk/client-ssm';
import {
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { itSimulated, OPERATE_ROLE } from '../harness';
import { PUBLISH_ROLE, statusesOf, useRunbooks } from './runbooks';

describe('actions of Automation', () => {
  const { contract, control, ssm, publish, start, after, find } = useRunbooks();

  itSimulated('run commands, and tell what came of them', async () => {
    const [{ id: node }] = await find({ platform: 'Linux' });
    await publish(
      'Runs',
      [
        {
          name: 'restart',
          action: 'aws:runCommand',
          inputs: {
            DocumentName: 'AWS-RunShellScript',
            InstanceIds: ['{{ Node }}'],
            Parameters: {
              commands: ['systemctl restart {{ Service }}', 'echo done'],
            },
          },
        },
      ],
      {
        parameters: {
          Node: { type: 'AWS::EC2::Instance::Id' },
          Service: { type: 'String', allowedPattern: '[a-z-]+' },
        },
        outputs: ['restart.Output'],
      },
    );
    const fine = await start('Runs', { Node: [node], Service: ['nginx'] });
    expect(await after(30, fine)).toMatchObject({
      AutomationExecutionStatus: 'Success',
      Outputs: { 'restart.Output': ['done\n'] },
      StepExecutions: [
        { Outputs: { ResponseCode: ['0'], Status: ['Success'] } },
      ],
    });
    await expect(
      start('Runs', { Node: [node], Service: ['x; reboot'] }),
    ).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
    });
    await publish('Fails', [
      {
        name: 'fails',
        action: 'aws:runCommand',
        inputs: {
          DocumentName: 'AWS-RunShellScript',
          InstanceIds: [node],
          Parameters: { commands: 'exit 4' },
        },
      },
    ]);
    expect(await after(30, await start('Fails'))).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      FailureMessage: expect.stringMatching(
        /Status=\[Failed\], ResponseCode=\[4\]/,
      ),
    });
  });

  itSimulated('loop, and write to tables', async () => {
    const nodes = (await find({ platform: 'Linux' })).slice(0, 3);
    const tables = new DynamoDBClient(await contract.role(PUBLISH_ROLE));
    await tables.send(
      new CreateTableCommand({
        TableName: 'results',
        KeySchema: [{ AttributeName: 'node', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'node', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await publish(
      'Loops',
      [
        {
          name: 'each',
          action: 'aws:loop',
          inputs: {
            Iterators: '{{ Nodes }}',
            IteratorDataType: 'String',
            Steps: [
              {
                name: 'look',
                action: 'aws:runCommand',
                onFailure: 'Continue',
                isCritical: false,
                inputs: {
                  DocumentName: 'AWS-RunShellScript',
                  InstanceIds: ['{{ each.CurrentIteratorValue }}'],
                  Parameters: {
                    commands: ['test -e /etc/hostname', 'echo ok'],
                  },
                },
              },
              {
                name: 'write',
                action: 'aws:executeAwsApi',
                inputs: {
                  Service: 'dynamodb',
                  Api: 'PutItem',
                  TableName: 'results',
                  Item: {
                    node: { S: '{{ each.CurrentIteratorValue }}' },
                    output: { S: '{{ look.Output }}' },
                  },
                },
              },
            ],
          },
        },
      ],
      { parameters: { Nodes: { type: 'StringList' } } },
    );
    const id = await start('Loops', { Nodes: nodes.map(node => node.id) });
    expect(await after(90, id)).toMatchObject({
      AutomationExecutionStatus: 'Success',
    });
    const { StepExecutions: steps = [] } = await ssm.operator.send(
      new DescribeAutomationStepExecutionsCommand({
        AutomationExecutionId: id,
        Filters: [{ Key: 'StepName', Values: ['write'] }],
      }),
    );
    expect(steps.map(step => step.ParentStepDetails)).toMatchObject(
      nodes.map((node, index) => ({
        StepName: 'each',
        Action: 'aws:loop',
        Iteration: index + 1,
        IteratorValue: node.id,
      })),
    );
    const reader = new DynamoDBClient(await contract.role(OPERATE_ROLE));
    const { Items = [] } = await reader.send(
      new ScanCommand({ TableName: 'results' }),
    );
    expect(Items.map(item => item.node.S).sort()).toEqual(
      nodes.map(node => node.id).sort(),
    );
    expect(Items[0].output.S).toBe('ok\n');
  });

  itSimulated('repeat while a condition holds', async () => {
    await publish('Repeats', [
      {
        name: 'again',
        action: 'aws:loop',
        inputs: {
          LoopCondition: {
            Variable: '{{ again.CurrentIteration }}',
            NumericLesser: 3,
          },
          MaxIterations: 10,
          Steps: [
            { name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1S' } },
          ],
        },
      },
    ]);
    const done = await after(30, await start('Repeats'));
    expect(done.StepExecutions?.[0].Outputs).toMatchObject({
      Iterations: ['3'],
    });
  });

  itSimulated(
    'change the state of instances, as Amazon’s runbook',
    async () => {
      const [{ id: node }] = await find({
        environment: 'aws',
        instanceState: 'running',
      });
      const id = await start('AWS-RestartEC2Instance', { InstanceId: [node] });
      await control().advance(2000);
      const half = await control().findNodes({ ids: [node] });
      expect(half.nodes[0].instanceState).toBe('stopped');
      expect(await after(60, id)).toMatchObject({
        AutomationExecutionStatus: 'Success',
      });
      const { nodes } = await control().findNodes({ ids: [node] });
      expect(nodes[0]).toMatchObject({
        instanceState: 'running',
        pingStatus: 'Online',
      });
    },
  );

  itSimulated(
    'assert, wait, call others and return what scripts say',
    async () => {
      const [{ id: node }] = await find({ environment: 'aws' });
      const inputs = {
        Service: 'ec2',
        Api: 'DescribeInstances',
        InstanceIds: [node],
        PropertySelector: '$.Reservations[0].Instances[0].State.Name',
      };
      await publish(
        'Child',
        [
          {
            name: 'script',
            action: 'aws:executeScript',
            inputs: {
              Runtime: 'python3.11',
              Handler: 'main',
              Script:
                '# simulator:returns {"count": "$.items[1]"}\ndef main(events, context):\n    return {}\n',
              InputPayload: { items: [1, 2] },
            },
            outputs: [
              { Name: 'Count', Selector: '$.Payload.count', Type: 'Integer' },
            ],
          },
        ],
        { outputs: ['script.Count'] },
      );
      await publish('Parent', [
        {
          name: 'waits',
          action: 'aws:waitForAwsResourceProperty',
          inputs: { ...inputs, DesiredValues: ['stopped'] },
        },
        {
          name: 'asserts',
          action: 'aws:assertAwsResourceProperty',
          onFailure: 'Continue',
          isCritical: false,
          inputs: { ...inputs, DesiredValues: ['running'] },
        },
        {
          name: 'calls',
          action: 'aws:executeAutomation',
          inputs: { DocumentName: 'Child' },
        },
      ]);
      const id = await start('Parent');
      expect(await after(60, id)).toMatchObject({
        AutomationExecutionStatus: 'InProgress',
        CurrentStepName: 'waits',
      });
      await control().updateNode(node, { instanceState: 'stopped' });
      const done = await after(60, id);
      expect(statusesOf(done)).toEqual({
        waits: 'Success',
        asserts: 'Failed',
        calls: 'Success',
      });
      expect(done.AutomationExecutionStatus).toBe('Success');
      expect(done.StepExecutions?.[2].Outputs?.Output).toEqual(['2']);
    },
  );

  itSimulated('patch an instance, as Amazon’s runbook', async () => {
    const [{ id: node }] = await find({ environment: 'aws' });
    const id = await start('AWS-PatchInstanceWithRollback', {
      InstanceId: [node],
    });
    expect(await after(180, id)).toMatchObject({
      AutomationExecutionStatus: 'Success',
      Outputs: { 'verifyCompliance.MissingCount': ['0'] },
    });
    await expect(
      start('AWS-PatchInstanceWithRollback', { InstanceId: ['everything'] }),
    ).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
    });
  });
});
