import { z } from 'zod';
import {
  alarmStateSchema,
  environmentSchema,
  monitoringStateSchema,
  nodeResourceTypeSchema,
  nodeStatusSchema,
  patchBucketSchema,
  patchReasonSchema,
  patchStandingSchema,
  platformTypeSchema,
} from './vocabulary';

const timestamp = z.string().datetime({ offset: true });
const count = z.number().int().nonnegative();

/**
 * The patch state of a node, as its last scan or install reported it. All
 * counters are 0 when `bucket` is `never-reported`. Field meanings follow
 * AWS's `InstancePatchState`.
 *
 * @public
 */
export const nodePatchSummarySchema = z.object({
  bucket: patchBucketSchema,
  /** Patches the baseline marks critical that are not installed. */
  criticalNonCompliant: count,
  /** Patches of a security advisory that are not installed. */
  securityNonCompliant: count,
  /** The remaining noncompliant patches. */
  otherNonCompliant: count,
  installed: count,
  installedOther: count,
  installedPendingReboot: count,
  installedRejected: count,
  missing: count,
  failed: count,
  notApplicable: count,
  /** More that do not apply, which the report leaves out of its list. */
  unreportedNotApplicable: count,
  /** Windows: security updates that the baseline does not approve. */
  availableSecurityUpdates: count,
  /** Why it is noncompliant; empty when it is not. */
  reasons: z.array(patchReasonSchema),
  standing: patchStandingSchema,
  /** By when the policy wants what lacks; null when nothing is due, or the patches were not read yet. */
  dueAt: timestamp.nullable(),
  baselineId: z.string().nullable(),
  patchGroup: z.string().nullable(),
  lastOperation: z.enum(['Scan', 'Install']).nullable(),
  /** When its last scan or install ended. */
  lastOperationAt: timestamp.nullable(),
  lastOperationStartedAt: timestamp.nullable(),
  rebootOption: z.enum(['RebootIfNeeded', 'NoReboot']).nullable(),
  /** When patches were last installed without a reboot. */
  lastNoRebootInstallAt: timestamp.nullable(),
  /** Where a list of patches replaced the baseline's rules. */
  installOverrideList: z.string().nullable(),
});

/** @public */
export type NodePatchSummary = z.infer<typeof nodePatchSummarySchema>;

/**
 * A managed node as the API returns it: identity, state and what we made of
 * them. Strings that machines and taggers chose (`title`, `computerName`,
 * tags, …) are capped in length and free of control characters, but are
 * otherwise whatever was typed: render them as text. Timestamps are ISO 8601
 * in UTC.
 *
 * @public
 */
export const managedNodeSchema = z.object({
  /** Unique in the portal, stable for the node's life: the name of its catalog entity and its id in this API. */
  name: z.string(),
  /** The catalog entity, `resource:default/<name>`. */
  entityRef: z.string(),
  /** The Name tag, else the computer name, else the node id. */
  title: z.string(),
  /** `mi-…` or `i-…`. */
  nodeId: z.string(),
  arn: z.string(),
  account: z.string(),
  /** The account's name as config gives it. */
  accountName: z.string().nullable(),
  region: z.string(),
  environment: environmentSchema,
  resourceType: nodeResourceTypeSchema,
  status: nodeStatusSchema,
  lastPingAt: timestamp.nullable(),
  computerName: z.string().nullable(),
  ipAddress: z.string().nullable(),
  platformType: platformTypeSchema.nullable(),
  platformName: z.string().nullable(),
  platformVersion: z.string().nullable(),
  agentVersion: z.string().nullable(),
  /** Null when Systems Manager did not say. */
  agentUpToDate: z.boolean().nullable(),
  /** A Group or User of the catalog. Unclaimed nodes carry the default owner. */
  ownerRef: z.string(),
  /** Whether an ownership rule found a permitted owner. */
  claimed: z.boolean(),
  /** Why nobody owns it, in words, when `claimed` is false. */
  unclaimedReason: z.string().nullable(),
  systemRef: z.string().nullable(),
  componentRef: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  patch: nodePatchSummarySchema,
  monitoring: monitoringStateSchema,
  /** The worst state among its CloudWatch alarms. */
  alarm: alarmStateSchema,
  activationId: z.string().nullable(),
  iamRole: z.string().nullable(),
  registeredAt: timestamp.nullable(),
  instanceType: z.string().nullable(),
  instanceState: z.string().nullable(),
  availabilityZone: z.string().nullable(),
  architecture: z.string().nullable(),
  launchedAt: timestamp.nullable(),
  /** The machine's id at its own provider (`SourceId`), e.g. the Azure VM id. */
  sourceId: z.string().nullable(),
  sourceLocation: z.string().nullable(),
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
  /** First complete listing that did not show the node any more. */
  missingSince: timestamp.nullable(),
  /** When it was given up; such nodes are kept for a while for their history. */
  leftAt: timestamp.nullable(),
  /** The node in the AWS console (Fleet Manager). */
  consoleUrl: z.string(),
});

/** @public */
export type ManagedNode = z.infer<typeof managedNodeSchema>;

/**
 * One page of nodes. Cursors are opaque, belong to the sort and filter they
 * came with, and are null at either end.
 *
 * @public
 */
export const nodePageSchema = z.object({
  items: z.array(managedNodeSchema),
  /** Of the whole filtered set, not of the page. */
  totalItems: count,
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
});

/** @public */
export type NodePage = z.infer<typeof nodePageSchema>;
