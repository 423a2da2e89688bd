import { CommandRunner } from '../commands/CommandRunner';
import { toCommandDocument } from '../commands/documents';
import { commandDocumentOf, commandParametersOf } from '../commands/requests';
import { CommandRequest, RunCommand } from '../commands/types';
import { DocumentStore } from '../documents/DocumentStore';
import { SimulatedNode } from '../fleet/types';
import { nextRun } from '../maintenance/schedule';
import { AwsError } from '../protocol/AwsError';
import { StoredAssociation } from './types';
import { latestOf, scheduleOf } from './versions';

const SECOND = 1000;
/** Run Command's longest. */
const LONGEST_DELIVERY = 2_592_000 * SECOND;

/** What is to be run; undefined when the document is gone, or has other parameters by now. */
function documentOf(
  association: StoredAssociation,
  documents: DocumentStore,
):
  | Pick<
      CommandRequest,
      'document' | 'givenParameters' | 'parameters' | 'values'
    >
  | undefined {
  const { account, region } = association;
  const { settings } = latestOf(association);
  try {
    const [stored, version] = commandDocumentOf(
      documents,
      { account, region },
      { name: settings.document, version: settings.documentVersion },
    );
    const document = toCommandDocument(stored, version);
    const givenParameters = Object.fromEntries(
      Object.entries(settings.parameters ?? {}).map(([name, values]) => [
        name,
        [...values],
      ]),
    );
    return {
      document,
      givenParameters,
      ...commandParametersOf(document, version, givenParameters),
    };
  } catch (error) {
    if (error instanceof AwsError) {
      return undefined;
    }
    throw error;
  }
}

/** Sends what an association says to nodes; undefined when it can't be sent any more. */
export function send(
  association: StoredAssociation,
  nodes: readonly SimulatedNode[],
  options: { at: number; documents: DocumentStore; commands: CommandRunner },
): RunCommand | undefined {
  const { at, documents, commands } = options;
  const { account, region } = association;
  const latest = latestOf(association);
  const { targets, output, maxConcurrency, maxErrors } = latest.settings;
  const request = documentOf(association, documents);
  if (!request) {
    return undefined;
  }
  // Whoever is away has until the next time.
  const schedule = scheduleOf(latest);
  const wait = Math.min(
    LONGEST_DELIVERY,
    ((schedule && nextRun(schedule, at)) ?? Infinity) - at,
  );
  return commands.send(
    {
      ...request,
      account,
      region,
      sender: `arn:aws:iam::${account}:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM`,
      comment: '',
      instanceIds: [],
      targets,
      nodeIds: nodes.map(node => node.id),
      timeoutSeconds: Math.floor(wait / SECOND),
      deliverUntil: at + wait,
      maxConcurrency: maxConcurrency ?? '100%',
      // Without rate control nobody is left out for the errors of others.
      maxErrors: maxErrors ?? '100%',
      outputS3BucketName: output?.S3Location?.OutputS3BucketName,
      outputS3KeyPrefix: output?.S3Location?.OutputS3KeyPrefix,
    },
    nodes,
    at,
  );
}
