import { TargetKey } from '../nodes/types';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { restartExpired } from '../aws/paging';
import { toSyncProblem } from '../aws/problems';
import { ManagedNodesConfig } from '../config';
import { ListingContext, NodeWriter } from '../nodes/NodeWriter';
import { AbsenceJudge } from '../sync/AbsenceJudge';
import { NO_COUNTS, RunCounts, TargetStore } from '../sync/TargetStore';
import { OwnershipSource } from '../sync/TargetSync';
import { UnmanagedObservation } from '../unmanaged/observe';
import { UnmanagedInstances } from '../unmanaged/UnmanagedInstances';
import {
  ListedNode,
  observeListed,
  observeListedInstance,
  readListedNode,
} from './observe';
import { KnownNodes } from './KnownNodes';
import { OrganizationReader } from './OrganizationReader';
import { OrganizationRuns } from './OrganizationRuns';
import { StandIn, StandIns } from './StandIns';

/** Nodes that are collected before they are stored, over all targets. */
const BUFFERED = 2_000;

interface OrganizationListingOptions {
  clients: AwsClients;
  config: Pick<ManagedNodesConfig, 'environments' | 'organization' | 'sync'> & {
    organizationListing: NonNullable<ManagedNodesConfig['organizationListing']>;
  };
  directory: AccountDirectory;
  ownership: OwnershipSource;
  writer: NodeWriter;
  judge: AbsenceJudge;
  known: KnownNodes;
  targets: TargetStore;
  unmanaged: UnmanagedInstances;
  runs: OrganizationRuns;
  observer?: CallObserver;
}

/** One target that this listing speaks for, while it goes on. */
interface Voice {
  standIn: Exclude<StandIn, { kind: 'none' }>;
  listing: ListingContext;
  startedAt: number;
  pending: ListedNode[];
  instances: Map<string, UnmanagedObservation>;
  counts: RunCounts;
}

/**
 * Lists all nodes of the organization at once, and keeps those that no
 * target's own listing tells of: accounts and Regions that are no targets, and
 * targets whose own listing is failing.
 */
export class OrganizationListing {
  readonly #options: OrganizationListingOptions;

  static create(options: OrganizationListingOptions): OrganizationListing {
    return new OrganizationListing(options);
  }

  private constructor(options: OrganizationListingOptions) {
    this.#options = options;
  }

  /**
   * Runs one listing. That it fails is noted, not thrown: what was stored
   * stays, and nothing is removed.
   *
   * @throws database errors.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { runs, observer } = this.#options;
    const meter = CallMeter.create({ observer });
    await runs.begin(Date.now());
    try {
      const listed = await restartExpired(() => this.#list(meter, signal));
      await runs.succeed({ listed, meter, now: Date.now() });
    } catch (error) {
      await runs.fail({
        error: signal.aborted
          ? {
              code: 'Interrupted',
              message: 'The listing was interrupted: the backend stopped',
              missingIamAction: null,
            }
          : toSyncProblem(error, 'ssm:ListNodes'),
        meter,
        now: Date.now(),
      });
    }
  }

  /** @returns how many nodes the organization has. */
  async #list(meter: CallMeter, signal: AbortSignal): Promise<number> {
    const { clients, config, directory, targets } = this.#options;
    const { account, region, syncName } = config.organizationListing;
    const { ssm } = await clients.forTarget(
      { account, region },
      'organization',
    );
    const reader = OrganizationReader.create({ ssm, syncName, meter, signal });
    const standIns = StandIns.create({
      directory,
      rows: await targets.list(),
      intervalMs: config.sync.intervalMs,
      knownAccountsOnly: config.organization !== undefined,
      now: Date.now(),
    });
    const voices = new Map<string, Voice | undefined>();
    let listed = 0;
    let buffered = 0;
    for await (const page of reader.nodes()) {
      for (const item of page) {
        const node = readListedNode(item);
        listed += 1;
        const voice = node && (await this.#voiceOf(node, standIns, voices));
        if (node && voice) {
          voice.pending.push(node);
          buffered += 1;
        }
      }
      if (buffered >= BUFFERED) {
        await this.#storeAll(voices);
        buffered = 0;
      }
    }
    await this.#storeAll(voices);
    for (const target of standIns.soleTargets()) {
      await this.#voiceOf(target, standIns, voices);
    }
    for (const voice of voices.values()) {
      if (voice) {
        await this.#settle(voice);
      }
    }
    return listed;
  }

  /** What this listing may say of a target; undefined when the target speaks for itself. */
  async #voiceOf(
    where: TargetKey,
    standIns: StandIns,
    voices: Map<string, Voice | undefined>,
  ): Promise<Voice | undefined> {
    const key = `${where.account}/${where.region}`;
    if (!voices.has(key)) {
      const standIn = standIns.of(where);
      voices.set(
        key,
        standIn.kind === 'none' ? undefined : await this.#begin(standIn),
      );
    }
    return voices.get(key);
  }

  async #begin(standIn: Voice['standIn']): Promise<Voice> {
    const { ownership, targets } = this.#options;
    const startedAt = Date.now();
    const target: SyncTarget = standIn.target;
    return {
      standIn,
      startedAt,
      listing: {
        ...target,
        generation:
          standIn.kind === 'sole'
            ? await targets.begin(target, startedAt)
            : standIn.generation,
        decideOwnership: await ownership.decider(),
        undecided: ownership.undecided,
      },
      pending: [],
      instances: new Map(),
      counts: { ...NO_COUNTS },
    };
  }

  async #storeAll(voices: Map<string, Voice | undefined>): Promise<void> {
    for (const voice of voices.values()) {
      if (voice?.pending.length) {
        await this.#store(voice, voice.pending.splice(0));
      }
    }
  }

  async #store(voice: Voice, nodes: ListedNode[]): Promise<void> {
    const { config, known, writer } = this.#options;
    const { target } = voice.standIn;
    // A managed instance that is stopped is listed like one without an agent.
    const nodesOfOurs = await known.among(
      target,
      nodes.filter(node => !node.managed).map(node => node.nodeId),
    );
    const isNode = (node: ListedNode) =>
      node.managed || nodesOfOurs.has(node.nodeId);
    for (const node of nodes) {
      if (!isNode(node)) {
        voice.instances.set(node.nodeId, observeListedInstance(node));
      }
    }
    const stored = await writer.applyPage(
      voice.listing,
      nodes
        .filter(isNode)
        .map(node => observeListed(node, target, config.environments)),
      Date.now(),
    );
    voice.counts.listed += nodes.filter(isNode).length;
    voice.counts.added += stored.added;
    voice.counts.changed += stored.changed;
  }

  /** The listing is complete: judges what it did not show, where nothing else can. */
  async #settle(voice: Voice): Promise<void> {
    const { judge, targets, unmanaged } = this.#options;
    const { standIn, listing, counts, startedAt } = voice;
    if (standIn.kind !== 'sole') {
      return;
    }
    const { target } = standIn;
    await unmanaged.replace(listing, [...voice.instances.values()], Date.now());
    const outcome = await judge.settle(target, {
      generation: listing.generation,
      counts,
      warnings: [],
    });
    await targets.finish(target, outcome, startedAt, Date.now());
  }
}
