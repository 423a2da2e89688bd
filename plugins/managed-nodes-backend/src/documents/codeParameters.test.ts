import { JsonObject, JsonValue } from '@backstage/types';
import { automation, shellScript, step } from './__testUtils__/documents';
import { ParsedDocument } from './parseDocument';

const P = { P: { type: 'String' } };

function uses({ code }: ParsedDocument): Record<string, string> {
  return Object.fromEntries(code.map(({ name, use }) => [name, use]));
}

const inShell = (line: JsonValue) => uses(shellScript(P, line)).P;

const inStep = (action: string, inputs: JsonObject) =>
  uses(automation(P, [step('s', action, { inputs })])).P;

describe('findCodeParameters', () => {
  it.each([
    ['echo {{ P }}'],
    ['echo {{P}}'],
    ['echo {{   P   }}'],
    ['echo "{{ P }}"'],
    ["echo '{{ P }}'"],
    ['echo {{{ P }}}'],
    ['echo \\{{ P }}'],
    ['echo {{ P[0] }}'],
    ['echo {{ P.key.other }}'],
    ['echo {{ P {{ Q }} }}'],
    ['echo {{ P'],
    ['cat << END\nx {{ P }}\nEND'],
    ['# a comment {{ P }}'],
    // Older agents paste it.
    ['[ -z "$SSM_P" ] && SSM_P="{{ P }}"'],
  ])('finds %j to be pasted into a script', line => {
    expect(inShell([line])).toBe('script');
    expect(inShell(`first\n${line}`)).toBe('script');
  });

  it.each([
    ['{{ P }}'],
    ['{{ P }} --now'],
    ['  "{{ P }}"'],
    ['date; {{ P }}'],
    ['date && {{ P }}'],
    ['date | {{ P }}'],
    ['x=$({{ P }})'],
    ['x=`{{ P }}`'],
    ['sudo {{ P }}'],
    ['sudo sh -c "{{ P }}"'],
    ['bash -lc {{ P }}'],
    ['eval "{{ P }}"'],
    ['. {{ P }}'],
    ['& "{{ P }}"'],
    ['Invoke-Expression {{ P }}'],
    ['Invoke-Command -ScriptBlock { {{ P }} }'],
    ['powershell -Command "{{ P }}"'],
    ['python3 {{ P }}'],
    ['xargs {{ P }}'],
    [`date\r\n{{ P }}`],
    [`${' '.repeat(500)}{{ P }}`],
  ])('finds %j to be a command', line => {
    expect(inShell([line])).toBe('command');
  });

  it('finds the lines of a script', () => {
    expect(inShell('{{ P }}')).toBe('command');
  });

  it.each([
    ['echo $SSM_P'],
    ['echo {{ Other }}'],
    ['echo {{ PP }}'],
    ['echo {{ global:P }}'],
    ['echo { { P }}'],
    ['echo P'],
  ])('finds nothing in %j', line => {
    expect(inShell([line])).toBeUndefined();
  });

  it.each<[string, JsonObject, string | undefined]>([
    ['aws:executeScript', { Script: 'x = "{{ P }}"' }, 'script'],
    ['aws:executeScript', { InputPayload: { a: ['{{ P }}'] } }, 'input'],
    ['aws:executeScript', { InputPayload: { '{{ P }}': 1 } }, 'input'],
    ['aws:executeScript', { Handler: '{{ P }}' }, 'choice'],
    ['aws:executeScript', { Runtime: '{{ P }}' }, undefined],
    ['aws:runCommand', { DocumentName: '{{ P }}' }, 'choice'],
    ['aws:runCommand', { Parameters: { Service: '{{ P }}' } }, 'script'],
    ['aws:runCommand', { Parameters: '{{ P }}' }, 'script'],
    ['aws:runCommand', { Parameters: { commands: ['{{ P }}'] } }, 'command'],
    ['aws:runCommand', { Parameters: { commands: 'ls {{ P }}' } }, 'script'],
    ['aws:runCommand', { InstanceIds: ['{{ P }}'] }, 'nodes'],
    [
      'aws:runCommand',
      { Targets: [{ Key: 'tag:a', Values: ['{{ P }}'] }] },
      'nodes',
    ],
    ['aws:runCommand', { Comment: '{{ P }}' }, undefined],
    ['aws:executeAutomation', { Targets: '{{ P }}' }, 'nodes'],
    ['aws:executeAutomation', { TargetLocations: '{{ P }}' }, 'choice'],
    [
      'aws:executeAutomation',
      { RuntimeParameters: { a: '{{ P }}' } },
      'script',
    ],
    ['aws:executeAutomation', { DocumentName: 'My-{{ P }}' }, 'choice'],
    ['aws:invokeLambdaFunction', { Payload: '{"a":"{{ P }}"}' }, 'input'],
    ['aws:invokeLambdaFunction', { FunctionName: '{{ P }}' }, 'choice'],
    ['aws:executeStateMachine', { input: '{{ P }}' }, 'input'],
    ['aws:invokeWebhook', { Body: '{{ P }}' }, 'input'],
    ['aws:createStack', { TemplateBody: '{{ P }}' }, 'script'],
    ['aws:runInstances', { UserData: '{{ P }}' }, 'command'],
    ['aws:changeInstanceState', { InstanceIds: ['{{ P }}'] }, 'nodes'],
    ['aws:approve', { Message: '{{ P }}' }, undefined],
    // We do not know what it does with it.
    ['aws:somethingNew', { Anything: '{{ P }}' }, 'script'],
  ])('%s %j: %s', (action, inputs, use) => {
    expect(inStep(action, inputs)).toBe(use);
  });

  it.each<[JsonObject, string | undefined]>([
    [{ Service: '{{ P }}', Api: 'DescribeTags' }, 'choice'],
    [{ Service: 'ec2', Api: 'Describe{{ P }}' }, 'choice'],
    [{ Service: 'ssm', Api: 'SendCommand', DocumentName: '{{ P }}' }, 'choice'],
    [
      {
        Service: 'ssm',
        Api: 'SendCommand',
        Parameters: { commands: ['{{ P }}'] },
      },
      'command',
    ],
    [
      { Service: 'ssm', Api: 'send_command', Parameters: { a: ['{{ P }}'] } },
      'script',
    ],
    [{ Service: 'ssm', Api: 'CreateDocument', Content: 'a {{ P }}' }, 'script'],
    [{ Service: 'ssm', Api: 'DescribeDocument', Name: '{{ P }}' }, undefined],
    [{ Service: 'ec2', Api: 'RunInstances', UserData: 'a {{ P }}' }, 'script'],
    [
      { Service: 'iam', Api: 'PutRolePolicy', PolicyDocument: '{{ P }}' },
      'script',
    ],
    [{ Service: 'lambda', Api: 'Invoke', Payload: '{{ P }}' }, 'input'],
    [
      { Service: 'dynamodb', Api: 'PutItem', Item: { a: { S: '{{ P }}' } } },
      undefined,
    ],
  ])('aws:executeAwsApi %j: %s', (inputs, use) => {
    expect(inStep('aws:executeAwsApi', inputs)).toBe(use);
  });

  const script = (text: string) =>
    step('script', 'aws:executeScript', { inputs: { Script: text } });

  it('follows variables', () => {
    const document = automation(P, [
      step('set', 'aws:updateVariable', {
        inputs: { Name: 'variable:V', Value: 'a{{ P }}' },
      }),
      step('again', 'aws:updateVariable', {
        inputs: { Name: 'W', Value: '{{ variable:V }}' },
      }),
      script('{{ variable:W }}'),
    ]);
    expect(uses(document)).toEqual({ P: 'command' });
  });

  it('follows loops, into them and out of them', () => {
    const loop = step('each', 'aws:loop', {
      inputs: {
        Iterators: '{{ P }}',
        Steps: [script('x = {{ each.CurrentIteratorValue }}')],
      },
    });
    const document = automation(P, [loop]);
    expect(document.code).toEqual([
      {
        name: 'P',
        use: 'script',
        where: 'mainSteps[0].inputs.Steps[0].inputs.Script',
      },
    ]);
  });

  it('takes the items of loops for what was given', () => {
    const loop = step('each', 'aws:loop', {
      inputs: {
        Iterators: '{{ P }}',
        Steps: [script('{{ each.CurrentIteratorValue }}')],
      },
    });
    expect(uses(automation(P, [loop]))).toEqual({ P: 'command' });
  });

  it('follows outputs of steps, which no longer choose freely', () => {
    const made = step('make', 'aws:executeScript', {
      inputs: { Runtime: '{{ P }}' },
    });
    const told = step('ask', 'aws:executeAwsApi', {
      inputs: { Service: 'ec2', Api: 'DescribeTags', Filters: ['{{ P }}'] },
    });
    expect(uses(automation(P, [made, script('{{ make.Out }}')]))).toEqual({
      P: 'script',
    });
    expect(uses(automation(P, [told, script('{{ ask.Out }}')]))).toEqual({
      P: 'input',
    });
  });

  it('follows what variables are to begin with', () => {
    const document = automation(P, [script('x {{ variable:V }}')], {
      variables: { V: { type: 'String', default: '{{ P }}' } },
    });
    expect(uses(document)).toEqual({ P: 'script' });
  });

  it('finds who chooses nodes by a tag', () => {
    const find = step('find', 'aws:executeAwsApi', {
      inputs: {
        Service: 'ec2',
        Api: 'DescribeInstances',
        Filters: [{ Name: 'tag:app', Values: ['{{ P }}'] }],
      },
    });
    const run = step('run', 'aws:runCommand', {
      inputs: { DocumentName: 'A', InstanceIds: '{{ find.Ids }}' },
    });
    expect(uses(automation(P, [find, run]))).toEqual({ P: 'nodes' });
    const reboot = step('run', 'aws:executeAwsApi', {
      inputs: {
        Service: 'ec2',
        Api: 'RebootInstances',
        InstanceIds: ['{{ find.Ids }}'],
      },
    });
    expect(uses(automation(P, [find, reboot]))).toEqual({ P: 'nodes' });
  });

  it('is not caught in circles', () => {
    const set = (name: string, value: string) =>
      step(`set${name}`, 'aws:updateVariable', {
        inputs: { Name: `variable:${name}`, Value: value },
      });
    const document = automation(P, [
      set('A', '{{ variable:B }}'),
      set('B', '{{ variable:A }}{{ P }}'),
      script('x {{ variable:A }}'),
    ]);
    expect(uses(document)).toEqual({ P: 'script' });
  });

  it('finds the role that is assumed, and tells the worst use of several', () => {
    const document = automation(
      { Role: { type: 'AWS::IAM::Role::Arn' }, ...P },
      [
        step('a', 'aws:executeScript', {
          inputs: { InputPayload: { p: '{{ P }}' }, Script: 'x = {{ P }}' },
        }),
      ],
      { assumeRole: '{{ Role }}' },
    );
    expect(document.code).toEqual([
      { name: 'P', use: 'script', where: 'mainSteps[0].inputs.Script' },
      { name: 'Role', use: 'choice', where: 'assumeRole' },
    ]);
  });

  it('takes a bearable time for a script made to take long', () => {
    const started = Date.now();
    shellScript(P, [`${'{{ P }} '.repeat(20_000)}`, ' '.repeat(100_000)]);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});
