import {
  AlarmHistory,
  AlarmPage,
  AlarmRequest,
  Coverage,
  GroupMetrics,
  GroupMetricsRequest,
  NodeMetrics,
  NodeMetricsRequest,
} from '../model/metrics';
import { NodeFilter } from '../model/query';
import { ManagedNodesRequestOptions } from './requestOptions';

/**
 * What users may ask about metrics, alarms and monitoring. Answers are
 * narrowed to the nodes the caller may read. Methods throw as those of
 * {@link ManagedNodesApi} do.
 *
 * @public
 */
export interface MetricsApi {
  /** The metrics of a node. */
  ofNode(
    name: string,
    request?: NodeMetricsRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodeMetrics>;

  /** One metric of many nodes: bands, and the worst five. */
  ofNodes(
    request?: GroupMetricsRequest & NodeFilter,
    options?: ManagedNodesRequestOptions,
  ): Promise<GroupMetrics>;

  /** Which nodes report metrics, by owner and environment. */
  coverage(
    filter?: NodeFilter,
    options?: ManagedNodesRequestOptions,
  ): Promise<Coverage>;

  /** The alarms that concern nodes, those that ring first. */
  alarms(
    request?: AlarmRequest & NodeFilter,
    options?: ManagedNodesRequestOptions,
  ): Promise<AlarmPage>;

  /** The changes of an alarm's state, the latest first. */
  alarmHistory(
    id: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<AlarmHistory>;
}
