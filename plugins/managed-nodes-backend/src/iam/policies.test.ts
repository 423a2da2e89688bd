import { openTestDatabase } from '../__testUtils__/nodes';
import { MANAGEMENT } from '../accounts/__testUtils__/organization';
import { startOrganization } from '../accounts/__testUtils__/organization';
import { Feature, FEATURES, ROLE, World } from './__testUtils__/features';
import { policy, policyNames, statements } from './__testUtils__/policies';

jest.setTimeout(120_000);

// Held to the code in bucket.test.ts, as the simulator has no S3, and in
// runbooks.test.ts, as much of it is what documents do.
const ELSEWHERE = ['resource-data-sync', 'runbooks', 'runbook-actions'];

/** Actions that AWS authorizes for no resource, by its Service Authorization Reference. */
const WITHOUT_RESOURCE = [
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'ec2:DescribeInstances',
  'ec2:DescribeRegions',
  'organizations:ListAccounts',
  'organizations:ListRoots',
  'ssm:DescribeAutomationExecutions',
  'ssm:DescribeAutomationStepExecutions',
  'ssm:DescribeInstanceInformation',
  'ssm:DescribeInstanceProperties',
  'ssm:CancelCommand',
  'ssm:DescribeMaintenanceWindows',
  'ssm:DescribePatchBaselines',
  'ssm:DescribePatchGroups',
  'ssm:GetAutomationExecution',
  'ssm:GetCommandInvocation',
  'ssm:GetExecutionPreview',
  'ssm:ListAssociations',
  'ssm:ListCommandInvocations',
  'ssm:ListCommands',
  'ssm:ListDocuments',
  'ssm:StartExecutionPreview',
  'ssm:ListNodes',
  'tag:GetResources',
];

describe('the policies of docs/iam', () => {
  let world: World;

  beforeEach(async () => {
    world = {
      aws: await startOrganization({ nodes: 200, unevenPages: false }),
      knex: await openTestDatabase('SQLITE_3'),
    };
  });
  afterEach(() => world.aws.stop());

  const limit = async ({ who, role = ROLE }: Feature, actions: string[]) => {
    const { control } = world.aws;
    await (who === 'portal'
      ? control.setUserActions(actions)
      : control.setActions(who, role, actions));
    await control.resetCalls();
  };
  const called = async ({ who }: Feature) => {
    const actions = (await world.aws.control.calls())
      .filter(
        ({ account }) => account === (who === 'portal' ? MANAGEMENT : who),
      )
      .flatMap(({ action }) => action ?? []);
    return [...new Set(actions)].sort();
  };
  const allowedTo = ({ policies }: Feature) =>
    [...new Set(policies.flatMap(policy))].sort();

  it.each(Object.entries(FEATURES))(
    'are what %s takes, and no more',
    async (_, feature) => {
      await feature.prepare?.(world);
      await limit(feature, allowedTo(feature));
      expect(await feature.run(world)).toEqual([]);
      // What a portal is refused is called all the same, and found here.
      expect(await called(feature)).toEqual(allowedTo(feature));
    },
  );

  const roles = Object.entries(FEATURES).filter(
    ([, { who }]) => who !== 'portal',
  );
  const denials = roles.flatMap(([name, feature]) =>
    allowedTo(feature)
      .filter(action => !feature.untold?.includes(action))
      .map(action => ({ name, action, feature })),
  );

  it.each(denials)(
    '$name without $action says so, and nothing is lost',
    async ({ action, feature }) => {
      const { knex } = world;
      const known = async () => [
        await knex('nodes').orderBy('id').select('name', 'tags', 'left_at'),
        await knex('organization_accounts')
          .orderBy('id')
          .select('id', 'tags', 'units', 'regions', 'gone_at'),
      ];
      await feature.run(world);
      const before = await known();
      expect(before.flat()).not.toEqual([]);
      await limit(
        feature,
        allowedTo(feature).filter(other => other !== action),
      );
      const problems = await feature.run(world);
      expect(problems).not.toEqual([]);
      expect(
        new Set(problems.map(({ missingIamAction }) => missingIamAction)),
      ).toEqual(new Set([action]));
      expect(await known()).toEqual(before);
    },
  );

  it('let the portal do nothing else itself', async () => {
    const feature = FEATURES['listing a target'];
    await limit({ ...feature, who: 'portal' }, policy('events'));
    const problems = await feature.run(world);
    expect(problems[0]).toMatchObject({ missingIamAction: 'sts:AssumeRole' });
    expect(await called({ ...feature, who: 'portal' })).toEqual([
      'sts:AssumeRole',
    ]);
  });

  it('are all held to the code', () => {
    const held = Object.values(FEATURES).flatMap(({ policies }) => policies);
    expect([...new Set([...held, ...ELSEWHERE])].sort()).toEqual(policyNames());
  });

  it.each(policyNames().flatMap(name => statements(name)))(
    'are for all resources only where AWS knows no narrower ones: $Sid',
    ({ Action, Resource }) => {
      const all = Action.filter(action => WITHOUT_RESOURCE.includes(action));
      expect(Resource.includes('*')).toBe(all.length === Action.length);
      expect(Resource.includes('*')).toBe(all.length > 0);
    },
  );
});
