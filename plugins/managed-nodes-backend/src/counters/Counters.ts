import {
  BackstageCredentials,
  BackstageUserPrincipal,
  CacheService,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ManagedNode,
  managedNodesCountersReadPermission,
  NodeCounters,
} from '@managed-nodes/plugin-managed-nodes-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeAccess } from '../api/NodeAccess';
import { obstacleOf } from '../commands/obstacles';
import { NodeQueries } from '../nodes/NodeQueries';
import { Asker, CountersRun, NodeToRead, STEPS } from './CountersRun';
import { GoneError, isPersonal } from './errors';
import { RunLimits, TURN_MS } from './RunLimits';
import { SharedRuns } from './SharedRuns';

const PERMISSION = managedNodesCountersReadPermission;

/** Between two looks whether another replica has an answer. */
const LOOK_MS = 500;

/** An answer, and the command it comes from. */
export type CountersAnswer = { counters: NodeCounters; commandId: string };

/** The same, and whether that command was sent for whoever asked. */
type Answered = CountersAnswer & { own: boolean };

/** What is kept for those who ask next: an answer, or why there is none. */
type Kept = CountersAnswer | { failure: { name: string; message: string } };

interface CountersOptions {
  enabled: boolean;
  access: Pick<NodeAccess, 'visibility' | 'allowed'>;
  queries: Pick<NodeQueries, 'get'>;
  runs: Pick<CountersRun, 'read'>;
  limits: RunLimits;
  /** Shared by replicas where Backstage has such a cache. */
  cache: CacheService;
}

/** What is wrong with a node, or with AWS, is so for everybody who asks. */
function failureOf(error: unknown): Kept | undefined {
  return (error instanceof ConflictError && !(error instanceof GoneError)) ||
    error instanceof ServiceUnavailableError
    ? { failure: { name: error.name, message: error.message } }
    : undefined;
}

function open(kept: Kept): CountersAnswer {
  if (!('failure' in kept)) {
    return kept;
  }
  const { name, message } = kept.failure;
  throw name === 'ConflictError'
    ? new ConflictError(message)
    : new ServiceUnavailableError(message);
}

function keyOf(name: string): string {
  return `right-now:${name}`;
}

/**
 * What is needed to ask a node.
 *
 * @throws ConflictError when it cannot be asked.
 */
function toRead(node: ManagedNode): NodeToRead {
  const obstacle = obstacleOf(node, new Set());
  if (obstacle) {
    throw new ConflictError(
      `The node cannot be asked how busy it is. ${obstacle.detail}`,
    );
  }
  const { account, region, nodeId, platformType } = node;
  const step = platformType && STEPS[platformType];
  if (!step) {
    throw new ConflictError(
      `Only Linux and Windows can be asked how busy they are, and this is ${
        platformType ?? 'a system that did not say what it is'
      }`,
    );
  }
  return { account, region, nodeId, step };
}

/**
 * How busy nodes are, read on the spot for those who may. Many who look at one
 * node at a time cause one command on it.
 */
export class Counters {
  readonly #options: CountersOptions;
  readonly #shared = SharedRuns.create<Answered>();

  static create(options: CountersOptions): Counters {
    return new Counters(options);
  }

  private constructor(options: CountersOptions) {
    this.#options = options;
  }

  /**
   * Reads the counters of a node, or gives those read moments ago.
   *
   * @param signal - that the caller waits no longer
   * @throws NotFoundError when there is no node that the caller may see.
   * @throws NotAllowedError when they may not have its counters read, or
   * nobody may.
   * @throws TooManyRunsError when they did so too often.
   * @throws ConflictError when the node cannot say.
   * @throws ServiceUnavailableError when AWS cannot be asked.
   */
  async read(
    name: string,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
    signal: AbortSignal,
  ): Promise<Answered> {
    if (!this.#options.enabled) {
      throw new NotAllowedError(
        'Counters are not read from the portal (managedNodes.rightNow.enabled)',
      );
    }
    const node = toRead(await this.#find(name, credentials));
    const asker: Asker = {
      userEntityRef: credentials.principal.userEntityRef,
      mayGoOn: () => this.#mayRead(name, credentials),
    };
    for (;;) {
      const kept = await this.#kept(name);
      if (kept) {
        return { ...open(kept), own: false };
      }
      const mine = !this.#shared.has(name);
      try {
        const { value, started } = await this.#shared.join(
          name,
          signal,
          everybody => this.#obtain(name, node, asker, everybody),
        );
        return { ...value, own: value.own && started };
      } catch (error) {
        // Whoever began it may not: another may.
        if (mine || !isPersonal(error)) {
          throw error;
        }
      }
    }
  }

  /** The node as the store has it. */
  async #find(
    name: string,
    credentials: BackstageCredentials,
  ): Promise<ManagedNode> {
    const { access, queries } = this.#options;
    const node = await queries.get(name, await access.visibility(credentials));
    if (!node) {
      throw new NotFoundError(`No managed node ${name}, or none you may see`);
    }
    if (!(await this.#mayRead(name, credentials))) {
      throw new NotAllowedError(
        `You may not have the counters of this node read (${PERMISSION.name})`,
      );
    }
    return node;
  }

  async #mayRead(
    name: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const { access, queries } = this.#options;
    const allowed = await access.allowed(PERMISSION, credentials);
    return Boolean(await queries.get(name, allowed));
  }

  async #kept(name: string): Promise<Kept | undefined> {
    return this.#options.cache.get<Kept>(keyOf(name));
  }

  /** Asks the node, when its turn is, unless another replica did so meanwhile. */
  async #obtain(
    name: string,
    node: NodeToRead,
    asker: Asker,
    signal: AbortSignal,
  ): Promise<Answered> {
    const { limits } = this.#options;
    const takeBack = await limits.begin(asker.userEntityRef);
    let kept: Kept | undefined;
    try {
      while (!kept && !(await limits.takeTurn(name))) {
        await sleep(LOOK_MS, undefined, { signal });
        kept = await this.#kept(name);
      }
    } catch (error) {
      await takeBack();
      throw signal.aborted ? new GoneError() : error;
    }
    if (kept) {
      await takeBack();
      return { ...open(kept), own: false };
    }
    return { ...(await this.#run(name, node, asker, signal)), own: true };
  }

  async #run(
    name: string,
    node: NodeToRead,
    asker: Asker,
    signal: AbortSignal,
  ): Promise<CountersAnswer> {
    const { runs, cache } = this.#options;
    const keep = (kept: Kept) => cache.set(keyOf(name), kept, { ttl: TURN_MS });
    try {
      const { commandId, counters } = await runs.read(node, asker, signal);
      const { version: _version, ...measured } = counters;
      const answer: CountersAnswer = {
        commandId,
        counters: { ...measured, takenAt: new Date().toISOString() },
      };
      await keep(answer);
      return answer;
    } catch (error) {
      const failure = failureOf(error);
      if (failure) {
        await keep(failure);
      }
      throw error;
    }
  }
}
