import {
  documentArn,
  MAX_POLICY,
  nodePattern,
  policy,
} from '../commands/sessionPolicy';
import { GroupToSend } from '../commands/Transport';
import { TargetKey } from '../nodes/types';

/** Stands for each node of a group in the statements of a session. */
const NODES = '{{nodes}}';

function executionArn(
  { account, region }: TargetKey,
  id: string,
  partition: string,
): string {
  return `arn:${partition}:ssm:${region}:${account}:automation-execution/${id}`;
}

/**
 * What the session that starts an execution may do: start this document, tag
 * the execution, and what its steps do, to these nodes.
 *
 * @returns policies, narrowest first. The second names the account and Region
 * in place of the nodes; it is for where AWS finds that the first is too
 * large.
 */
export function startPolicies(group: GroupToSend, partition: string): string[] {
  const document = group.document.startsWith('arn:')
    ? group.document
    : documentArn(group.document, group, partition);
  const start: [string[], string[]] = [
    ['ssm:StartAutomationExecution'],
    [
      document,
      `${document.replace(':document/', ':automation-definition/')}:*`,
    ],
  ];
  const tag: [string[], string[]] = [
    ['ssm:AddTagsToResource'],
    [executionArn(group, '*', partition)],
  ];
  const any = [
    `arn:${partition}:ec2:${group.region}:${group.account}:instance/*`,
    `arn:${partition}:ssm:${group.region}:${group.account}:managed-instance/*`,
  ];
  const own = group.nodeIds.map(id => nodePattern(id, partition));
  return [own, any]
    .map(nodes =>
      policy(
        start,
        tag,
        ...(group.statements ?? []).map(
          ({ Action, Resource }): [string[], string[]] => [
            Action,
            Resource.flatMap(resource =>
              resource === NODES ? nodes : resource,
            ),
          ],
        ),
      ),
    )
    .filter(text => text.length <= MAX_POLICY);
}

/** What the session that stops an execution may do. */
export function stopPolicy(
  target: TargetKey,
  id: string,
  partition: string,
): string {
  return policy([
    ['ssm:StopAutomationExecution'],
    [executionArn(target, id, partition)],
  ]);
}

/** What the session that answers a step may do. */
export function signalPolicy(
  target: TargetKey,
  id: string,
  partition: string,
): string {
  return policy([
    ['ssm:SendAutomationSignal'],
    [executionArn(target, id, partition)],
  ]);
}
