import {
  CreateAssociationRequest,
  Target,
  UpdateAssociationRequest,
} from '@aws-sdk/client-ssm';
import { AssociationSettings } from '../../associations/types';
import { toCommandDocument } from '../../commands/documents';
import {
  checkPlatforms,
  commandDocumentOf,
  commandParametersOf,
} from '../../commands/requests';
import { arnOf } from '../../fleet/state';
import { isTargetKey } from '../../fleet/targets';
import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { checkSchedule } from './associationSchedules';
import { DOCUMENT_ARN, DOCUMENT_VERSION } from './documentViews';
import { constraints, MAX_CONCURRENCY, MAX_ERRORS, NODE_ID } from './limits';

/** What an association may be made or changed with. */
export type AssociationRequest = Omit<
  CreateAssociationRequest | UpdateAssociationRequest,
  'AssociationId' | 'AssociationVersion' | 'Tags' | 'InstanceId'
>;

const ASSOCIATION_NAME = /^[a-zA-Z0-9_\-.]{3,128}$/;
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNSPECIFIED'];
const COMPLIANCE_MODES = ['AUTO', 'MANUAL'];
/** What is for runbooks, calendars, alarms and other accounts. */
const NOT_SIMULATED = [
  'AutomationTargetParameterName',
  'CalendarNames',
  'TargetLocations',
  'TargetMaps',
  'Duration',
  'AlarmConfiguration',
  'AssociationDispatchAssumeRole',
] as const;

function checkLimits(input: AssociationRequest): void {
  constraints.pattern('name', input.Name, DOCUMENT_ARN);
  constraints.pattern(
    'documentVersion',
    input.DocumentVersion,
    DOCUMENT_VERSION,
  );
  constraints.length('targets', input.Targets, 0, 5);
  for (const { Key, Values } of input.Targets ?? []) {
    constraints.length('targets.key', Key, 1, 163);
    constraints.length('targets.values', Values, 0, 50);
  }
  constraints.length('scheduleExpression', input.ScheduleExpression, 1, 256);
  constraints.range('scheduleOffset', input.ScheduleOffset, 1, 6);
  constraints.pattern(
    'associationName',
    input.AssociationName,
    ASSOCIATION_NAME,
  );
  constraints.length('maxErrors', input.MaxErrors, 1, 7);
  constraints.pattern('maxErrors', input.MaxErrors, MAX_ERRORS);
  constraints.length('maxConcurrency', input.MaxConcurrency, 1, 7);
  constraints.pattern('maxConcurrency', input.MaxConcurrency, MAX_CONCURRENCY);
  constraints.oneOf('complianceSeverity', input.ComplianceSeverity, SEVERITIES);
  constraints.oneOf('syncCompliance', input.SyncCompliance, COMPLIANCE_MODES);
  const stranger = NOT_SIMULATED.find(name => input[name] !== undefined);
  if (stranger) {
    throw new AwsError('ValidationException', `${stranger} is not simulated.`);
  }
}

function checkOutput({ OutputLocation }: AssociationRequest): void {
  const { S3Location } = OutputLocation ?? {};
  const { OutputS3BucketName: bucket = '', OutputS3KeyPrefix: prefix = '' } =
    S3Location ?? {};
  if (OutputLocation && (bucket.length < 3 || bucket.length > 63)) {
    throw new AwsError(
      'InvalidOutputLocation',
      'The output location is not valid or does not exist.',
    );
  }
  constraints.length('outputS3KeyPrefix', prefix, 0, 500);
}

function idsIn({ Key = '', Values = [] }: Target): string[] {
  return Key.toLowerCase() === 'instanceids'
    ? Values.filter(id => id !== '*')
    : [];
}

/** Nodes that targets name one by one. */
function namedNodes(
  targets: readonly Target[],
  { fleet, account, region }: RequestContext,
): SimulatedNode[] {
  for (const { Key = '', Values = [] } of targets) {
    // Run Command knows tag-key, State Manager does not.
    if (!isTargetKey(Key) || Key === 'tag-key' || !Values.length) {
      throw new AwsError('InvalidTarget', `The target ${Key} is not valid.`);
    }
  }
  return targets.flatMap(idsIn).map(id => {
    const node = NODE_ID.test(id) ? fleet.find(account, region, id) : undefined;
    if (!node?.managed) {
      throw new AwsError(
        'InvalidTarget',
        `The target ${id} is not valid or does not exist.`,
      );
    }
    return node;
  });
}

/**
 * What an association is to say.
 *
 * @param document - what it runs, where the request may leave that out
 * @throws AwsError InvalidDocument, InvalidDocumentVersion, InvalidTarget,
 * InvalidSchedule, InvalidParameters, InvalidOutputLocation,
 * UnsupportedPlatformType
 */
export function settingsOf(
  input: AssociationRequest,
  document: string,
  context: RequestContext,
): AssociationSettings {
  checkLimits(input);
  const { documents, account, region, now } = context;
  const { Targets = [], Parameters } = input;
  const [stored, version] = commandDocumentOf(
    documents,
    { account, region },
    { name: document, version: input.DocumentVersion },
  );
  checkOutput(input);
  checkSchedule(input, now);
  if (!Targets.length) {
    throw new AwsError('InvalidTarget', 'An association needs targets.');
  }
  checkPlatforms(stored, namedNodes(Targets, context));
  commandParametersOf(
    toCommandDocument(stored, version),
    version,
    Parameters ?? {},
  );
  return {
    document,
    documentVersion: input.DocumentVersion,
    parameters: Parameters,
    targets: Targets,
    schedule: input.ScheduleExpression,
    scheduleOffset: input.ScheduleOffset,
    name: input.AssociationName,
    maxConcurrency: input.MaxConcurrency,
    maxErrors: input.MaxErrors,
    severity: input.ComplianceSeverity,
    syncCompliance: input.SyncCompliance,
    onlyAtCron: input.ApplyOnlyAtCronInterval ?? false,
    output: input.OutputLocation,
  };
}

/** ARNs of what targets mean, for policies. */
export function targetArns(
  targets: readonly Target[],
  { account, region }: RequestContext,
): string[] {
  const ids = targets.flatMap(idsIn);
  const named = targets.some(
    target => idsIn(target).length === target.Values?.length,
  );
  return named
    ? ids.map(id => arnOf({ id, account, region }))
    : [
        // Whoever means nodes by tags must be allowed to mean any.
        `arn:aws:ec2:${region}:${account}:instance/*`,
        `arn:aws:ssm:${region}:${account}:managed-instance/*`,
      ];
}
