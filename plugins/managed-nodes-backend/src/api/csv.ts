import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { stringify, Stringifier } from 'csv-stringify';

const COLUMNS: Array<[string, (node: ManagedNode) => unknown]> = [
  ['title', node => node.title],
  ['node_id', node => node.nodeId],
  ['status', node => node.status],
  ['owner', node => (node.claimed ? node.ownerRef : '')],
  ['unclaimed_reason', node => node.unclaimedReason],
  ['system', node => node.systemRef],
  ['component', node => node.componentRef],
  ['environment', node => node.environment],
  ['account', node => node.account],
  ['account_name', node => node.accountName],
  ['region', node => node.region],
  ['platform', node => node.platformName],
  ['platform_version', node => node.platformVersion],
  ['computer_name', node => node.computerName],
  ['ip_address', node => node.ipAddress],
  ['agent_version', node => node.agentVersion],
  ['agent_up_to_date', node => node.agentUpToDate],
  ['last_ping_at', node => node.lastPingAt],
  ['patch_bucket', node => node.patch.bucket],
  ['critical_noncompliant', node => node.patch.criticalNonCompliant],
  ['security_noncompliant', node => node.patch.securityNonCompliant],
  ['other_noncompliant', node => node.patch.otherNonCompliant],
  ['last_patch_operation', node => node.patch.lastOperation],
  ['last_patch_operation_at', node => node.patch.lastOperationAt],
  ['first_seen_at', node => node.firstSeenAt],
  ['last_seen_at', node => node.lastSeenAt],
  ['left_at', node => node.leftAt],
  ['arn', node => node.arn],
];

/** A CSV writer with a header. What a spreadsheet would run as a formula is written as text. */
export function createCsv(columns: string[]): Stringifier {
  return stringify({
    header: true,
    columns,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: value => String(value) },
  });
}

/** A CSV writer for nodes. */
export function createNodeCsv(): Stringifier {
  return createCsv(COLUMNS.map(([name]) => name));
}

/** The row of a node. */
export function csvRow(node: ManagedNode): unknown[] {
  return COLUMNS.map(([, read]) => read(node));
}
