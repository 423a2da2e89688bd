import { roleSessionName } from '../aws/sessionName';
import { groupNodes, shareOfRate } from './groups';
import { cleanOutput } from './output';
import { toReport } from './reports';
import { cancelPolicy, sendPolicies } from './sessionPolicy';

describe('the groups of an operation', () => {
  const nodes = (count: number, region = 'eu-central-1') =>
    Array.from({ length: count }, (_, index) => ({
      account: '111122223333',
      region,
      name: `${region}-${index}`,
    }));

  it('have at most 40 nodes of one place each', () => {
    const groups = groupNodes([...nodes(85), ...nodes(3, 'us-east-1')], {
      maxConcurrency: '10%',
      maxErrors: '0',
    });
    expect(
      groups.map(group => [group.number, group.region, group.nodes.length]),
    ).toEqual([
      [1, 'eu-central-1', 40],
      [2, 'eu-central-1', 40],
      [3, 'eu-central-1', 5],
      [4, 'us-east-1', 3],
    ]);
    expect(groups.flatMap(group => group.nodes)).toHaveLength(88);
    expect(groups[2]).toMatchObject({ maxConcurrency: '10%', maxErrors: '0' });
  });

  it('share numbers of the whole, at least one each', () => {
    expect(shareOfRate('10', 40, 80)).toBe('5');
    expect(shareOfRate('1', 40, 400)).toBe('1');
    expect(shareOfRate('0', 40, 80)).toBe('0');
    expect(shareOfRate('7%', 40, 80)).toBe('7%');
  });
});

describe('the policy of a session that sends', () => {
  const hex = (index: number) => index.toString(16).padStart(17, '0');
  const command = (count: number, prefix: string) => ({
    account: '111122223333',
    region: 'ap-southeast-2',
    document: 'AWS-RunPatchBaseline',
    nodeIds: Array.from({ length: count }, (_, index) => prefix + hex(index)),
  });

  it.each(['i-', 'mi-'])('names each of 40 nodes %s', prefix => {
    const [narrow, wide] = sendPolicies(command(40, prefix), 'aws');
    expect(narrow.length).toBeLessThanOrEqual(2048);
    const { Statement: statements } = JSON.parse(narrow);
    expect(statements[0].Resource).toHaveLength(41);
    expect(statements[0].Resource[0]).toBe(
      'arn:aws:ssm:ap-southeast-2::document/AWS-RunPatchBaseline',
    );
    expect(statements[0].Resource[1]).toBe(
      `arn:aws:${prefix === 'i-' ? 'ec2' : 'ssm'}:*:*:*/${prefix}${hex(0)}`,
    );
    expect(wide).not.toContain(hex(0));
  });

  it('names the account of a document that is not Amazon’s', () => {
    const [policy] = sendPolicies(
      { ...command(1, 'i-'), document: 'Restart-Service' },
      'aws',
    );
    expect(policy).toContain(
      'arn:aws:ssm:ap-southeast-2:111122223333:document/Restart-Service',
    );
  });

  it('allows a session that cancels nothing else', () => {
    expect(JSON.parse(cancelPolicy()).Statement).toEqual([
      { Effect: 'Allow', Action: ['ssm:CancelCommand'], Resource: ['*'] },
    ]);
  });
});

describe('the name of a session', () => {
  it('is the user’s', () => {
    expect(roleSessionName('user:default/priya')).toBe('default.priya');
    expect(roleSessionName('user:other/priya')).toBe('other.priya');
  });

  it('is one that AWS takes, and no other user’s, whatever the user is called', () => {
    const refs = [
      `user:default/${'a'.repeat(63)}`,
      `user:default/${'a'.repeat(62)}b`,
      'user:default/zoë',
      'user:default/zo-',
      'user:default/o k',
      'x',
      '',
    ];
    const names = refs.map(roleSessionName);
    for (const name of names) {
      expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
    }
    expect(new Set(names).size).toBe(refs.length);
  });
});

describe('what a node printed', () => {
  it('is shown as text, with its lines and tabs', () => {
    expect(
      cleanOutput(
        'a\tb\r\nc\u001b[31mred\u001b[0m\u0000\u0007\u202e<b>\u001b]0;title\u0007\u009bx',
        100,
      ),
    ).toBe('a\tb\ncred<b>x');
  });

  it('is cut', () => {
    expect(cleanOutput('x'.repeat(30), 10)).toHaveLength(10);
    expect(cleanOutput(undefined, 10)).toBe('');
  });
});

describe('what AWS says of a command on a node', () => {
  it.each([
    ['Pending', 'Pending', 'queued', null],
    ['InProgress', 'InProgress', 'running', null],
    ['Delayed', 'Delayed', 'waiting', null],
    ['Cancelling', 'Cancelling', 'running', null],
    ['Success', 'Success', 'succeeded', null],
    ['Failed', 'Failed', 'failed', null],
    ['Failed', 'Undeliverable', 'failed', 'Undeliverable'],
    ['TimedOut', 'Delivery Timed Out', 'timed-out', 'Delivery Timed Out'],
    ['Cancelled', 'Terminated', 'cancelled', 'Terminated'],
    ['Wondering', 'Wondering', 'running', 'Wondering'],
  ])('%s, %s', (Status, StatusDetails, outcome, detail) => {
    expect(
      toReport({
        InstanceId: 'i-1',
        Status: Status as 'Success',
        StatusDetails,
      }),
    ).toEqual({ nodeId: 'i-1', outcome, detail });
  });
});
