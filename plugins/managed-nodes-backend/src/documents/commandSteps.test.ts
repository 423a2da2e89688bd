import { step } from './__testUtils__/documents';
import { parseDocument } from './parseDocument';

const parse = (document: object) => parseDocument(JSON.stringify(document));

describe('Command documents', () => {
  it('reads schema 2.2, with the preconditions of steps', () => {
    const { content } = parse({
      schemaVersion: '2.2',
      description: 'Both platforms',
      mainSteps: [
        step('linux', 'aws:runShellScript', {
          precondition: { StringEquals: ['platformType', 'Linux'] },
          inputs: { runCommand: ['date'] },
        }),
        step('windows', 'aws:runPowerShellScript', {
          precondition: { StringEquals: ['platformType', 'Windows'] },
          onFailure: 'exit',
          onSuccess: 'exit',
        }),
        step('inventory', 'aws:softwareInventory', {
          description: 'What there is',
          precondition: { StringEquals: ['{{ Deep }}', 'true'] },
        }),
      ],
    });
    expect(content).toMatchObject({ kind: 'command', risk: 'runs-code' });
    expect(content.steps).toMatchObject([
      {
        name: 'linux',
        description: `Only where platformType is 'Linux'.`,
        next: [{ step: 'windows', when: null }],
        isEnd: false,
      },
      { name: 'windows', next: [], isEnd: true, onFailure: 'exit' },
      {
        name: 'inventory',
        description: `What there is\nOnly where Deep is 'true'.`,
        risk: 'reads',
      },
    ]);
  });

  it('reads schema 1.2, one step for each set of properties', () => {
    const { content, code } = parse({
      schemaVersion: '1.2',
      parameters: { commands: { type: 'StringList' } },
      runtimeConfig: {
        'aws:runShellScript': {
          properties: [
            { id: '0.aws:runShellScript', runCommand: '{{ commands }}' },
            { runCommand: ['date'] },
          ],
        },
        'aws:updateAgent': { properties: { agentName: 'amazon-ssm-agent' } },
      },
    });
    expect(content.steps.map(({ name, action }) => [name, action])).toEqual([
      ['0.aws:runShellScript', 'aws:runShellScript'],
      ['1.aws:runShellScript', 'aws:runShellScript'],
      ['0.aws:updateAgent', 'aws:updateAgent'],
    ]);
    expect(code).toMatchObject([{ name: 'commands', use: 'command' }]);
  });

  it('takes versions without quotes', () => {
    const { content } = parseDocument(
      'schemaVersion: 2.0\nmainSteps: [{ name: a, action: aws:psModule }]',
    );
    expect(content.schemaVersion).toBe('2.0');
  });

  it.each([
    [{ StringEquals: 'Linux' }, 'mainSteps[0].precondition.StringEquals'],
    [['Linux'], 'mainSteps[0].precondition: expected an object'],
  ])('refuses the precondition %j', (precondition, message) => {
    const mainSteps = [step('a', 'aws:runShellScript', { precondition })];
    expect(() => parse({ schemaVersion: '2.2', mainSteps })).toThrow(message);
  });

  it('refuses properties that are none', () => {
    expect(() =>
      parse({ schemaVersion: '1.2', runtimeConfig: { 'aws:a': [] } }),
    ).toThrow('runtimeConfig.aws:a: expected an object');
  });
});
