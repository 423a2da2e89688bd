import { SSMClient } from '@aws-sdk/client-ssm';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { CallMeter } from '../aws/CallMeter';
import { PlanReader } from './PlanReader';

const NOW = Date.parse('2026-11-23T14:00:00Z');

type Answer = object | { error: string };

/** What a simulator has no reason to do, said by a server that says what it is told to. */
describe('PlanReader', () => {
  let server: Server;
  let client: SSMClient;
  let answers: Record<string, (input: { [key: string]: string }) => Answer>;

  beforeEach(async () => {
    server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', chunk => chunks.push(chunk));
      req.on('end', () => {
        const operation = String(req.headers['x-amz-target']).split('.')[1];
        const input = JSON.parse(Buffer.concat(chunks).toString());
        const answer = answers[operation]?.(input) ?? {
          error: 'UnknownOperationException',
        };
        const error = 'error' in answer ? answer.error : undefined;
        res
          .writeHead(error ? 400 : 200, {
            'content-type': 'application/x-amz-json-1.1',
          })
          .end(JSON.stringify(error ? { __type: error } : answer));
      });
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    client = new SSMClient({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
  });
  afterEach(async () => {
    client.destroy();
    await new Promise(done => {
      server.close(done);
      server.closeAllConnections();
    });
  });

  const reader = () =>
    PlanReader.create({
      clients: { ssm: client },
      meter: CallMeter.create(),
      signal: new AbortController().signal,
    });
  const window = (id: string) => ({
    WindowId: id,
    Name: `window ${id}`,
    Enabled: true,
    Schedule: 'cron(0 2 ? * SUN *)',
    NextExecutionTime: '2026-11-29T02:00Z',
  });
  const task = (id: string, others: object = {}) => ({
    WindowTaskId: id,
    TaskArn: 'AWS-RunPatchBaseline',
    Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    ...others,
  });

  it('asks for what a task is called with where the list does not say it', async () => {
    answers = {
      DescribeMaintenanceWindows: () => ({
        WindowIdentities: [window('mw-1')],
      }),
      DescribeMaintenanceWindowTasks: () => ({
        Tasks: [
          task('old', { TaskParameters: { Operation: { Values: ['Scan'] } } }),
          task('new', { TaskParameters: {} }),
          task('other', { TaskArn: 'AWS-RunShellScript' }),
          task('mute'),
        ],
      }),
      DescribeMaintenanceWindowTargets: () => ({ Targets: [] }),
      GetMaintenanceWindowTask: ({ WindowTaskId }) => ({
        TaskInvocationParameters: {
          RunCommand: {
            Parameters:
              WindowTaskId === 'new'
                ? { Operation: ['Install'], RebootOption: ['NoReboot'] }
                : {},
          },
        },
      }),
    };
    const plans = await reader().windows(NOW);
    expect(
      plans.map(plan => [plan.taskId, plan.operation, plan.rebootOption]),
    ).toEqual([
      ['old', 'Scan', null],
      ['new', 'Install', 'NoReboot'],
    ]);
  });

  it('leaves out what was deleted between two calls, and nothing else', async () => {
    answers = {
      DescribeMaintenanceWindows: () => ({
        WindowIdentities: [window('mw-gone'), window('mw-there')],
      }),
      DescribeMaintenanceWindowTasks: ({ WindowId }) =>
        WindowId === 'mw-gone'
          ? { error: 'DoesNotExistException' }
          : { Tasks: [task('gone'), task('there')] },
      DescribeMaintenanceWindowTargets: () => ({ Targets: [] }),
      GetMaintenanceWindowTask: ({ WindowTaskId }) =>
        WindowTaskId === 'gone'
          ? { error: 'DoesNotExistException' }
          : {
              TaskInvocationParameters: {
                RunCommand: { Parameters: { Operation: ['Install'] } },
              },
            },
      ListAssociations: ({ NextToken }) => ({
        Associations: ['gone', 'there', 'unscheduled'].map(id => ({
          AssociationId: id,
          Name: 'AWS-RunPatchBaseline',
          ScheduleExpression:
            id === 'unscheduled' ? undefined : 'cron(0 2 * * ? *)',
        })),
        NextToken,
      }),
      DescribeAssociation: ({ AssociationId }) =>
        AssociationId === 'gone'
          ? { error: 'AssociationDoesNotExist' }
          : {
              AssociationDescription: {
                AssociationId,
                Name: 'AWS-RunPatchBaseline',
                ScheduleExpression: 'cron(0 2 * * ? *)',
                Parameters: { Operation: ['Scan'] },
                Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
              },
            },
    };
    const windows = await reader().windows(NOW);
    expect(windows.map(plan => [plan.awsId, plan.taskId])).toEqual([
      ['mw-there', 'there'],
    ]);
    const associations = await reader().associations(NOW);
    expect(new Set(associations.map(plan => plan.awsId))).toEqual(
      new Set(['there']),
    );
    answers.DescribeMaintenanceWindowTasks = () => ({
      error: 'AccessDeniedException',
    });
    await expect(reader().windows(NOW)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
