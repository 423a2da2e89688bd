import {
  InstancePatchState,
  ListResourceComplianceSummaries$,
  ListResourceComplianceSummariesRequest,
  ListResourceComplianceSummariesResult,
  ResourceComplianceSummaryItem,
} from '@aws-sdk/client-ssm';
import { SimulatedNode } from '../../fleet/types';
import { Operation, RequestContext } from '../../services/types';
import { complianceFilter, ComplianceGetters } from './complianceFilters';
import { constraints } from './limits';
import { pageNodes } from './nodePages';

const GETTERS: ComplianceGetters<ResourceComplianceSummaryItem> = {
  ComplianceType: item => item.ComplianceType,
  ResourceId: item => item.ResourceId,
  ResourceType: item => item.ResourceType,
  Status: item => item.Status,
  OverallSeverity: item => item.OverallSeverity,
};
const DEFAULT_PAGE = 50;

function severityOf(
  state: InstancePatchState,
): 'CRITICAL' | 'HIGH' | 'LOW' | 'UNSPECIFIED' {
  if (state.CriticalNonCompliantCount) {
    return 'CRITICAL';
  }
  if (state.SecurityNonCompliantCount) {
    return 'HIGH';
  }
  return state.OtherNonCompliantCount ? 'LOW' : 'UNSPECIFIED';
}

function toSummary(
  node: SimulatedNode,
  { patching, now }: RequestContext,
): ResourceComplianceSummaryItem | undefined {
  const state = patching.nodes.stateOf(node, now);
  if (!state) {
    return undefined;
  }
  const critical = state.CriticalNonCompliantCount ?? 0;
  const security = state.SecurityNonCompliantCount ?? 0;
  const other = state.OtherNonCompliantCount ?? 0;
  const installed =
    (state.InstalledCount ?? 0) + (state.InstalledOtherCount ?? 0);
  const none = {
    CriticalCount: 0,
    HighCount: 0,
    MediumCount: 0,
    LowCount: 0,
    InformationalCount: 0,
    UnspecifiedCount: 0,
  };
  return {
    ComplianceType: 'Patch',
    ResourceType: 'ManagedInstance',
    ResourceId: node.id,
    Status: critical + security + other ? 'NON_COMPLIANT' : 'COMPLIANT',
    OverallSeverity: severityOf(state),
    ExecutionSummary: {
      ExecutionTime: state.OperationEndTime,
      ExecutionId: state.SnapshotId,
      ExecutionType: 'Command',
    },
    CompliantSummary: {
      CompliantCount: installed,
      SeveritySummary: { ...none, UnspecifiedCount: installed },
    },
    NonCompliantSummary: {
      NonCompliantCount: critical + security + other,
      SeveritySummary: {
        ...none,
        CriticalCount: critical,
        HighCount: security,
        LowCount: other,
      },
    },
  };
}

/** Patch compliance only, and only of nodes that reported. */
export const ListResourceComplianceSummaries: Operation<
  ListResourceComplianceSummariesRequest,
  ListResourceComplianceSummariesResult
> = {
  schema: ListResourceComplianceSummaries$,
  action: 'ssm:ListResourceComplianceSummaries',
  handle(input, context) {
    const { Filters = [] } = input;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    const wanted = complianceFilter(Filters, GETTERS);
    const summaryOf = (node: SimulatedNode) => toSummary(node, context);
    const page = pageNodes(context, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: Filters,
      include: node => {
        const summary = summaryOf(node);
        return summary !== undefined && wanted(summary);
      },
      view: summaryOf,
    });
    return {
      ResourceComplianceSummaryItems: page.items.flatMap(item => item ?? []),
      NextToken: page.nextToken,
    };
  },
};
