import { InstancePatchState, InstanceProperty } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { MalformedObjectError } from './MalformedObjects';
import {
  ObjectOwner,
  onlyRecord,
  optionalCount,
  optionalText,
  optionalTime,
  recordsOf,
} from './records';

const informationSchema = z.object({
  AgentVersion: optionalText,
  ComputerName: optionalText,
  InstanceStatus: optionalText,
  IpAddress: optionalText,
  PlatformName: optionalText,
  PlatformType: optionalText,
  PlatformVersion: optionalText,
});

const tagSchema = z.object({
  Key: z.string().min(1),
  Value: z.string().default(''),
});

const patchSchema = z.object({
  BaselineId: optionalText,
  CriticalNonCompliantCount: optionalCount,
  FailedCount: optionalCount,
  InstalledCount: optionalCount,
  InstalledOtherCount: optionalCount,
  InstalledPendingRebootCount: optionalCount,
  InstalledRejectedCount: optionalCount,
  MissingCount: optionalCount,
  NotApplicableCount: optionalCount,
  OperationEndTime: optionalTime,
  OperationStartTime: optionalTime,
  OperationType: optionalText,
  OtherNonCompliantCount: optionalCount,
  PatchGroup: optionalText,
  SecurityNonCompliantCount: optionalCount,
});

const complianceSchema = z.object({
  Classification: optionalText,
  ComplianceType: optionalText,
  PatchSeverity: optionalText,
  Severity: optionalText,
  Status: optionalText,
});

/** The most tags that AWS lets a resource have, and some for those of AWS itself. */
const MOST_TAGS = 200;

/** What `AWS:InstanceInformation` says of a node. */
export interface InstanceInformation {
  property: InstanceProperty;
  /** Its inventory is kept for a while, but it is no node any more. */
  terminated: boolean;
}

// Inventory has one word for what Systems Manager tells as ping status and
// instance state.
const STATES: Record<string, Partial<InstanceProperty>> = {
  active: { PingStatus: 'Online' },
  connectionlost: { PingStatus: 'ConnectionLost' },
  inactive: { PingStatus: 'Inactive' },
  stopped: { PingStatus: 'ConnectionLost', InstanceState: 'stopped' },
};

/** Reads an object of `AWS:InstanceInformation`. */
export async function readInformation(
  lines: AsyncIterable<string>,
  owner: ObjectOwner,
): Promise<InstanceInformation> {
  const record = await onlyRecord(lines, informationSchema, owner);
  const status = record.InstanceStatus?.toLowerCase().replace(/[^a-z]/g, '');
  return {
    terminated: status === 'terminated',
    property: {
      InstanceId: owner.nodeId,
      AgentVersion: record.AgentVersion,
      ComputerName: record.ComputerName,
      IPAddress: record.IpAddress,
      PlatformName: record.PlatformName,
      PlatformType: record.PlatformType as InstanceProperty['PlatformType'],
      PlatformVersion: record.PlatformVersion,
      ...(status !== undefined && Object.hasOwn(STATES, status)
        ? STATES[status]
        : {}),
    },
  };
}

/** Reads an object of `AWS:Tag`. */
export async function readTagObject(
  lines: AsyncIterable<string>,
  owner: ObjectOwner,
): Promise<Record<string, string>> {
  const tags = new Map<string, string>();
  for await (const { Key, Value } of recordsOf(lines, tagSchema, owner)) {
    tags.set(Key, Value);
    if (tags.size > MOST_TAGS) {
      throw new MalformedObjectError(`it has more than ${MOST_TAGS} tags`);
    }
  }
  return Object.fromEntries(tags);
}

/** Reads an object of `AWS:PatchSummary`. */
export async function readPatchSummary(
  lines: AsyncIterable<string>,
  owner: ObjectOwner,
): Promise<InstancePatchState> {
  const { OperationType, BaselineId, PatchGroup, ...record } = await onlyRecord(
    lines,
    patchSchema,
    owner,
  );
  return {
    ...record,
    InstanceId: owner.nodeId,
    BaselineId,
    PatchGroup,
    OperationStartTime: record.OperationStartTime,
    OperationEndTime: record.OperationEndTime,
    Operation: OperationType as InstancePatchState['Operation'],
  };
}

/** Whether a patch summary tells how severe what is missing is; that is optional. */
export function tellsSeverity(state: InstancePatchState): boolean {
  return (
    state.CriticalNonCompliantCount !== undefined ||
    state.SecurityNonCompliantCount !== undefined ||
    state.OtherNonCompliantCount !== undefined
  );
}

/**
 * Counts the noncompliant patches in an object of `AWS:ComplianceItem`, as
 * Patch Manager does: critical by the baseline's compliance level, security by
 * the advisory's classification, all others.
 */
export async function readSeverities(
  lines: AsyncIterable<string>,
  owner: ObjectOwner,
): Promise<
  Required<
    Pick<
      InstancePatchState,
      | 'CriticalNonCompliantCount'
      | 'SecurityNonCompliantCount'
      | 'OtherNonCompliantCount'
    >
  >
> {
  const counts = {
    CriticalNonCompliantCount: 0,
    SecurityNonCompliantCount: 0,
    OtherNonCompliantCount: 0,
  };
  for await (const item of recordsOf(lines, complianceSchema, owner)) {
    if (
      item.ComplianceType?.toLowerCase() !== 'patch' ||
      item.Status?.toUpperCase() !== 'NON_COMPLIANT'
    ) {
      continue;
    }
    if (item.Severity?.toUpperCase() === 'CRITICAL') {
      counts.CriticalNonCompliantCount += 1;
    } else if (/^security/i.test(item.Classification ?? '')) {
      counts.SecurityNonCompliantCount += 1;
    } else {
      counts.OtherNonCompliantCount += 1;
    }
  }
  return counts;
}
