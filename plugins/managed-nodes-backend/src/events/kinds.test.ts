import { HYBRID, INSTANCE, MESSAGES } from './__testUtils__/messages';
import { readEnvelope, UnreadableMessageError } from './envelope';
import { hintOf } from './kinds';

const read = (message: unknown) => hintOf(readEnvelope(message));

describe('hintOf', () => {
  it.each([
    ['a state', MESSAGES.instanceState(), INSTANCE, true],
    ['an invocation', MESSAGES.invocation(), HYBRID, false],
    ['a failed invocation', MESSAGES.invocation('Failed'), HYBRID, false],
    ['a command', MESSAGES.command(), INSTANCE, false],
    ['patch compliance', MESSAGES.compliance(), HYBRID, false],
    ['an association on a node', MESSAGES.nodeAssociation(), INSTANCE, false],
    [
      'an association',
      MESSAGES.association(`[{"key":"InstanceIds","values":["${HYBRID}"]}]`),
      HYBRID,
      false,
    ],
    ['tags of a hybrid node', MESSAGES.tags(), HYBRID, false],
    [
      'tags of an instance',
      MESSAGES.tags(MESSAGES.instanceArn, 'ec2', 'instance'),
      INSTANCE,
      false,
    ],
    [
      'an automation that names a node',
      MESSAGES.automation([MESSAGES.instanceArn]),
      INSTANCE,
      false,
    ],
    [
      'a step that names a node',
      MESSAGES.automationStep([MESSAGES.instanceArn]),
      INSTANCE,
      false,
    ],
  ])('finds the node of %s', (_, message, nodeId, settles) => {
    expect(read(message)).toEqual({ nodeIds: [nodeId], settles });
  });

  it('finds a node of the older, shorter ids', () => {
    expect(read(MESSAGES.instanceState('running', 'i-9bb89e2b'))).toEqual({
      nodeIds: ['i-9bb89e2b'],
      settles: true,
    });
  });

  it.each([
    ['a kind that changes no node', MESSAGES.parameter()],
    ['our kind from another source', { ...MESSAGES.tags(), source: 'acme' }],
    ['an automation without a node', MESSAGES.automation()],
    ['an invocation under way', MESSAGES.invocation('InProgress')],
    ['an association under way', MESSAGES.nodeAssociation('Pending')],
    [
      'an association by tag',
      MESSAGES.association('[{"key":"tag:a","values":["b"]}]'),
    ],
    ['an association with other targets', MESSAGES.association('"everything"')],
    ['an association with broken targets', MESSAGES.association('[{')],
    ['an association without targets', MESSAGES.association(undefined)],
    ['compliance of something else', MESSAGES.compliance('bucket', HYBRID)],
    ['tags of a bucket', MESSAGES.tags('arn:aws:s3:::bucket', 's3', 'bucket')],
    [
      'tags of a volume',
      MESSAGES.tags('arn:aws:ec2:eu-central-1:1:volume/v', 'ec2', 'volume'),
    ],
    [
      'an id of AWS documents',
      MESSAGES.instanceState('stopped', 'i-02573cafcfEXAMPLE'),
    ],
    ['an id with a path', MESSAGES.instanceState('stopped', `${INSTANCE}/..`)],
    ['an id with a line', MESSAGES.instanceState('stopped', `${INSTANCE}\n`)],
    ['a wildcard', MESSAGES.instanceState('stopped', '*')],
    ['an empty id', MESSAGES.invocation('Success', '')],
  ])('has nothing to look at for %s', (_, message) => {
    expect(read(message)).toBeUndefined();
  });

  it('names each node once', () => {
    const arns = Array(1000).fill(MESSAGES.instanceArn);
    expect(read(MESSAGES.automation(arns.slice(1)))?.nodeIds).toEqual([
      INSTANCE,
    ]);
  });

  it.each([
    ['no id', { state: 'stopped' }, 'instance-id: '],
    [
      'an id that is no text',
      { 'instance-id': 5, state: 'x' },
      'instance-id: ',
    ],
    [
      'a list for an id',
      { 'instance-id': [INSTANCE], state: 'x' },
      'instance-id: ',
    ],
    ['no state', { 'instance-id': INSTANCE }, 'state: '],
  ])('refuses one with %s, and says why', (_, detail, why) => {
    const message = { ...MESSAGES.instanceState(), detail };
    expect(() => read(message)).toThrow(UnreadableMessageError);
    expect(() => read(message)).toThrow(
      `EC2 Instance State-change Notification: ${why}`,
    );
  });
});

describe('readEnvelope', () => {
  it('takes an event out of a notification of SNS', () => {
    const event = MESSAGES.tags();
    expect(
      readEnvelope({
        Type: 'Notification',
        TopicArn: 'arn:aws:sns:eu-central-1:111122223333:events',
        Message: JSON.stringify(event),
      }),
    ).toMatchObject({ account: event.account, detail: event.detail });
  });

  it('does not look into wraps within wraps', () => {
    const wrap = (text: string) =>
      JSON.stringify({ Type: 'Notification', TopicArn: 'a', Message: text });
    const twice = JSON.parse(wrap(wrap(JSON.stringify(MESSAGES.tags()))));
    expect(() => readEnvelope(twice)).toThrow('Not an event of EventBridge');
  });

  it.each([
    ['nothing', null],
    ['undefined', undefined],
    ['a text', 'hello'],
    ['a number', 5],
    ['a list', [MESSAGES.tags()]],
    ['an empty object', {}],
    ['a detail that is a text', { ...MESSAGES.tags(), detail: 'x' }],
    ['an account that is a number', { ...MESSAGES.tags(), account: 1 }],
    ['an endless Region', { ...MESSAGES.tags(), region: 'x'.repeat(100_000) }],
    [
      'too many resources',
      { ...MESSAGES.tags(), resources: Array(1001).fill('a') },
    ],
    [
      'an endless resource',
      { ...MESSAGES.tags(), resources: ['a'.repeat(100_000)] },
    ],
    [
      'a prototype',
      JSON.parse('{"__proto__":{"source":"aws.ec2"},"detail":{}}'),
    ],
    [
      'SNS asking to be confirmed',
      { Type: 'SubscriptionConfirmation', TopicArn: 'a', Message: 'Visit' },
    ],
    [
      'SNS with no JSON',
      { Type: 'Notification', TopicArn: 'a', Message: '<xml>' },
    ],
  ])('refuses %s in a few words', (_, message) => {
    let caught: unknown;
    try {
      readEnvelope(message);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UnreadableMessageError);
    expect((caught as Error).message.length).toBeLessThan(200);
  });

  it('is quick about a large message', () => {
    const message = {
      ...MESSAGES.tags(),
      detail: {
        ...MESSAGES.tags().detail,
        tags: Object.fromEntries(
          Array.from({ length: 20_000 }, (_, index) => [
            `k${index}`,
            'v'.repeat(40),
          ]),
        ),
      },
    };
    const start = performance.now();
    expect(read(message)?.nodeIds).toEqual([HYBRID]);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
