import { randomUUID } from 'crypto';
import { arnOf } from '../fleet/state';
import { PatchProfile, SimulatedNode } from '../fleet/types';

/** Kinds of events that are about a machine. */
export const DETAIL_TYPES = [
  'EC2 Instance State-change Notification',
  'Tag Change on Resource',
  'Configuration Compliance State Change',
  'EC2 Command Invocation Status-change Notification',
  'EC2 Automation Execution Status-change Notification',
  'EC2 State Manager Instance Association State Change',
] as const;

export type DetailType = (typeof DETAIL_TYPES)[number];

/** An event as EventBridge hands it on. */
export interface EventEnvelope {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO 8601 in UTC, whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

interface Content {
  source: string;
  resources: string[];
  detail: Record<string, unknown>;
}

const SEVERITIES: Record<PatchProfile, string> = {
  never: 'unspecified',
  critical: 'critical',
  security: 'high',
  other: 'medium',
  compliant: 'unspecified',
};

function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Automation writes dates like `Nov 29, 2024 7:43:20 PM`. */
function automationDate(time: number): string {
  return new Date(time)
    .toLocaleString('en-US', {
      timeZone: 'UTC',
      dateStyle: 'medium',
      timeStyle: 'medium',
    })
    .replace('\u202F', ' ')
    .replace(/(\d{4}),/, '$1');
}

function ssmArn({ account, region }: SimulatedNode, resource: string): string {
  return `arn:aws:ssm:${region}:${account}:${resource}`;
}

function commandContent(node: SimulatedNode, now: number): Content {
  return {
    source: 'aws.ssm',
    resources: [arnOf(node)],
    detail: {
      'command-id': randomUUID(),
      'document-name':
        node.platform.type === 'Windows'
          ? 'AWS-RunPowerShellScript'
          : 'AWS-RunShellScript',
      'instance-id': node.id,
      'requested-date-time': new Date(now - 2000).toISOString(),
      status: 'Success',
    },
  };
}

function automationContent(node: SimulatedNode, now: number): Content {
  const id = randomUUID();
  const definition = 'AWS-RestartEC2Instance';
  return {
    source: 'aws.ssm',
    resources: [
      ssmArn(node, `automation-execution/${id}`),
      ssmArn(node, `automation-definition/${definition}:1`),
    ],
    // It does not name the nodes it is about.
    detail: {
      ExecutionId: id,
      Definition: definition,
      DefinitionVersion: 1,
      Status: 'Success',
      StartTime: automationDate(now - 6000),
      EndTime: automationDate(now),
      Time: 5753,
      ExecutedBy: `arn:aws:iam::${node.account}:user/operator`,
    },
  };
}

function associationContent(node: SimulatedNode, now: number): Content {
  const document = 'AWS-GatherSoftwareInventory';
  const at = isoSeconds(now);
  return {
    source: 'aws.ssm',
    resources: [arnOf(node), ssmArn(node, `document/${document}`)],
    detail: {
      'association-id': randomUUID(),
      'instance-id': node.id,
      'document-name': document,
      'document-version': '1',
      targets: JSON.stringify([{ key: 'InstanceIds', values: [node.id] }]),
      'creation-date': isoSeconds(node.registeredAt),
      'last-successful-execution-date': at,
      'last-execution-date': at,
      status: 'Success',
      'detailed-status': '',
      'error-code': '',
      'execution-summary': '',
      'output-url': '',
      'instance-association-cwe-version': '1',
    },
  };
}

function tagContent(node: SimulatedNode): Content {
  const ec2 = node.instanceState !== undefined;
  return {
    source: 'aws.tag',
    resources: [arnOf(node)],
    detail: {
      'changed-tag-keys': node.tags.map(tag => tag.Key),
      tags: Object.fromEntries(node.tags.map(tag => [tag.Key, tag.Value])),
      service: ec2 ? 'ec2' : 'ssm',
      'resource-type': ec2 ? 'instance' : 'managed-instance',
      version: 1,
    },
  };
}

function complianceContent(node: SimulatedNode): Content {
  return {
    source: 'aws.ssm',
    // Also an instance is a managed instance here.
    resources: [ssmArn(node, `managed-instance/${node.id}`)],
    detail: {
      'resource-type': 'managed-instance',
      'resource-id': node.id,
      'compliance-status':
        node.patchProfile === 'compliant' ? 'compliant' : 'non_compliant',
      'compliance-type': 'Patch',
      'patch-baseline-id': node.platform.baselineId,
      severity: SEVERITIES[node.patchProfile],
    },
  };
}

function contentOf(
  detailType: DetailType,
  node: SimulatedNode,
  now: number,
): Content {
  switch (detailType) {
    case 'EC2 Instance State-change Notification':
      return {
        source: 'aws.ec2',
        resources: [arnOf(node)],
        detail: { 'instance-id': node.id, state: node.instanceState },
      };
    case 'Tag Change on Resource':
      return tagContent(node);
    case 'Configuration Compliance State Change':
      return complianceContent(node);
    case 'EC2 Command Invocation Status-change Notification':
      return commandContent(node, now);
    case 'EC2 Automation Execution Status-change Notification':
      return automationContent(node, now);
    default:
      return associationContent(node, now);
  }
}

/** Where an event comes from, what it is about and what it says. */
export interface EventContent extends Content {
  detailType: string;
  account: string;
  region: string;
}

/** @param now - epoch milliseconds */
export function envelopeOf(event: EventContent, now: number): EventEnvelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: event.account,
    time: isoSeconds(now),
    region: event.region,
    resources: event.resources,
    detail: event.detail,
  };
}

/**
 * An event about a machine as it is now.
 *
 * @param detail - what is to be different in its detail
 */
export function envelope(
  detailType: DetailType,
  node: SimulatedNode,
  now: number,
  detail: Record<string, unknown> = {},
): EventEnvelope {
  const content = contentOf(detailType, node, now);
  return envelopeOf(
    {
      ...content,
      detailType,
      account: node.account,
      region: node.region,
      detail: { ...content.detail, ...detail },
    },
    now,
  );
}
