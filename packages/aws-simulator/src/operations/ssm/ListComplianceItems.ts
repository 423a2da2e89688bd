import {
  ComplianceItem,
  ListComplianceItems$,
  ListComplianceItemsRequest,
  ListComplianceItemsResult,
  PatchComplianceData,
} from '@aws-sdk/client-ssm';
import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { complianceFilter, ComplianceGetters } from './complianceFilters';
import { constraints } from './limits';

const GETTERS: ComplianceGetters<ComplianceItem> = {
  ComplianceType: item => item.ComplianceType,
  Id: item => item.Id,
  Title: item => item.Title,
  Status: item => item.Status,
  Severity: item => item.Severity,
};
const COMPLIANT = ['INSTALLED', 'INSTALLED_OTHER'];
const DEFAULT_PAGE = 50;

function severityOf({
  Severity,
  Classification = '',
}: PatchComplianceData): 'CRITICAL' | 'HIGH' | 'LOW' {
  if (Severity === 'Critical') {
    return 'CRITICAL';
  }
  return Classification.startsWith('Security') ? 'HIGH' : 'LOW';
}

function itemsOf(
  node: SimulatedNode,
  { patching, now }: RequestContext,
): ComplianceItem[] {
  const state = patching.nodes.stateOf(node, now);
  return patching.nodes.listOf(node, now).map(patch => {
    const compliant = COMPLIANT.includes(patch.State ?? '');
    return {
      ComplianceType: 'Patch',
      ResourceType: 'ManagedInstance',
      ResourceId: node.id,
      Id: patch.KBId,
      Title: patch.Title,
      Status: compliant ? 'COMPLIANT' : 'NON_COMPLIANT',
      Severity: compliant ? 'UNSPECIFIED' : severityOf(patch),
      ExecutionSummary: {
        ExecutionTime: state?.OperationEndTime,
        ExecutionId: state?.SnapshotId,
        ExecutionType: 'Command',
      },
      Details: {
        Classification: patch.Classification ?? '',
        DocumentName: 'AWS-RunPatchBaseline',
        InstalledTime: patch.InstalledTime?.toISOString() ?? '',
        PatchBaselineId: state?.BaselineId ?? '',
        PatchGroup: state?.PatchGroup ?? '',
        PatchSeverity: patch.Severity ?? '',
        PatchState: patch.State ?? '',
        ...(patch.CVEIds && { CVEIds: patch.CVEIds }),
      },
    };
  });
}

/** Patch compliance only, of one node a call. */
export const ListComplianceItems: Operation<
  ListComplianceItemsRequest,
  ListComplianceItemsResult
> = {
  schema: ListComplianceItems$,
  action: 'ssm:ListComplianceItems',
  handle(input, context) {
    const { Filters = [], ResourceIds = [], ResourceTypes = [] } = input;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    constraints.length('resourceIds', ResourceIds, 1, 1);
    constraints.length('resourceTypes', input.ResourceTypes, 1, 1);
    if (ResourceTypes.some(type => type !== 'ManagedInstance')) {
      throw new AwsError(
        'InvalidResourceType',
        `The resource type ${ResourceTypes[0]} is not valid.`,
      );
    }
    const [id] = ResourceIds;
    const node = context.fleet.find(context.account, context.region, id);
    if (!node) {
      throw new AwsError(
        'InvalidResourceId',
        `The resource ID ${id} is not valid.`,
      );
    }
    const wanted = complianceFilter(Filters, GETTERS);
    const page = context.pager.pageOf(itemsOf(node, context).filter(wanted), {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: [Filters, ResourceIds],
    });
    return { ComplianceItems: page.items, NextToken: page.nextToken };
  },
};
