import {
  ListNodes$,
  ListNodesRequest,
  ListNodesResult,
  Node,
} from '@aws-sdk/client-ssm';
import { resourceTypeOf } from '../../fleet/state';
import { SimulatedNode } from '../../fleet/types';
import { Operation, RequestContext } from '../../services/types';
import { constraints } from './limits';
import { pageNodes } from './nodePages';
import {
  consoleNodes,
  consolePredicate,
  instanceStatusOf,
  managedStatusOf,
  unitPathOf,
} from './unifiedConsole';

const DEFAULT_PAGE = 50;
/** The console's copy of the fleet lags behind. */
const CAPTURE_INTERVAL = 600_000;

function toNode(node: SimulatedNode, context: RequestContext): Node {
  const captured = context.now - (context.now % CAPTURE_INTERVAL);
  return {
    CaptureTime: new Date(captured),
    Id: node.id,
    Owner: {
      AccountId: node.account,
      OrganizationalUnitId: context.organization.unitOf(node.account),
      OrganizationalUnitPath: unitPathOf(node, context),
    },
    Region: node.region,
    NodeType: {
      Instance: {
        ...(node.managed && {
          AgentType: 'amazon-ssm-agent',
          AgentVersion: node.agentVersion,
          ComputerName: node.computerName,
          PlatformName: node.platform.name,
          PlatformVersion: node.platform.version,
        }),
        InstanceStatus: instanceStatusOf(node),
        IpAddress: node.privateIpAddress,
        ManagedStatus: managedStatusOf(node),
        Name: node.defaultInstanceName,
        PlatformType: node.platform.type,
        ResourceType: resourceTypeOf(node),
        SourceType: node.source.type as 'AWS::EC2::Instance',
        SourceId: node.source.id,
        SourceLocation: node.source.location,
        AvailabilityZone: node.availabilityZone,
      },
    },
  };
}

/** Also lists instances that no agent manages. */
export const ListNodes: Operation<ListNodesRequest, ListNodesResult> = {
  schema: ListNodes$,
  action: 'ssm:ListNodes',
  handle(input, context) {
    constraints.range('maxResults', input.MaxResults, 1, 50);
    const page = pageNodes(context, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: [input.SyncName, input.Filters],
      nodes: consoleNodes(input.SyncName, context),
      include: consolePredicate(input.Filters, context),
      view: node => toNode(node, context),
    });
    return { Nodes: page.items, NextToken: page.nextToken };
  },
};
