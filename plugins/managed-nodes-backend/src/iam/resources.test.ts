import { RIGHT_NOW_DOCUMENT } from '@managed-nodes/plugin-managed-nodes-common';
import { PROD } from '../__testUtils__/createSync';
import { sendPolicies } from '../commands/sessionPolicy';
import { isLike, statements } from './__testUtils__/policies';

const REGION = 'eu-central-1';
const OTHER = '999900001111';
const EC2 = 'i-0123456789abcdef0';
const HYBRID = 'mi-0123456789abcdef0';

/** Whether a policy lets a role of the production account do something to a resource. */
function allows(name: string, action: string, arn: string): boolean {
  return statements(name).some(
    ({ Action, Resource }) =>
      Action.includes(action) &&
      Resource.some(resource =>
        isLike(resource.replace('<account of the role>', PROD), arn),
      ),
  );
}

describe('the resources of the policies about counters', () => {
  const sends = (arn: string) =>
    allows('right-now-actions', 'ssm:SendCommand', arn);

  it('are our document and the nodes of the account, as a session needs them', () => {
    for (const nodeId of [EC2, HYBRID]) {
      const [text] = sendPolicies(
        {
          account: PROD,
          region: REGION,
          document: RIGHT_NOW_DOCUMENT,
          nodeIds: [nodeId],
        },
        'aws',
      );
      const [{ Action, Resource }] = JSON.parse(text).Statement;
      expect(Action).toEqual(['ssm:SendCommand']);
      const node =
        nodeId === EC2
          ? `arn:aws:ec2:${REGION}:${PROD}:instance/${EC2}`
          : `arn:aws:ssm:${REGION}:${PROD}:managed-instance/${HYBRID}`;
      for (const arn of [
        `arn:aws:ssm:${REGION}:${PROD}:document/ManagedNodes-RightNow`,
        node,
      ]) {
        expect(sends(arn)).toBe(true);
        expect(Resource.some((each: string) => isLike(each, arn))).toBe(true);
      }
    }
  });

  it.each([
    `arn:aws:ssm:${REGION}::document/AWS-RunShellScript`,
    `arn:aws:ssm:${REGION}:${PROD}:document/ManagedNodes-RightNow2`,
    `arn:aws:ssm:${REGION}:${OTHER}:document/ManagedNodes-RightNow`,
    `arn:aws:ec2:${REGION}:${OTHER}:instance/${EC2}`,
  ])('let no command be sent with %s', arn => {
    expect(sends(arn)).toBe(false);
  });
});

describe('the resources of the policies about patches', () => {
  const sends = (arn: string) =>
    allows('patch-actions', 'ssm:SendCommand', arn);

  it.each([
    `arn:aws:ssm:${REGION}::document/AWS-RunPatchBaseline`,
    `arn:aws:ec2:${REGION}:${PROD}:instance/${EC2}`,
    `arn:aws:ssm:${REGION}:${PROD}:managed-instance/${HYBRID}`,
  ])('let commands be sent with %s', arn => {
    expect(sends(arn)).toBe(true);
  });

  it.each([
    `arn:aws:ssm:${REGION}::document/AWS-RunShellScript`,
    `arn:aws:ssm:${REGION}::document/AWS-RunPatchBaselineWithHooks`,
    `arn:aws:ssm:${REGION}:${PROD}:document/AWS-RunPatchBaseline`,
    `arn:aws:ssm:${REGION}:${OTHER}:document/Mine`,
    `arn:aws:ec2:${REGION}:${OTHER}:instance/${EC2}`,
    `arn:aws:ssm:${REGION}:${OTHER}:managed-instance/${HYBRID}`,
    `arn:aws:s3:::bucket`,
  ])('let no command be sent with %s', arn => {
    expect(sends(arn)).toBe(false);
  });

  it('are met by the sessions of people, which are allowed no other action', () => {
    const command = {
      account: PROD,
      region: REGION,
      document: 'AWS-RunPatchBaseline',
      nodeIds: [EC2, HYBRID],
    };
    const policies = sendPolicies(command, 'aws').map(text => JSON.parse(text));
    expect(policies).toHaveLength(2);
    for (const { Statement } of policies) {
      const [{ Resource }] = Statement;
      const needed = [
        `arn:aws:ssm:${REGION}::document/AWS-RunPatchBaseline`,
        `arn:aws:ec2:${REGION}:${PROD}:instance/${EC2}`,
        `arn:aws:ssm:${REGION}:${PROD}:managed-instance/${HYBRID}`,
      ];
      for (const arn of needed) {
        // A session may do what both its role and its policy allow.
        expect(sends(arn)).toBe(true);
        expect(Resource.some((resource: string) => isLike(resource, arn))).toBe(
          true,
        );
      }
      const actions = Statement.flatMap(
        (statement: { Action: string[] }) => statement.Action,
      );
      expect(actions).toEqual(['ssm:SendCommand', 'ssm:ListCommands']);
    }
  });

  it.each([
    ['ssm:GetPatchBaseline', 'pb-0123456789abcdef0', PROD],
    // AWS's own belong to accounts of AWS, another one in each Region.
    ['ssm:GetPatchBaseline', 'pb-0123456789abcdef0', OTHER],
    ['ssm:DescribeEffectivePatchesForPatchBaseline', 'pb-0', OTHER],
  ])('let %s read %s of %s', (action, id, account) => {
    const arn = `arn:aws:ssm:${REGION}:${account}:patchbaseline/${id}`;
    expect(allows('patches', action, arn)).toBe(true);
  });
});
