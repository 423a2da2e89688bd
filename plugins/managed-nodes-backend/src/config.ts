import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { environmentSchema } from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';
import {
  OrganizationConfig,
  organizationSchema,
  readOrganization,
} from './accounts/organizationConfig';
import { accountId, entityRef, matchSchema } from './configValues';
import { Publication, publicationsSchema } from './documents/publicationSchema';
import { RightNowConfig, rightNowSchema } from './counters/rightNowConfig';
import { EventsConfig, eventsSchema } from './events/eventsConfig';
import {
  MetricsConfig,
  metricsSchema,
  readMetrics,
} from './metrics/metricsConfig';
import {
  OrganizationListingConfig,
  organizationListingSchema,
} from './organization/listingConfig';
import {
  PatchConfig,
  patchesSchema,
  patchPolicySchema,
  readPatches,
} from './patches/patchConfig';
import {
  ResourceDataSyncConfig,
  resourceDataSyncSchema,
} from './sync/sources/s3/resourceDataSyncConfig';

const accountSchema = z.strictObject({
  id: accountId,
  name: z.string().min(1).optional(),
  regions: z.array(z.string().min(1)).min(1).optional(),
  roleName: z.string().min(1).optional(),
  externalId: z.string().min(1).optional(),
  allowedOwners: z.array(entityRef).optional(),
  tags: z.record(z.string(), z.string()).default({}),
});

const schema = z.strictObject({
  notice: z.string().optional(),
  sync: z
    .strictObject({
      interval: z.unknown().optional(),
      timeout: z.unknown().optional(),
      missingAfter: z.number().int().min(1).default(2),
      maxRemovalPercentage: z.number().min(0).max(100).default(20),
      minHeldRemovals: z.number().int().min(1).default(3),
      concurrency: z.number().int().min(1).max(64).default(8),
      partitions: z.number().int().min(1).max(256).default(16),
      unmanagedInstances: z.boolean().default(true),
      callsPerSecond: z.number().positive().default(20),
    })
    .prefault({}),
  targets: z
    .strictObject({
      roleName: z.string().min(1).optional(),
      externalId: z.string().min(1).optional(),
      partition: z.string().min(1).default('aws'),
      regions: z.array(z.string().min(1)).min(1).optional(),
      accounts: z.array(accountSchema).default([]),
    })
    .prefault({}),
  organization: organizationSchema.optional(),
  organizationListing: organizationListingSchema.optional(),
  resourceDataSync: resourceDataSyncSchema.optional(),
  events: eventsSchema.optional(),
  patchPolicy: patchPolicySchema.prefault({}),
  patches: patchesSchema.prefault({}),
  metrics: metricsSchema.prefault({}),
  runbooks: publicationsSchema.default([]),
  runs: z
    .strictObject({
      enabled: z.boolean().default(true),
      retention: z.unknown().optional(),
    })
    .prefault({}),
  rightNow: rightNowSchema.prefault({}),
  environments: z
    .array(
      z.strictObject({
        environment: environmentSchema,
        match: matchSchema.omit({ environment: true }),
      }),
    )
    .default([]),
  ownership: z
    .strictObject({
      defaultOwner: entityRef,
      refreshInterval: z.unknown().optional(),
      rules: z
        .array(
          z.strictObject({
            name: z.string().min(1).optional(),
            match: matchSchema.default({}),
            owner: z.string().min(1),
            system: z.string().min(1).optional(),
            component: z.string().min(1).optional(),
          }),
        )
        .default([]),
    })
    .prefault({ defaultOwner: 'group:default/unclaimed' }),
  nodeStore: z
    .strictObject({ leftRetention: z.unknown().optional() })
    .prefault({}),
});

type Parsed = z.infer<typeof schema>;

export type { NodeMatch } from './configValues';

/** One account to list nodes in. */
export type AccountConfig = Parsed['targets']['accounts'][number];

/** One rule of `managedNodes.ownership.rules`. */
export type OwnershipRule = Parsed['ownership']['rules'][number];

/** One rule of `managedNodes.environments`. */
export type EnvironmentRule = Parsed['environments'][number];

