import { stringify } from 'yaml';
import { sessionStatements } from './sessionStatements';

const ANY_NODE = [
  'arn:*:ec2:*:*:instance/*',
  'arn:*:ssm:*:*:managed-instance/*',
];
const FOLLOW = {
  Action: ['ssm:ListCommands', 'ssm:ListCommandInvocations'],
  Resource: ['*'],
};

const of = (
  mainSteps: object[],
  context: { parameters?: Record<string, string[]>; onNodes?: boolean } = {},
  more: object = {},
) =>
  sessionStatements(stringify({ schemaVersion: '0.3', mainSteps, ...more }), {
    parameters: {},
    onNodes: true,
    ...context,
  });

const command = (DocumentName: string) => ({
  name: 'send',
  action: 'aws:runCommand',
  inputs: { DocumentName, InstanceIds: '{{ InstanceIds }}' },
});

describe('sessionStatements', () => {
  it('allow a command by its document, on the nodes of the run only', () => {
    expect(of([command('AWS-RunShellScript')])).toEqual([
      {
        Action: ['ssm:SendCommand'],
        Resource: ['arn:*:ssm:*:*:document/AWS-RunShellScript', '{{nodes}}'],
      },
      FOLLOW,
    ]);
    expect(of([command('arn:aws:ssm:eu-central-1:1:document/X')])[0]).toEqual({
      Action: ['ssm:SendCommand'],
      Resource: ['arn:aws:ssm:eu-central-1:1:document/X', '{{nodes}}'],
    });
  });

  it('allow it on any node where the run takes none', () => {
    expect(of([command('AWS-X')], { onNodes: false })[0].Resource).toEqual([
      'arn:*:ssm:*:*:document/AWS-X',
      ...ANY_NODE,
    ]);
  });

  it('know a document by a parameter, and allow none that is not known before', () => {
    expect(
      of([command('{{ Which }}')], { parameters: { Which: ['Company-X'] } })[0]
        .Resource,
    ).toContain('arn:*:ssm:*:*:document/Company-X');
    for (const parameters of [{}, { Which: ['A', 'B'] }] as Array<
      Record<string, string[]>
    >) {
      expect(of([command('{{ Which }}')], { parameters })[0].Resource).toEqual([
        '{{nodes}}',
      ]);
    }
  });

  it.each([
    ['ec2', 'RebootInstances', 'ec2:RebootInstances', ['{{nodes}}']],
    ['ec2', 'describeInstances', 'ec2:DescribeInstances', ['*']],
    ['dynamodb', 'PutItem', 'dynamodb:PutItem', ['*']],
    [
      'elbv2',
      'DeregisterTargets',
      'elasticloadbalancing:DeregisterTargets',
      ['*'],
    ],
  ])('call %s %s as %s', (Service, Api, action, Resource) => {
    expect(
      of([
        { name: 'call', action: 'aws:executeAwsApi', inputs: { Service, Api } },
      ]),
    ).toEqual([{ Action: [action], Resource }]);
  });

  it.each(['{{ Service }}', 'ec2:*', '*'])(
    'allow no call of a service %j that only the run will know',
    Service => {
      expect(
        of([
          {
            name: 'call',
            action: 'aws:executeAwsApi',
            inputs: { Service, Api: 'TerminateInstances' },
          },
        ]),
      ).toEqual([]);
    },
  );

  it('look into loops, and say the same once', () => {
    const statements = of([
      command('AWS-X'),
      {
        name: 'loop',
        action: 'aws:loop',
        inputs: {
          Steps: [
            command('AWS-X'),
            {
              name: 'child',
              action: 'aws:executeAutomation',
              inputs: { DocumentName: 'Company-Child' },
            },
          ],
        },
      },
    ]);
    expect(
      statements.filter(({ Action }) => Action.includes('ssm:SendCommand')),
    ).toHaveLength(1);
    expect(statements).toContainEqual({
      Action: ['ssm:StartAutomationExecution'],
      Resource: [
        'arn:*:ssm:*:*:document/Company-Child',
        'arn:*:ssm:*:*:automation-definition/Company-Child:*',
      ],
    });
  });

  it('change the state of nodes only as the document says', () => {
    const change = (DesiredState: string) => ({
      name: 'change',
      action: 'aws:changeInstanceState',
      inputs: { InstanceIds: '{{ InstanceIds }}', DesiredState },
    });
    expect(of([change('stopped')])[0]).toEqual({
      Action: ['ec2:StopInstances'],
      Resource: ['{{nodes}}'],
    });
    expect(of([change('{{ State }}')]).flatMap(({ Action }) => Action)).toEqual(
      ['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus'],
    );
  });

  it('pass on the role that a document acts by, and nothing else', () => {
    const assumeRole = 'arn:aws:iam::{{global:ACCOUNT_ID}}:role/Runbooks';
    expect(of([command('AWS-X')], {}, { assumeRole })).toEqual([
      {
        Action: ['iam:PassRole'],
        Resource: ['arn:aws:iam::*:role/Runbooks'],
      },
    ]);
    // Nobody named a role: it acts as the session.
    expect(
      of([command('AWS-X')], {}, { assumeRole: '{{ Role }}' }),
    ).toContainEqual(FOLLOW);
  });

  it('have nothing for Command documents', () => {
    expect(
      sessionStatements(
        stringify({
          schemaVersion: '2.2',
          mainSteps: [{ name: 'a', action: 'aws:runShellScript' }],
        }),
        {
          parameters: {},
          onNodes: true,
        },
      ),
    ).toEqual([]);
  });
});
