import { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { ChildRequest } from '../../automation/AutomationEngine';
import { TargetRun } from '../../automation/RateControl';
import { resolveTargets } from '../../automation/targets';
import { AutomationRequest } from '../../automation/types';
import { readParameters, toTexts } from '../../documents/parameters';
import { DocumentVersion, StoredDocument } from '../../documents/types';
import { versionOf } from '../../documents/versions';
import { Principal } from '../../identity/principals';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { visibleName } from './documentViews';

const INVALID = 'InvalidAutomationExecutionParametersException';
const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/**
 * The Automation document of a name, and the version of it that is meant.
 *
 * @throws AwsError AutomationDefinitionNotFoundException,
 * AutomationDefinitionVersionNotFoundException
 */
export function definitionOf(
  name: string,
  version: string | undefined,
  { documents, account, region }: RequestContext,
): [StoredDocument, DocumentVersion] {
  const document = documents.find({ account, region }, name);
  if (document?.kind !== 'Automation') {
    throw new AwsError(
      'AutomationDefinitionNotFoundException',
      `Automation Definition Not Found for the document name: ${name}`,
    );
  }
  try {
    return [document, versionOf(document, version)];
  } catch {
    throw new AwsError(
      'AutomationDefinitionVersionNotFoundException',
      `Automation definition version ${version} of ${name} could not be found.`,
    );
  }
}

/** Who steps act as: the caller, or the role that the document assumes. */
function actorOf(
  { content }: DocumentVersion,
  values: Readonly<Record<string, unknown>>,
  { principal, account, permissions }: RequestContext,
): Principal {
  const role = (content.assumeRole ?? '').replace(
    /\{\{\s*([^{}]+?)\s*\}\}/g,
    (_, name: string) =>
      name === 'global:ACCOUNT_ID' ? account : String(values[name] ?? ''),
  );
  if (!role) {
    return principal;
  }
  const [, owner, roleName] = ROLE_ARN.exec(role) ?? [];
  const definition =
    owner === account ? permissions.findRole(account, roleName) : undefined;
  if (!definition?.service) {
    throw new AwsError(
      INVALID,
      `The defined assume role ${role} is unable to be assumed.`,
    );
  }
  if (
    !permissions.isAllowed(principal, 'iam:PassRole') ||
    principal.policy?.allows('iam:PassRole', role) === false
  ) {
    throw new AwsError(
      'AccessDeniedException',
      `User: ${principal.arn} is not authorized to perform: iam:PassRole on resource: ${role}`,
    );
  }
  return {
    account,
    roleName,
    userId: `AROASIMULATED:Automation`,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/Automation-${roleName}`,
  };
}

/** Everything that an execution is started with. */
export interface StartPlan {
  readonly request: AutomationRequest;
  readonly control:
    | {
        readonly targets: readonly TargetRun[];
        readonly childRequest: ChildRequest;
      }
    | undefined;
}

/**
 * Reads what is to be started.
 *
 * @throws AwsError as StartAutomationExecution does
 */
export function planOf(
  input: StartAutomationExecutionRequest,
  context: RequestContext,
): StartPlan {
  const { account, region, fleet, principal } = context;
  const [document, version] = definitionOf(
    input.DocumentName ?? '',
    input.DocumentVersion,
    context,
  );
  const { content } = version;
  const control = input.Targets?.length || input.TargetMaps?.length;
  const targets = control
    ? resolveTargets(
        {
          targets: input.Targets,
          targetMaps: input.TargetMaps,
          targetParameterName: input.TargetParameterName,
        },
        { fleet, account, region },
      )
    : undefined;
  const read = (given: Record<string, string[]>) =>
    readParameters(content.parameters, given, {
      code: INVALID,
      document: document.name,
    });
  const requestFor = (
    given: Record<string, string[]>,
    more: Partial<AutomationRequest>,
  ): AutomationRequest => {
    const values = read(given);
    return {
      account,
      region,
      principal: actorOf(version, values, context),
      executedBy: principal.arn,
      documentName: visibleName(document, context),
      documentVersion: String(version.version),
      content,
      parameters: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, toTexts(value)]),
      ),
      values,
      mode: input.Mode ?? 'Auto',
      clientToken: undefined,
      tags: [],
      ...more,
    };
  };
  const given = input.Parameters ?? {};
  for (const { parameters } of targets ?? []) {
    read({ ...given, ...parameters });
  }
  const [first] = targets ?? [];
  const request = requestFor(
    // A parent is checked with the values of its first target.
    { ...given, ...first?.parameters },
    {
      clientToken: input.ClientToken,
      tags: (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({
        Key,
        Value,
      })),
    },
  );
  if (!targets) {
    return { request, control: undefined };
  }
  return {
    request: {
      ...request,
      parameters: given,
      targetParameterName: input.TargetParameterName,
      ...(input.Targets?.length && { targets: input.Targets }),
      ...(input.TargetMaps?.length && { targetMaps: input.TargetMaps }),
      maxConcurrency: input.MaxConcurrency,
      maxErrors: input.MaxErrors,
    },
    control: {
      targets,
      childRequest: ({ name, parameters }) =>
        requestFor({ ...given, ...parameters }, { target: name }),
    },
  };
}
