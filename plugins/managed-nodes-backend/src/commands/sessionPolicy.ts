import { TargetKey } from '../nodes/types';

/** Characters AWS takes for the policy of a session. */
export const MAX_POLICY = 2048;

/** Amazon's own documents belong to no account, and nobody else's are named so. */
export function documentArn(
  document: string,
  { account, region }: TargetKey,
  partition: string,
): string {
  const owner = /^(aws|amazon|amzn)/i.test(document) ? '' : account;
  return `arn:${partition}:ssm:${region}:${owner}:document/${document}`;
}

/**
 * The node as a resource of a policy. SendCommand has to be allowed on the
 * document and on each node; the document tells the Region, the role the
 * account, and the id which type of node it is. Leaving them out here allows
 * no more, and makes the nodes of a command fit.
 */
export function nodePattern(nodeId: string, partition: string): string {
  return nodeId.startsWith('mi-')
    ? `arn:${partition}:ssm:*:*:*/${nodeId}`
    : `arn:${partition}:ec2:*:*:*/${nodeId}`;
}

/** The policy of a session. */
export function policy(
  ...statements: Array<[action: string[], resource: string[]]>
): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(([Action, Resource]) => ({
      Effect: 'Allow',
      Action,
      Resource,
    })),
  });
}

/** What a command is and where it goes. */
export interface SentCommand extends TargetKey {
  document: string;
  nodeIds: string[];
}

/**
 * What the session that sends a command may do: send this document to these
 * nodes, and look whether it did. No action but SendCommand can be limited to
 * a resource here.
 *
 * @returns policies, narrowest first. The second names no nodes; it is for
 * where AWS finds that the first is too large, which it tells of the packed
 * policy only when it is asked.
 */
export function sendPolicies(
  command: SentCommand,
  partition: string,
): string[] {
  const document = documentArn(command.document, command, partition);
  const nodes = command.nodeIds.map(id => nodePattern(id, partition));
  const any = [
    `arn:${partition}:ec2:${command.region}:${command.account}:instance/*`,
    `arn:${partition}:ssm:${command.region}:${command.account}:managed-instance/*`,
  ];
  const lookUp: [string[], string[]] = [['ssm:ListCommands'], ['*']];
  return [nodes, any]
    .map(resources =>
      policy([['ssm:SendCommand'], [document, ...resources]], lookUp),
    )
    .filter(text => text.length <= MAX_POLICY);
}

/** What the session that cancels a command may do: AWS limits it to no command. */
export function cancelPolicy(): string {
  return policy([['ssm:CancelCommand'], ['*']]);
}
