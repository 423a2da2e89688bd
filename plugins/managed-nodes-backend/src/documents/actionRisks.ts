import { StepRisk } from '@managed-nodes/plugin-managed-nodes-common';
import { JsonObject, JsonValue } from '@backstage/types';

/**
 * What each action may do at worst. The rules are: `reads` for what waits,
 * asks, decides or looks; `changes` for what does one thing that its name
 * says; `runs-code` for what hands a program, a template or another document
 * to somebody who carries it out, which may be anything.
 */
const RISKS: ReadonlyMap<string, StepRisk> = new Map<string, StepRisk>([
  // Automation, schema 0.3. Those that call an API that they are told, and
  // aws:changeInstanceState, depend on their inputs, see below.
  ['aws:approve', 'reads'],
  ['aws:branch', 'reads'],
  ['aws:copyImage', 'changes'],
  ['aws:createImage', 'changes'],
  ['aws:createStack', 'runs-code'],
  ['aws:createTags', 'changes'],
  ['aws:deleteImage', 'changes'],
  ['aws:deleteStack', 'changes'],
  ['aws:executeAutomation', 'runs-code'],
  ['aws:executeScript', 'runs-code'],
  ['aws:executeStateMachine', 'runs-code'],
  ['aws:invokeLambdaFunction', 'runs-code'],
  ['aws:invokeWebhook', 'changes'],
  // As bad as the worst step in it.
  ['aws:loop', 'reads'],
  ['aws:pause', 'reads'],
  ['aws:runCommand', 'runs-code'],
  ['aws:runInstances', 'changes'],
  ['aws:sleep', 'reads'],
  ['aws:updateVariable', 'reads'],
  // Command, schemas 1.2 to 2.2.
  ['aws:applications', 'runs-code'],
  ['aws:cloudWatch', 'changes'],
  ['aws:configureDocker', 'changes'],
  ['aws:configurePackage', 'runs-code'],
  ['aws:domainJoin', 'changes'],
  ['aws:downloadContent', 'changes'],
  ['aws:psModule', 'runs-code'],
  // It applies what State Manager has for the node.
  ['aws:refreshAssociation', 'runs-code'],
  ['aws:runDockerAction', 'runs-code'],
  ['aws:runDocument', 'runs-code'],
  ['aws:runPowerShellScript', 'runs-code'],
  ['aws:runShellScript', 'runs-code'],
  ['aws:softwareInventory', 'reads'],
  ['aws:updateAgent', 'changes'],
  ['aws:updateSsmAgent', 'changes'],
]);

// Those that assert and wait call whatever API they are told, too.
const API_ACTIONS = new Set([
  'aws:assertAwsResourceProperty',
  'aws:executeAwsApi',
  'aws:waitForAwsResourceProperty',
]);

/** Whether an action does nothing but call an API. */
export function isApiAction(action: string): boolean {
  return API_ACTIONS.has(action);
}

// Both DescribeInstances and describe_instances are taken.
const READING_API = /^(batch_?[Gg]et|describe|get|list)(?=[A-Z_])/;

// APIs that hand over something to be carried out.
const RUNNING_APIS = new Set([
  'ssm:sendcommand',
  'ssm:startautomationexecution',
  'ssm:startchangerequestexecution',
  'ssm:createassociation',
  'ssm:updateassociation',
  'ssm:startsession',
  'lambda:invoke',
  'lambda:invokeasync',
  'states:startexecution',
  'stepfunctions:startexecution',
  'cloudformation:createstack',
  'cloudformation:updatestack',
]);

const READING_QUERIES = new Set(['dynamodb:query', 'dynamodb:scan']);

function word(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The service and API that a step calls, in small letters: `ec2:describeinstances`. */
export function apiOf(inputs: JsonObject): string {
  const api = word(inputs.Api).replace(/_/g, '');
  return `${word(inputs.Service)}:${api}`.toLowerCase();
}

function riskOfApi(inputs: JsonObject): StepRisk {
  const api = word(inputs.Api);
  if (!/^\w+$/.test(api) || !/^[\w-]+$/.test(word(inputs.Service))) {
    // Whoever gives the parameter that it comes from chooses the API.
    return 'runs-code';
  }
  if (RUNNING_APIS.has(apiOf(inputs))) {
    return 'runs-code';
  }
  const small = api.charAt(0).toLowerCase() + api.slice(1);
  const reads = READING_API.test(small) || READING_QUERIES.has(apiOf(inputs));
  return reads ? 'reads' : 'changes';
}

const ORDER: StepRisk[] = ['reads', 'changes', 'runs-code'];

/** The worst of some risks; `reads` when there are none. */
export function worst(risks: StepRisk[]): StepRisk {
  return ORDER[Math.max(0, ...risks.map(risk => ORDER.indexOf(risk)))];
}

/**
 * What a step may do at worst. Actions that we do not know may do anything.
 * An API that reads is one whose name begins with Describe, Get, List or
 * BatchGet, and DynamoDB's Query and Scan.
 */
export function riskOf(action: string, inputs: JsonObject): StepRisk {
  if (isApiAction(action)) {
    return riskOfApi(inputs);
  }
  if (action === 'aws:changeInstanceState') {
    const only = inputs.CheckStateOnly;
    return only === true || only === 'true' ? 'reads' : 'changes';
  }
  return RISKS.get(action) ?? 'runs-code';
}