/** Everything under `managedNodes`, checked, defaults filled in, times in milliseconds. */
export interface ManagedNodesConfig {
  sync: {
    intervalMs: number;
    timeoutMs: number;
    missingAfter: number;
    maxRemovalPercentage: number;
    minHeldRemovals: number;
    concurrency: number;
    partitions: number;
    unmanagedInstances: boolean;
    callsPerSecond: number;
  };
  targets: Parsed['targets'];
  /** Where accounts are found; without it config names all of them. */
  organization?: OrganizationConfig;
  organizationListing: OrganizationListingConfig | undefined;
  /** The bucket that nodes are listed from; without it there is none. */
  resourceDataSync?: ResourceDataSyncConfig;
  /** Events to listen to; without it there are none. */
  events?: EventsConfig;
  patches: PatchConfig;
  metrics: MetricsConfig;
  /** Documents that people may run. */
  runbooks: Publication[];
  runs: { enabled: boolean; retentionMs: number };
  /** Counters that are read on the spot. */
  rightNow: RightNowConfig;
  environments: EnvironmentRule[];
  ownership: {
    defaultOwner: string;
    refreshIntervalMs: number;
    rules: OwnershipRule[];
  };
  leftRetentionMs: number;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`,
    'managedNodes',
  );
  return `${path}: ${issue.message}`;
}

function readMs(config: Config, key: string, fallback: HumanDuration): number {
  const value = config.has(key)
    ? readDurationFromConfig(config, { key })
    : fallback;
  const ms = durationToMilliseconds(value);
  if (!(ms > 0)) {
    throw new InputError(`${key}: expected a duration longer than nothing`);
  }
  return ms;
}

/**
 * Reads `managedNodes` from the app config.
 *
 * @throws InputError naming every wrong key and what it expects.
 */
export function readManagedNodesConfig(config: Config): ManagedNodesConfig {
  const parsed = schema.safeParse(config.getOptional('managedNodes') ?? {});
  if (!parsed.success) {
    throw new InputError(
      `Invalid config: ${parsed.error.issues.map(describeIssue).join('; ')}`,
    );
  }
  const {
    sync,
    targets,
    organizationListing: listing,
    environments,
    ownership,
  } = parsed.data;
  const organization =
    parsed.data.organization &&
    readOrganization(
      parsed.data.organization,
      targets,
      readMs(config, 'managedNodes.organization.interval', { minutes: 15 }),
    );

  const seen = new Set<string>();
  targets.accounts.forEach((account, index) => {
    const key = `managedNodes.targets.accounts[${index}]`;
    if (seen.has(account.id)) {
      throw new InputError(
        `Invalid config: ${key}.id: account ${account.id} is listed twice`,
      );
    }
    seen.add(account.id);
    // In an organization, discovery finds the Regions.
    if (!account.regions && !targets.regions && !organization) {
      throw new InputError(
        `Invalid config: ${key}.regions: expected a list of Regions, here or in managedNodes.targets.regions`,
      );
    }
  });

  return {
    sync: {
      intervalMs: readMs(config, 'managedNodes.sync.interval', { minutes: 5 }),
      timeoutMs: readMs(config, 'managedNodes.sync.timeout', { minutes: 10 }),
      missingAfter: sync.missingAfter,
      maxRemovalPercentage: sync.maxRemovalPercentage,
      minHeldRemovals: sync.minHeldRemovals,
      concurrency: sync.concurrency,
      partitions: sync.partitions,
      unmanagedInstances: sync.unmanagedInstances,
      callsPerSecond: sync.callsPerSecond,
    },
    targets,
    organization,
    organizationListing: listing && {
      account: listing.account,
      region: listing.region,
      syncName: listing.syncName,
      callsPerSecond: listing.callsPerSecond,
      intervalMs: readMs(config, 'managedNodes.organizationListing.interval', {
        minutes: 15,
      }),
    },
    resourceDataSync: parsed.data.resourceDataSync,
    events: parsed.data.events,
    patches: readPatches(parsed.data.patchPolicy, parsed.data.patches, {
      planIntervalMs: readMs(config, 'managedNodes.patches.plans.interval', {
        hours: 1,
      }),
      snapshotRetentionMs: readMs(
        config,
        'managedNodes.patches.snapshots.retention',
        { days: 400 },
      ),
    }),
    metrics: readMetrics(parsed.data.metrics, {
      intervalMs: readMs(config, 'managedNodes.metrics.interval', {
        minutes: 15,
      }),
      alarmIntervalMs: readMs(config, 'managedNodes.metrics.alarmInterval', {
        minutes: 2,
      }),
    }),
    runbooks: parsed.data.runbooks,
    runs: {
      enabled: parsed.data.runs.enabled,
      retentionMs: readMs(config, 'managedNodes.runs.retention', { days: 400 }),
    },
    rightNow: parsed.data.rightNow,
    environments,
    ownership: {
      defaultOwner: ownership.defaultOwner,
      refreshIntervalMs: readMs(
        config,
        'managedNodes.ownership.refreshInterval',
        { minutes: 5 },
      ),
      rules: ownership.rules,
    },
    leftRetentionMs: readMs(config, 'managedNodes.nodeStore.leftRetention', {
      days: 90,
    }),
  };
}
