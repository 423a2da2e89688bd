import {
  GetExecutionPreviewCommand,
  SendAutomationSignalCommand,
  SignalType,
  SSMClient,
  StartExecutionPreviewCommand,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, EXTERNAL_ID, itSimulated, OPERATE_ROLE } from '../harness';
import { statusesOf, useRunbooks } from './runbooks';

const REST = { action: 'aws:sleep', inputs: { Duration: 'PT1S' } };
const session = (name: string) =>
  `arn:aws:sts::${ACCOUNT}:assumed-role/${OPERATE_ROLE}/${name}`;

describe('signals', () => {
  const { contract, control, ssm, publish, start, get, after } = useRunbooks();

  const as = async (RoleSessionName: string) => {
    const { Credentials: issued } = await new STSClient(contract.user()).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/${OPERATE_ROLE}`,
        RoleSessionName,
        ExternalId: EXTERNAL_ID,
      }),
    );
    return new SSMClient({
      ...contract.user(),
      credentials: {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken,
      },
    });
  };
  const signal = (
    client: SSMClient,
    AutomationExecutionId: string,
    type: SignalType,
    Payload?: Record<string, string[]>,
  ) =>
    client.send(
      new SendAutomationSignalCommand({
        AutomationExecutionId,
        SignalType: type,
        Payload,
      }),
    );
  const approval = () =>
    publish('Approved', [
      {
        name: 'ask',
        action: 'aws:approve',
        inputs: {
          Message: 'May I?',
          MinRequiredApprovals: 2,
          Approvers: [session('jane'), session('joe')],
        },
      },
      { name: 'rest', ...REST },
    ]);

  itSimulated('approve, by those who may', async () => {
    const id = await start(await approval());
    const waiting = await after(5, id);
    expect(waiting).toMatchObject({
      AutomationExecutionStatus: 'Waiting',
      CurrentAction: 'aws:approve',
      StepExecutions: [
        { StepStatus: 'Waiting', Outputs: { ApprovalStatus: ['Waiting'] } },
        { StepStatus: 'Pending' },
      ],
    });
    await expect(
      signal(await as('mallory'), id, 'Approve'),
    ).rejects.toMatchObject({ name: 'InvalidAutomationSignalException' });
    const jane = await as('jane');
    await signal(jane, id, 'Approve', { Comment: ['fine'] });
    await signal(jane, id, 'Approve');
    expect(await after(5, id)).toMatchObject({
      AutomationExecutionStatus: 'Waiting',
    });
    await signal(await as('joe'), id, 'Approve');
    const done = await after(10, id);
    expect(done.AutomationExecutionStatus).toBe('Success');
    const [decisions] =
      done.StepExecutions?.[0].Outputs?.ApproverDecisions ?? [];
    expect(JSON.parse(decisions)).toMatchObject([
      { approver: session('jane'), decision: 'Approved', comment: 'fine' },
      { approver: session('joe'), decision: 'Approved' },
    ]);
  });

  itSimulated('reject', async () => {
    const id = await start(await approval());
    await after(5, id);
    await signal(await as('joe'), id, 'Reject', { Comment: ['not today'] });
    const done = await after(5, id);
    expect(done).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      FailureMessage: expect.stringContaining('not today'),
    });
    expect(statusesOf(done)).toEqual({ ask: 'Failed', rest: 'Pending' });
    await expect(signal(await as('jane'), id, 'Approve')).rejects.toMatchObject(
      { name: 'InvalidAutomationSignalException' },
    );
  });

  itSimulated('resume what pauses', async () => {
    await publish('Pauses', [
      { name: 'hold', action: 'aws:pause', inputs: {} },
      { name: 'rest', ...REST },
    ]);
    const id = await start('Pauses');
    expect(await after(60, id)).toMatchObject({
      AutomationExecutionStatus: 'Waiting',
    });
    await expect(
      signal(ssm.operator, id, 'Resume', { StepName: ['nowhere'] }),
    ).rejects.toMatchObject({ name: 'AutomationStepNotFoundException' });
    await signal(ssm.operator, id, 'Resume', { StepName: ['hold'] });
    expect(await after(10, id)).toMatchObject({
      AutomationExecutionStatus: 'Success',
    });
  });

  itSimulated('start and stop steps one by one', async () => {
    await publish('Steps', [
      { name: 'one', ...REST },
      { name: 'two', action: 'aws:sleep', inputs: { Duration: 'PT1H' } },
    ]);
    const id = await start('Steps', {}, { Mode: 'Interactive' });
    expect(await after(60, id)).toMatchObject({
      AutomationExecutionStatus: 'Waiting',
      CurrentStepName: 'one',
    });
    await signal(ssm.operator, id, 'StartStep', { StepName: ['one'] });
    await after(10, id);
    await signal(ssm.operator, id, 'StartStep', { StepName: ['two'] });
    const running = await after(10, id);
    expect(statusesOf(running)).toEqual({ one: 'Success', two: 'InProgress' });
    await signal(ssm.operator, id, 'StopStep', {
      StepExecutionId: [running.StepExecutions?.[1].StepExecutionId ?? ''],
    });
    await control().advance(1000);
    expect(await get(id)).toMatchObject({
      AutomationExecutionStatus: 'Cancelled',
    });
  });
});

describe('previews', () => {
  const { control, ssm, publish, find } = useRunbooks();

  itSimulated('count what steps would change', async () => {
    const nodes = (await find()).slice(0, 3).map(({ id }) => id);
    const document = await publish(
      'Mixed',
      [
        { name: 'rest', ...REST },
        {
          name: 'look',
          action: 'aws:executeAwsApi',
          inputs: { Service: 'ssm', Api: 'ListDocuments' },
        },
        {
          name: 'change',
          action: 'aws:executeAwsApi',
          inputs: { Service: 'ec2', Api: 'StopInstances', InstanceIds: [] },
        },
        {
          name: 'script',
          action: 'aws:executeScript',
          inputs: { Runtime: 'python3.11', Handler: 'main', Script: '' },
        },
      ],
      { parameters: { Node: { type: 'AWS::EC2::Instance::Id' } } },
    );
    const { ExecutionPreviewId } = await ssm.operator.send(
      new StartExecutionPreviewCommand({
        DocumentName: document,
        ExecutionInputs: {
          Automation: {
            Targets: [{ Key: 'ParameterValues', Values: nodes }],
            TargetParameterName: 'Node',
          },
        },
      }),
    );
    const preview = () =>
      ssm.operator.send(new GetExecutionPreviewCommand({ ExecutionPreviewId }));
    expect(await preview()).toMatchObject({ Status: 'InProgress' });
    await control().advance(3000);
    expect(await preview()).toMatchObject({
      Status: 'Success',
      ExecutionPreview: {
        Automation: {
          StepPreviews: { NonMutating: 2, Mutating: 1, Undetermined: 1 },
          TargetPreviews: [{ Count: 3, TargetType: 'AWS::EC2::Instance::Id' }],
          TotalAccounts: 1,
        },
      },
    });
    await expect(
      ssm.operator.send(
        new StartExecutionPreviewCommand({
          DocumentName: document,
          ExecutionInputs: { Automation: { Parameters: { Node: ['x'] } } },
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
    });
  });
});
