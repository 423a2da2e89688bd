import { TargetState } from '@managed-nodes/plugin-managed-nodes-common';
import { aHold, aTarget } from '../../__testUtils__/sync';
import { filterTargets, sortTargets } from './selectTargets';
import { NO_FILTER, TargetFilter, TargetSort } from './syncView';
import { activeConditions, targetOptions } from './targetOptions';

const NOW = '2026-05-12T10:00:00Z';

const targets = [
  aTarget({ account: '1', accountName: 'beta', region: 'eu-central-1' }),
  aTarget({
    account: '2',
    accountName: 'alpha',
    organizationalUnits: ['Workloads', 'Staging'],
    state: 'failed',
    stale: true,
    throttles: 7,
    error: {
      code: 'AccessDeniedException',
      message: 'Not authorized',
      missingIamAction: 'ssm:DescribeInstanceProperties',
    },
  }),
  aTarget({
    account: '3',
    accountName: null,
    organizationalUnits: [],
    source: 's3',
    region: 'us-east-1',
    requestedAt: NOW,
    throttles: 2,
  }),
  aTarget({
    account: '4',
    accountName: 'gamma',
    state: 'held',
    heldRemovals: aHold(),
  }),
];

function accounts(filter: Partial<TargetFilter>) {
  return filterTargets(targets, { ...NO_FILTER, ...filter }).map(
    target => target.account,
  );
}

describe('filterTargets', () => {
  it.each<[Partial<TargetFilter>, string[]]>([
    [{}, ['1', '2', '3', '4']],
    [{ state: ['failed'] }, ['2']],
    [{ state: ['stale', 'held'] }, ['2', '4']],
    [{ state: ['waiting'] }, ['3']],
    [{ state: ['ok'] }, ['1', '3']],
    [{ account: ['1', '4'] }, ['1', '4']],
    [{ unit: ['Workloads'] }, ['1', '2', '4']],
    [{ unit: ['Workloads / Staging'] }, ['2']],
    [{ region: ['us-east-1'], source: ['s3'] }, ['3']],
    [{ region: ['us-east-1'], source: ['ssm'] }, []],
    [{ q: 'ALPHA staging' }, ['2']],
    [{ q: 'describeinstanceproperties' }, ['2']],
    [{ q: 'alpha beta' }, []],
  ])('leaves under %j %j', (filter, expected) => {
    expect(accounts(filter)).toEqual(expected);
  });
});

describe('sortTargets', () => {
  it('puts first what needs somebody', () => {
    const states: TargetState[] = ['ok', 'never', 'held', 'running', 'partial'];
    const some = states.map(state =>
      aTarget({ state, heldRemovals: state === 'held' ? aHold() : null }),
    );
    const order = { sort: 'urgency', order: 'asc' } as const;
    expect(
      sortTargets(
        [...some, aTarget({ stale: true }), aTarget({ state: 'failed' })],
        order,
      ).map(target => (target.stale ? 'stale' : target.state)),
    ).toEqual(['failed', 'held', 'partial', 'stale', 'running', 'never', 'ok']);
  });

  it('sorts by what is asked, then by name', () => {
    const by = (sort: TargetSort, order: 'asc' | 'desc') =>
      sortTargets(targets, { sort, order }).map(target => target.account);
    expect(by('account', 'asc')).toEqual(['3', '2', '1', '4']);
    expect(by('throttles', 'desc')).toEqual(['2', '3', '1', '4']);
  });
});

describe('targetOptions', () => {
  it('counts what each value would leave under the other conditions', () => {
    const filter = { ...NO_FILTER, state: ['ok' as const], region: ['gone'] };
    expect(targetOptions(targets, filter, 'region')).toEqual([
      { value: 'eu-central-1', label: 'eu-central-1', count: 1, chosen: false },
      { value: 'gone', label: 'gone', count: 0, chosen: true },
      { value: 'us-east-1', label: 'us-east-1', count: 1, chosen: false },
    ]);
  });

  it('calls accounts and sources by their names', () => {
    expect(
      targetOptions(targets, NO_FILTER, 'account').map(option => option.label),
    ).toEqual(['3', 'alpha', 'beta', 'gamma']);
    const filter: TargetFilter = {
      ...NO_FILTER,
      account: ['2'],
      source: ['s3'],
    };
    expect(
      activeConditions(targets, filter).map(condition => condition.label),
    ).toEqual(['Account: alpha', 'Source: S3 resource data sync']);
  });
});
