import { riskOf, worst } from './actionRisks';

describe('riskOf', () => {
  it.each([
    ['ec2', 'DescribeInstances', 'reads'],
    ['ec2', 'describe_instances', 'reads'],
    ['s3', 'GetObject', 'reads'],
    ['ssm', 'ListCommands', 'reads'],
    ['dynamodb', 'BatchGetItem', 'reads'],
    ['dynamodb', 'Query', 'reads'],
    ['dynamodb', 'PutItem', 'changes'],
    ['ec2', 'TerminateInstances', 'changes'],
    // Not the verbs, only what begins like them.
    ['ec2', 'Getaway', 'changes'],
    ['ec2', 'Listen', 'changes'],
    ['ssm', 'SendCommand', 'runs-code'],
    ['SSM', 'send_command', 'runs-code'],
    ['ssm', 'StartAutomationExecution', 'runs-code'],
    ['lambda', 'Invoke', 'runs-code'],
    ['ec2', '{{ Api }}', 'runs-code'],
    ['{{ Service }}', 'DescribeInstances', 'runs-code'],
  ])('takes aws:executeAwsApi %s %s for %s', (Service, Api, risk) => {
    expect(riskOf('aws:executeAwsApi', { Service, Api })).toBe(risk);
  });

  it('does not trust assertions to only look', () => {
    const inputs = { Service: 'ec2', Api: 'TerminateInstances' };
    expect(riskOf('aws:assertAwsResourceProperty', inputs)).toBe('changes');
    expect(riskOf('aws:waitForAwsResourceProperty', {})).toBe('runs-code');
  });

  it('looks at whether states of instances are only checked', () => {
    const risk = (CheckStateOnly: boolean | string) =>
      riskOf('aws:changeInstanceState', { CheckStateOnly });
    expect(risk(true)).toBe('reads');
    expect(risk('true')).toBe('reads');
    expect(risk(false)).toBe('changes');
    expect(risk('{{ Only }}')).toBe('changes');
  });

  it.each([
    ['aws:sleep', 'reads'],
    ['aws:createTags', 'changes'],
    ['aws:executeScript', 'runs-code'],
    ['aws:createStack', 'runs-code'],
    ['aws:softwareInventory', 'reads'],
    ['aws:configurePackage', 'runs-code'],
    ['aws:somethingNew', 'runs-code'],
  ])('takes %s for %s', (action, risk) => {
    expect(riskOf(action, {})).toBe(risk);
  });

  it('finds the worst', () => {
    expect(worst(['reads', 'changes'])).toBe('changes');
    expect(worst([])).toBe('reads');
  });
});
