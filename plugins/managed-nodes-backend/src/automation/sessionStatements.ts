import { JsonObject, JsonValue } from '@backstage/types';
import { SessionStatement } from '../commands/Transport';
import { readDocument, RawStep } from '../documents/rawDocument';
import { readText } from '../documents/readText';

/** Stands for each node of a group. */
const NODES = '{{nodes}}';

const ANY_NODE = [
  'arn:*:ec2:*:*:instance/*',
  'arn:*:ssm:*:*:managed-instance/*',
];

/** What AWS calls services in policies, where the SDK calls them otherwise. */
const SERVICES: Record<string, string> = {
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  resourcegroupstaggingapi: 'tag',
  'resource-groups-tagging-api': 'tag',
  cloudwatchlogs: 'logs',
  stepfunctions: 'states',
};

/** Calls that are about instances, and can be limited to them. */
const ABOUT_INSTANCES = /^(Reboot|Start|Stop|Terminate)Instances$/;

const STATES: Record<string, string> = {
  running: 'ec2:StartInstances',
  stopped: 'ec2:StopInstances',
  terminated: 'ec2:TerminateInstances',
};

/** How the steps of a document are read for what they need. */
interface Context {
  /** As AWS gets them. */
  parameters: Record<string, string[]>;
  /** Whether the document is run on nodes of the run. */
  onNodes: boolean;
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** A text in which references to parameters of one value are replaced; others stay. */
function resolve(value: string, { parameters }: Context): string {
  return value.replace(
    /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g,
    (reference, name: string) =>
      Object.hasOwn(parameters, name) && parameters[name].length === 1
        ? parameters[name][0]
        : reference,
  );
}

/** A document by its name or ARN; anything that is not known before it runs is no document. */
function documentResource(name: string): string[] {
  if (!name || name.includes('{{')) {
    return [];
  }
  return [name.startsWith('arn:') ? name : `arn:*:ssm:*:*:document/${name}`];
}

function nodesOf({ onNodes }: Context): string[] {
  return onNodes ? [NODES] : ANY_NODE;
}

function ofApi(inputs: JsonObject, context: Context): SessionStatement[] {
  const service = text(inputs.Service).toLowerCase();
  const api = text(inputs.Api);
  if (!/^[a-z0-9-]+$/.test(service) || !/^[A-Za-z0-9]+$/.test(api)) {
    return [];
  }
  const action = `${SERVICES[service] ?? service}:${api
    .charAt(0)
    .toUpperCase()}${api.slice(1)}`;
  return [
    {
      Action: [action],
      Resource:
        service === 'ec2' && ABOUT_INSTANCES.test(api)
          ? nodesOf(context)
          : ['*'],
    },
  ];
}

function ofStep(
  { action, inputs: given }: RawStep,
  context: Context,
): SessionStatement[] {
  const inputs = given ?? {};
  switch (action) {
    case 'aws:runCommand': {
      const document = documentResource(
        resolve(text(inputs.DocumentName), context),
      );
      return [
        {
          Action: ['ssm:SendCommand'],
          Resource: [...document, ...nodesOf(context)],
        },
        {
          Action: ['ssm:ListCommands', 'ssm:ListCommandInvocations'],
          Resource: ['*'],
        },
      ];
    }
    case 'aws:executeAwsApi':
    case 'aws:assertAwsResourceProperty':
    case 'aws:waitForAwsResourceProperty':
      return ofApi(inputs, context);
    case 'aws:changeInstanceState': {
      const state =
        STATES[resolve(text(inputs.DesiredState), context).toLowerCase()];
      return [
        ...(state ? [{ Action: [state], Resource: nodesOf(context) }] : []),
        {
          Action: ['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus'],
          Resource: ['*'],
        },
      ];
    }
    case 'aws:executeAutomation': {
      const document = documentResource(
        resolve(text(inputs.DocumentName), context),
      );
      return [
        {
          Action: ['ssm:StartAutomationExecution'],
          Resource: document.flatMap(arn => [
            arn,
            `${arn.replace(':document/', ':automation-definition/')}:*`,
          ]),
        },
        { Action: ['ssm:GetAutomationExecution'], Resource: ['*'] },
      ];
    }
    case 'aws:loop':
      return stepsOf(inputs.Steps).flatMap(step => ofStep(step, context));
    default:
      return [];
  }
}

function stepsOf(value: JsonValue | undefined): RawStep[] {
  return Array.isArray(value)
    ? value.filter(
        (step): step is JsonObject & RawStep =>
          typeof step === 'object' &&
          step !== null &&
          !Array.isArray(step) &&
          typeof step.action === 'string',
      )
    : [];
}

/** One statement for all actions that are allowed on the same. */
function collapse(statements: SessionStatement[]): SessionStatement[] {
  const byResource = new Map<string, SessionStatement>();
  for (const { Action, Resource } of statements) {
    if (Resource.length) {
      const key = JSON.stringify([...Resource].sort());
      const before = byResource.get(key);
      byResource.set(key, {
        Action: [...new Set([...(before?.Action ?? []), ...Action])],
        Resource,
      });
    }
  }
  return [...byResource.values()];
}

/**
 * What the session that starts an Automation document may do besides starting
 * it: what the steps of the document call in its name. A document with an
 * assume role acts by that role, which the session may pass on, and nothing
 * else. What a step calls and is not known before it runs is not allowed.
 *
 * @param document - its content, JSON or YAML
 * @param context - `parameters` as AWS gets them
 */
export function sessionStatements(
  document: string,
  context: Context,
): SessionStatement[] {
  const parsed = readDocument(readText(document));
  if (parsed.schemaVersion !== '0.3') {
    return [];
  }
  const role = resolve(text(parsed.assumeRole ?? undefined), context);
  if (role && !/^\{\{\s*[A-Za-z0-9_]+\s*\}\}$/.test(role)) {
    return [
      {
        Action: ['iam:PassRole'],
        Resource: [role.replace(/\{\{\s*global:[A-Z_]+\s*\}\}/g, '*')],
      },
    ];
  }
  return collapse(parsed.mainSteps.flatMap(step => ofStep(step, context)));
}
