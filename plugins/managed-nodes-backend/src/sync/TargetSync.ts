import { InstanceProperty } from '@aws-sdk/client-ssm';
import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { AwsClients } from '../aws/AwsClients';
import { restartExpired } from '../aws/paging';
import { toSyncProblem } from '../aws/problems';
import { TargetReader } from '../aws/TargetReader';
import { ManagedNodesConfig } from '../config';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { ListingContext, NodeWriter } from '../nodes/NodeWriter';
import { Ownership, OwnershipDecider } from '../nodes/types';
import { AgentVersions } from './AgentVersions';
import { observeNode, observePatch, observeTags } from './observe';
import { SyncTarget } from './targets';
import { NO_COUNTS, RunCounts, RunOutcome, TargetStore } from './TargetStore';

type Warning = TargetHealth['warnings'][number];

const ACTIONS: Record<Warning['part'], string> = {
  tags: 'tag:GetResources',
  patches: 'ssm:DescribeInstancePatchStates',
  agents: 'ssm:DescribeInstanceInformation',
};

/** The parts of a listing that may fail on their own. */
class Warnings {
  readonly #warnings = new Map<Warning['part'], Warning>();
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Does a part; when it fails, notes why, and does not try it again. */
  async attempt<T>(
    part: Warning['part'],
    read: () => Promise<T>,
  ): Promise<T | undefined> {
    if (this.#warnings.has(part)) {
      return undefined;
    }
    try {
      return await read();
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#warnings.set(part, {
        part,
        ...toSyncProblem(error, ACTIONS[part]),
      });
      return undefined;
    }
  }

  list(): Warning[] {
    return [...this.#warnings.values()];
  }
}

/** Who owns what, for the time of a listing. */
export interface OwnershipSource {
  decider(): Promise<OwnershipDecider>;
  readonly undecided: Ownership;
}

/**
 * Lists one target and brings the node store in line with it. Nodes are
 * stored as pages arrive; what is absent is judged only once the listing is
 * complete.
 */
export class TargetSync {
  readonly #clients: AwsClients;
  readonly #config: ManagedNodesConfig;
  readonly #ownership: OwnershipSource;
  readonly #writer: NodeWriter;
  readonly #absent: AbsentNodes;
  readonly #targets: TargetStore;
  readonly #agents = AgentVersions.create();

  static create(options: {
    clients: AwsClients;
    config: ManagedNodesConfig;
    ownership: OwnershipSource;
    writer: NodeWriter;
    absent: AbsentNodes;
    targets: TargetStore;
  }): TargetSync {
    return new TargetSync(options);
  }

  private constructor(options: {
    clients: AwsClients;
    config: ManagedNodesConfig;
    ownership: OwnershipSource;
    writer: NodeWriter;
    absent: AbsentNodes;
    targets: TargetStore;
  }) {
    this.#clients = options.clients;
    this.#config = options.config;
    this.#ownership = options.ownership;
    this.#writer = options.writer;
    this.#absent = options.absent;
    this.#targets = options.targets;
  }

  /**
   * Runs one listing. A listing that fails is an outcome, not an error: it is
   * stored with the target, and the nodes stay as they were.
   *
   * @throws what the signal carries when it is aborted, and database errors.
   */
  async run(target: SyncTarget, signal: AbortSignal): Promise<RunOutcome> {
    const startedAt = Date.now();
    const generation = await this.#targets.begin(target, startedAt);
    const counts: RunCounts = { ...NO_COUNTS };
    const warnings = new Warnings(signal);
    let outcome: RunOutcome;
    try {
      const reader = TargetReader.create({
        clients: await this.#clients.forTarget(target),
        signal,
      });
      try {
        await this.#list(target, reader, warnings, generation, counts);
      } finally {
        counts.calls = reader.calls;
        counts.pages = reader.pages;
      }
      outcome = await this.#settle(target, generation, counts, warnings);
    } catch (error) {
      outcome = {
        state: 'failed',
        complete: false,
        counts,
        held: null,
        error: signal.aborted
          ? {
              code: 'Interrupted',
              message:
                'The listing was interrupted: the backend stopped, or managedNodes.sync.timeout was reached',
              missingIamAction: null,
            }
          : toSyncProblem(error, 'ssm:DescribeInstanceProperties'),
        warnings: warnings.list(),
      };
    }
    await this.#targets.finish(target, outcome, startedAt, Date.now());
    return outcome;
  }

  async #list(
    target: SyncTarget,
    reader: TargetReader,
    warnings: Warnings,
    generation: number,
    counts: RunCounts,
  ): Promise<void> {
    const tags = await warnings.attempt('tags', () => reader.tags());
    const listing: ListingContext = {
      ...target,
      generation,
      decideOwnership: await this.#ownership.decider(),
      undecided: this.#ownership.undecided,
    };
    await restartExpired(async () => {
      counts.listed = 0;
      for await (const page of reader.nodes()) {
        await this.#storePage(target, reader, warnings, listing, counts, {
          page,
          tags,
        });
      }
    });
  }

  async #storePage(
    target: SyncTarget,
    reader: TargetReader,
    warnings: Warnings,
    listing: ListingContext,
    counts: RunCounts,
    read: {
      page: InstanceProperty[];
      tags: Map<string, Record<string, string>> | undefined;
    },
  ): Promise<void> {
    const ids = read.page.flatMap(node => node.InstanceId ?? []);
    const patches = await warnings.attempt('patches', () =>
      reader.patchStates(ids),
    );
    const agents = await warnings.attempt('agents', () =>
      this.#agents.latest(
        target.region,
        read.page.flatMap(node => node.AgentVersion ?? []),
        version => reader.isLatestAgent(version),
      ),
    );
    const observations = read.page.map(node =>
      observeNode(node, target, this.#config.environments, {
        tags: read.tags && observeTags(read.tags.get(node.InstanceId!) ?? {}),
        patch: patches && observePatch(patches.get(node.InstanceId!)),
        agentUpToDate: agents?.get(node.AgentVersion ?? '') ?? null,
      }),
    );
    const stored = await this.#writer.applyPage(
      listing,
      observations,
      Date.now(),
    );
    counts.listed += observations.length;
    counts.added += stored.added;
    counts.changed += stored.changed;
    counts.calls = reader.calls;
    counts.pages = reader.pages;
    await this.#targets.progress(target, counts);
  }

  /** The listing is complete: judges what it did not show. */
  async #settle(
    target: SyncTarget,
    generation: number,
    counts: RunCounts,
    warnings: Warnings,
  ): Promise<RunOutcome> {
    const { missingAfter, maxRemovalPercentage, minHeldRemovals } =
      this.#config.sync;
    const of = { account: target.account, region: target.region, generation };
    const { known, absent } = await this.#absent.countAbsent(of);
    const tooMany =
      absent >= minHeldRemovals && absent * 100 > known * maxRemovalPercentage;
    const base = { complete: true, error: null, warnings: warnings.list() };
    if (tooMany) {
      return {
        ...base,
        state: 'held',
        counts,
        held: { missing: absent, known },
      };
    }
    const settled = await this.#absent.settleAbsent(
      of,
      missingAfter,
      Date.now(),
    );
    return {
      ...base,
      state: base.warnings.length ? 'partial' : 'ok',
      counts: { ...counts, ...settled },
      held: null,
    };
  }
}
