import {
  AssociationDescription,
  AssociationExecution,
  CreateAssociationCommand,
  CreateAssociationCommandInput,
  DescribeAssociationCommand,
  DescribeAssociationExecutionsCommand,
  DescribeAssociationExecutionTargetsCommand,
  DescribeInstanceAssociationsStatusCommand,
  InstanceAssociationStatusInfo,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ModelNode, NodeQuery } from '../..';
import { ACCOUNT, Contract, listAll, OPERATE_ROLE, REGION } from '../harness';

/** An id that no association has. */
export const UNKNOWN = 'c0ffee00-0000-4000-8000-000000000000';

/** State Manager as the tests of one file use it: time stands still, and each test has a new fleet. */
export function useStateManager() {
  const contract = Contract.use({
    nodes: 400,
    // A Friday.
    time: new Date('2026-11-20T12:00:00Z'),
    commandFailureRate: 0,
    unevenPages: false,
  });
  const clients: { ssm?: SSMClient } = {};
  const control = () => contract.simulator.control;
  const ssm = (): SSMClient => clients.ssm ?? new SSMClient(contract.user());
  const find = async ({
    platform,
    ...query
  }: NodeQuery & { platform?: string } = {}): Promise<ModelNode[]> => {
    const { nodes } = await control().findNodes({
      account: ACCOUNT,
      region: REGION,
      pingStatus: 'Online',
      ...query,
    });
    return nodes.filter(
      ({ platformType }) => !platform || platformType === platform,
    );
  };
  /** Runs a script by name of the nodes, unless told otherwise. */
  const create = async (
    nodes: readonly ModelNode[],
    more: Partial<CreateAssociationCommandInput> = {},
  ): Promise<AssociationDescription> => {
    const { AssociationDescription: description = {} } = await ssm().send(
      new CreateAssociationCommand({
        Name: 'AWS-RunShellScript',
        Targets: [{ Key: 'InstanceIds', Values: nodes.map(({ id }) => id) }],
        Parameters: { commands: ['echo "$(hostname)" >> /tmp/told'] },
        ...more,
      }),
    );
    return description;
  };
  const describe_ = async (
    AssociationId: string | undefined,
    AssociationVersion?: string,
  ): Promise<AssociationDescription> => {
    const { AssociationDescription: description = {} } = await ssm().send(
      new DescribeAssociationCommand({ AssociationId, AssociationVersion }),
    );
    return description;
  };
  /** Lets time go on, and tells how an association stands then. */
  const after = async (seconds: number, AssociationId: string | undefined) => {
    await control().advance(seconds * 1000);
    return describe_(AssociationId);
  };
  const executions = async (
    AssociationId: string | undefined,
  ): Promise<AssociationExecution[]> => {
    const { items } = await listAll(
      NextToken =>
        ssm().send(
          new DescribeAssociationExecutionsCommand({
            AssociationId,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.AssociationExecutions,
    );
    return items;
  };
  const targets = async ({
    AssociationId,
    ExecutionId,
  }: AssociationExecution) => {
    const { items } = await listAll(
      NextToken =>
        ssm().send(
          new DescribeAssociationExecutionTargetsCommand({
            AssociationId,
            ExecutionId,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.AssociationExecutionTargets,
    );
    return items;
  };
  /** How an association stands on a node. */
  const standing = async (
    AssociationId: string | undefined,
    { id }: ModelNode,
  ): Promise<InstanceAssociationStatusInfo | undefined> => {
    const { items } = await listAll(
      NextToken =>
        ssm().send(
          new DescribeInstanceAssociationsStatusCommand({
            InstanceId: id,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.InstanceAssociationStatusInfos,
    );
    return items.find(item => item.AssociationId === AssociationId);
  };
  /** How often the script above ran on a node. */
  const runsOn = async ({ id }: ModelNode): Promise<number> => {
    const { files } = await control().runbooks.machine(id);
    const { [`/tmp/told`]: size = 0 } = files;
    const [{ computerName }] = (await control().findNodes({ ids: [id] })).nodes;
    return size / (Buffer.byteLength(computerName) + 1);
  };

  beforeAll(async () => {
    clients.ssm = new SSMClient(await contract.role(OPERATE_ROLE));
  });
  beforeEach(async () => {
    await control().reset();
    await control().allowActions(ACCOUNT, OPERATE_ROLE, [
      'ssm:DeleteAssociation',
      'ssm:PutParameter',
      'ssm:CreateDocument',
      'ssm:UpdateDocument',
      'ssm:DeleteDocument',
    ]);
  });

  return {
    contract,
    control,
    ssm,
    find,
    create,
    describe: describe_,
    after,
    executions,
    targets,
    standing,
    runsOn,
  };
}
