import assert from 'node:assert/strict';
import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { byTags, UNCLAIMED } from '../../__testUtils__/nodes';
import { createSync, PROD } from '../../__testUtils__/sync';
import {
  createDiscovery,
  DELEGATED,
  MANAGEMENT,
  startOrganization,
  withoutPaths,
} from '../../accounts/__testUtils__/organization';
import { CallMeter } from '../../aws/CallMeter';
import { toSyncProblem } from '../../aws/problems';
import { NodeWriter } from '../../nodes/NodeWriter';
import { KnownNodes } from '../../organization/KnownNodes';
import { OrganizationListing } from '../../organization/OrganizationListing';
import { OrganizationRuns } from '../../organization/OrganizationRuns';
import { SsmSource } from '../../sync/sources/SsmSource';
import { Warnings } from '../../sync/Warnings';
import { UnmanagedInstances } from '../../unmanaged/UnmanagedInstances';
import { readMetrics } from './metricFeatures';
import {
  followScan,
  listed,
  OPERATE_ROLE,
  readPatches,
  sendScans,
  sentScan,
} from './patchFeatures';
import { askInVain, publishRightNow, readAnswer } from './rightNowFeatures';
import { takeEvents } from './takeEvents';

export const ROLE = 'BackstageManagedNodesRead';
export const REGION = 'eu-central-1';

/** The simulated AWS, and a portal with an empty store. */
export interface World {
  aws: Awaited<ReturnType<typeof startOrganization>>;
  knex: Knex;
}

/** One thing the portal does in AWS. */
export interface Feature {
  /** The policies it needs, by the names of their files; together all it calls. */
  policies: string[];
  /** The account whose role has them; `portal`: its own identity. */
  who: string;
  /** The role there. Default: the one that reads. */
  role?: string;
  /** Actions that nothing tells the lack of, as something else makes up for it. */
  untold?: string[];
  /** What is to be there before it is limited to its policies. */
  prepare?(world: World): Promise<void>;
  /** @returns the problems it tells operators of. */
  run(world: World): Promise<SyncProblem[]>;
}

/** What is told by a sync of the production account. */
async function syncOf({ aws, knex }: World): Promise<SyncProblem[]> {
  // Agent versions are remembered for an hour by who asked.
  const setup = createSync(knex, aws.credentials);
  const { error, warnings } = await setup.run(setup.target(PROD, REGION));
  return [...(error ? [error] : []), ...warnings];
}

/** What a person who opens a node page, or an event, has read at once. */
async function readSome({ aws, knex }: World): Promise<SyncProblem[]> {
  const setup = createSync(knex, aws.credentials);
  const { nodes } = await aws.control.findNodes({
    account: PROD,
    region: REGION,
  });
  const { signal } = new AbortController();
  const warnings = Warnings.create({ signal });
  try {
    const read = await SsmSource.create(setup).read(
      setup.target(PROD, REGION),
      nodes.filter(node => node.managed).map(node => node.id),
      { signal, meter: CallMeter.create(), warnings },
    );
    assert.notEqual(read.length, 0);
    return warnings.list();
  } catch (error) {
    return [toSyncProblem(error)];
  }
}

async function findAccounts({ aws, knex }: World): Promise<SyncProblem[]> {
  const options = {
    account: DELEGATED,
    accountRole: undefined,
    regions: 'enabled',
    include: { tags: ['owner'] },
    // It has no role to ask for its Regions with.
    exclude: { accounts: [MANAGEMENT] },
  };
  const problems: SyncProblem[] = [];
  // Where AWS gives the path of each account, and where it does not.
  for (const prepare of [undefined, withoutPaths]) {
    await knex('organization_accounts').update({ tags_at: 0, regions_at: 0 });
    await knex('organization_discovery').update({ units_at: null });
    const { error } = await createDiscovery(
      knex,
      aws.credentials,
      options,
      {},
      prepare,
    ).run();
    if (error) {
      problems.push(error);
    }
  }
  return problems;
}

async function listOrganization({ aws, knex }: World): Promise<SyncProblem[]> {
  const setup = createSync(knex, aws.credentials);
  const runs = OrganizationRuns.create({ knex });
  await OrganizationListing.create({
    ...setup,
    config: {
      ...setup.config,
      organizationListing: {
        account: DELEGATED,
        region: REGION,
        syncName: 'AWS-QuickSetup-ManagedNode',
        callsPerSecond: 100,
        intervalMs: 60_000,
      },
    },
    directory: setup.accounts,
    ownership: { decider: async () => byTags, undecided: UNCLAIMED },
    writer: NodeWriter.create({ knex }),
    known: KnownNodes.create({ knex }),
    targets: setup.store,
    unmanaged: UnmanagedInstances.create({ knex }),
    runs,
  }).run(new AbortController().signal);
  const { error } = await runs.health();
  return error ? [error] : [];
}

/** All features. New capabilities add themselves here. */
export const FEATURES: Record<string, Feature> = {
  'listing a target': {
    policies: ['sync-read-only'],
    who: PROD,
    run: syncOf,
  },
  'reading some nodes at once': {
    policies: ['sync-read-only'],
    who: PROD,
    async run(world) {
      const problems = await readSome(world);
      // For what only a whole listing calls.
      return [...problems, ...(await syncOf(world))];
    },
  },
  'reading patches': {
    policies: ['patches'],
    who: PROD,
    async prepare(world) {
      await listed(world);
    },
    run: readPatches,
  },
  'reading metrics and alarms': {
    policies: ['metrics'],
    who: PROD,
    async prepare(world) {
      await listed(world);
    },
    run: readMetrics,
  },
  'sending scans and installs for people': {
    policies: ['patch-actions'],
    who: PROD,
    role: OPERATE_ROLE,
    async prepare(world) {
      await listed(world);
    },
    // What was lost is found by those who follow it.
    untold: ['ssm:ListCommands'],
    run: sendScans,
  },
  'following scans and installs': {
    policies: ['patch-operations'],
    who: PROD,
    async prepare(world) {
      await sentScan(world);
    },
    run: followScan,
  },
  'having counters read for people': {
    policies: ['right-now-actions'],
    who: PROD,
    role: OPERATE_ROLE,
    prepare: publishRightNow,
    // What was lost is cancelled by AWS when nobody reads it.
    untold: ['ssm:ListCommands'],
    run: askInVain,
  },
  'reading what a node says of itself': {
    policies: ['right-now'],
    who: PROD,
    async prepare(world) {
      await sentScan(world);
    },
    run: readAnswer,
  },
  'finding accounts': {
    policies: ['discovery', 'enabled-regions'],
    who: DELEGATED,
    run: findAccounts,
  },
  'listing the organization': {
    policies: ['organization-listing'],
    who: DELEGATED,
    run: listOrganization,
  },
  'assuming a role': {
    policies: ['portal'],
    who: 'portal',
    run: syncOf,
  },
  'taking events': {
    policies: ['events'],
    who: 'portal',
    ...takeEvents,
  },
};
