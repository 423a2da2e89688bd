import {
  ManagedNode,
  NodeSortField,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ALARM_WORDS,
  EntityLink,
  ENVIRONMENT_WORDS,
  MiddleTruncated,
  MONITORING_WORDS,
  NodeName,
  NodeStatusChip,
  OwnerLink,
  PatchBucketChip,
  PatchStandingChip,
  RelativeTime,
  RESOURCE_TYPE_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import { ReactNode } from 'react';
import { TwoLines } from '../../shared/TwoLines';
import { ColumnId } from '../view/columnIds';

/** How one column of the table is headed, sorted and filled. */
export interface Column {
  label: string;
  sort?: NodeSortField;
  /** In pixels. */
  minWidth?: number;
  render: (node: ManagedNode, to: string) => ReactNode;
}

const UNKNOWN = '–';

function orDash(text: string | null, max: number = 24): ReactNode {
  return text ? <MiddleTruncated text={text} max={max} /> : UNKNOWN;
}

function nowrap(text: string): ReactNode {
  return <span style={{ whiteSpace: 'nowrap' }}>{orDash(text)}</span>;
}

/** Every column by its id. */
export const COLUMNS: Record<ColumnId, Column> = {
  title: {
    label: 'Name',
    sort: 'title',
    render: (node, to) => <NodeName node={node} to={to} max={32} />,
  },
  status: {
    label: 'Status',
    sort: 'status',
    render: node => (
      <TwoLines
        first={<NodeStatusChip status={node.status} />}
        second={<RelativeTime value={node.lastPingAt} none="never seen" />}
      />
    ),
  },
  owner: {
    label: 'Owner',
    sort: 'owner',
    render: node => (
      <OwnerLink
        ownerRef={node.ownerRef}
        claimed={node.claimed}
        unclaimedReason={node.unclaimedReason}
      />
    ),
  },
  application: {
    label: 'Application',
    sort: 'application',
    render: node => {
      const refs = [node.systemRef, node.componentRef].filter(
        (ref): ref is string => ref !== null,
      );
      return refs.length ? (
        <TwoLines
          first={<EntityLink entityRef={refs[0]} />}
          second={refs[1] && <EntityLink entityRef={refs[1]} />}
        />
      ) : (
        UNKNOWN
      );
    },
  },
  environment: {
    label: 'Environment',
    sort: 'environment',
    render: node => ENVIRONMENT_WORDS[node.environment],
  },
  platform: {
    label: 'OS',
    minWidth: 112,
    sort: 'platform',
    render: node => (
      <TwoLines
        first={orDash(
          node.platformName?.replace(/^Microsoft /, '') ?? null,
          40,
        )}
        second={node.platformVersion && orDash(node.platformVersion)}
      />
    ),
  },
  account: {
    label: 'Account',
    sort: 'account',
    render: node => (
      <TwoLines
        first={nowrap(node.accountName ?? node.account)}
        second={node.region}
      />
    ),
  },
  region: { label: 'Region', sort: 'region', render: node => node.region },
  patch: {
    label: 'Patches',
    sort: 'patch',
    render: node => <PatchBucketChip bucket={node.patch.bucket} />,
  },
  patchDue: {
    label: 'Due',
    sort: 'patchDue',
    render: node => (
      <PatchStandingChip
        standing={node.patch.standing}
        dueAt={node.patch.dueAt}
      />
    ),
  },
  patchReport: {
    label: 'Last patch report',
    sort: 'patchReport',
    render: node => (
      <TwoLines
        first={<RelativeTime value={node.patch.lastOperationAt} />}
        second={node.patch.lastOperation}
      />
    ),
  },
  agentVersion: {
    label: 'Agent',
    sort: 'agentVersion',
    render: node => (
      <TwoLines
        first={orDash(node.agentVersion)}
        second={node.agentUpToDate === false && 'out of date'}
      />
    ),
  },
  lastPing: {
    label: 'Last ping',
    sort: 'lastPing',
    render: node => <RelativeTime value={node.lastPingAt} />,
  },
  ipAddress: {
    label: 'IP address',
    render: node => orDash(node.ipAddress),
  },
  monitoring: {
    label: 'Monitoring',
    render: node => MONITORING_WORDS[node.monitoring],
  },
  alarm: {
    label: 'Alarms',
    render: node => ALARM_WORDS[node.alarm],
  },
  resourceType: {
    label: 'Kind',
    render: node => RESOURCE_TYPE_WORDS[node.resourceType],
  },
  firstSeen: {
    label: 'First seen',
    sort: 'firstSeen',
    render: node => <RelativeTime value={node.firstSeenAt} />,
  },
};
