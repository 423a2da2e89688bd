import {
  SendCommand$,
  SendCommandRequest,
  SendCommandResult,
} from '@aws-sdk/client-ssm';
import { toCommandDocument } from '../../commands/documents';
import {
  checkPlatforms,
  commandDocumentOf,
  commandParametersOf,
} from '../../commands/requests';
import { arnOf } from '../../fleet/state';
import { isTarget, isTargetKey } from '../../fleet/targets';
import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { toCommand } from './commandViews';
import { namedDocumentArn } from './documentViews';
import { constraints, MAX_CONCURRENCY, MAX_ERRORS, NODE_ID } from './limits';

const DEFAULT_TIMEOUT = 3600;

function check(input: SendCommandRequest): void {
  const { InstanceIds = [], Targets = [] } = input;
  constraints.length('instanceIds', InstanceIds, 0, 50);
  for (const id of InstanceIds) {
    constraints.pattern('instanceIds', id, NODE_ID);
  }
  constraints.length('targets', Targets, 0, 5);
  for (const { Key, Values } of Targets) {
    constraints.length('targets.key', Key, 1, 163);
    constraints.length('targets.values', Values, 0, 50);
  }
  constraints.length('comment', input.Comment, 0, 100);
  constraints.range('timeoutSeconds', input.TimeoutSeconds, 30, 2_592_000);
  constraints.length('maxConcurrency', input.MaxConcurrency, 1, 7);
  constraints.pattern('maxConcurrency', input.MaxConcurrency, MAX_CONCURRENCY);
  constraints.length('maxErrors', input.MaxErrors, 1, 7);
  constraints.pattern('maxErrors', input.MaxErrors, MAX_ERRORS);
  constraints.length('outputS3BucketName', input.OutputS3BucketName, 3, 63);
  constraints.length('outputS3KeyPrefix', input.OutputS3KeyPrefix, 0, 500);
  if (!InstanceIds.length === !Targets.length) {
    throw new AwsError(
      'ValidationException',
      'Specify either InstanceIds or Targets, not both.',
    );
  }
  const stranger = Targets.find(({ Key = '' }) => !isTargetKey(Key));
  if (stranger) {
    throw new AwsError(
      'ValidationException',
      `The target key ${stranger.Key} is not valid.`,
    );
  }
}

function namedNodes(
  ids: readonly string[],
  { fleet, account, region }: RequestContext,
): SimulatedNode[] {
  if (new Set(ids).size < ids.length) {
    throw new AwsError(
      'DuplicateInstanceId',
      'You cannot specify a managed node ID in more than one position.',
    );
  }
  const nodes = ids.flatMap(id => fleet.find(account, region, id) ?? []);
  const valid = nodes.filter(
    node => node.managed && node.instanceState !== 'stopped',
  );
  if (valid.length < ids.length) {
    const known = new Set(valid.map(node => node.id));
    throw new AwsError(
      'InvalidInstanceId',
      `Instances [[${ids
        .filter(id => !known.has(id))
        .join(', ')}]] not in a valid state for account ${account}`,
    );
  }
  return nodes;
}

/** The document that is meant, and its version. */
function documentOf(
  { DocumentName = '', DocumentVersion, DocumentHash }: SendCommandRequest,
  { documents, account, region }: RequestContext,
) {
  const found = commandDocumentOf(
    documents,
    { account, region },
    { name: DocumentName, version: DocumentVersion },
  );
  const [, version] = found;
  if (DocumentHash !== undefined && DocumentHash !== version.hash) {
    throw new AwsError(
      'InvalidDocument',
      `The hash of document ${DocumentName} does not match.`,
    );
  }
  return found;
}

/** Runs AWS-RunPatchBaseline, and any other document as far as its scripts are understood. */
export const SendCommand: Operation<SendCommandRequest, SendCommandResult> = {
  schema: SendCommand$,
  action: 'ssm:SendCommand',
  resources(input, context) {
    const { account, region } = context;
    const { InstanceIds = [] } = input;
    return [
      namedDocumentArn(input.DocumentName, context),
      ...(InstanceIds.length
        ? InstanceIds.map(id => arnOf({ id, account, region }))
        : [
            // Whoever sends by tags must be allowed to send to any.
            `arn:aws:ec2:${region}:${account}:instance/*`,
            `arn:aws:ssm:${region}:${account}:managed-instance/*`,
          ]),
    ];
  },
  handle(input, context) {
    check(input);
    const { account, region, principal, fleet, commands, now } = context;
    const { InstanceIds = [], Targets = [] } = input;
    const [stored, version] = documentOf(input, context);
    const document = toCommandDocument(stored, version);
    const read = commandParametersOf(document, version, input.Parameters ?? {});
    const nodes = InstanceIds.length
      ? namedNodes(InstanceIds, context)
      : fleet
          .list(account, region)
          .filter(
            node => node.instanceState !== 'stopped' && isTarget(node, Targets),
          );
    if (InstanceIds.length) {
      checkPlatforms(stored, nodes);
    }
    const command = commands.send(
      {
        account,
        region,
        sender: principal.arn,
        document,
        givenParameters: input.Parameters,
        ...read,
        comment: input.Comment ?? '',
        instanceIds: InstanceIds,
        targets: Targets,
        nodeIds: nodes.map(node => node.id),
        timeoutSeconds: input.TimeoutSeconds ?? DEFAULT_TIMEOUT,
        maxConcurrency: input.MaxConcurrency ?? '50',
        maxErrors: input.MaxErrors ?? '0',
        outputS3BucketName: input.OutputS3BucketName,
        outputS3KeyPrefix: input.OutputS3KeyPrefix,
      },
      nodes,
      now,
    );
    return { Command: toCommand(command) };
  },
};
