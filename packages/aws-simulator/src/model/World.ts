import { CallCounters } from '../faults/CallCounters';
import { FaultStore } from '../faults/FaultStore';
import { RateLimits } from '../faults/RateLimits';
import { Fleet } from '../fleet/Fleet';
import { CredentialStore } from '../identity/credentials';
import { Permissions } from '../identity/Permissions';
import { DEMO_CREDENTIALS } from '../identity/principals';
import { PageTokens } from '../services/PageTokens';
import { Clock } from './Clock';
import { Organization } from './Organization';
import { RegionAccess } from './RegionAccess';

/** What a simulated world starts as. */
export interface WorldOptions {
  /** Nodes in the fleet. Default 1,200. */
  nodes?: number;
  /** The same seed makes the same fleet. Default 1. */
  seed?: number;
  /** Member accounts, at least the demo's 6. Default 6. */
  accounts?: number;
  /** Whether pages are now and then short or empty, as AWS's are. Default true. */
  unevenPages?: boolean;
  /** A moment for the clock to stand at. Default: it follows the real one. */
  time?: Date;
}

export const DEFAULT_NODES = 1200;
export const DEFAULT_SEED = 1;

/** Everything the simulator remembers. */
export class World {
  readonly clock: Clock;
  readonly credentials = CredentialStore.create();
  readonly counters = CallCounters.create();
  readonly limits = RateLimits.create();
  readonly unevenPages: boolean;
  organization: Organization;
  regions = RegionAccess.create();
  permissions = Permissions.create([]);
  faults = FaultStore.create(0);
  tokens = PageTokens.create();
  integratedExperience = true;
  readonly #accounts: number | undefined;
  #fleet: Fleet | undefined;
  #seed = DEFAULT_SEED;
  #nodes = DEFAULT_NODES;

  static create(options: WorldOptions = {}): World {
    return new World(options);
  }

  private constructor(options: WorldOptions) {
    this.clock = Clock.create(options.time?.getTime());
    this.#accounts = options.accounts;
    this.organization = Organization.create(this.#accounts);
    this.unevenPages = options.unevenPages ?? true;
    const { management } = this.organization;
    this.credentials.addUser(DEMO_CREDENTIALS.accessKeyId, {
      account: management.id,
      arn: `arn:aws:iam::${management.id}:user/managed-nodes-demo`,
      userId: 'AIDASIMULATORDEMO001',
    });
    this.reset({ nodes: options.nodes, seed: options.seed });
  }

  get seed(): number {
    return this.#seed;
  }

  get fleet(): Fleet {
    // Set by reset(), which the constructor calls.
    return this.#fleet as Fleet;
  }

  /**
   * Starts over: a new fleet in the organization there was at first, no faults, limits or counts, all permissions
   * back, no pagination token valid any more. Sessions and the clock stay.
   * What is not given stays as it was.
   */
  reset(options: { nodes?: number; seed?: number } = {}): void {
    this.#seed = options.seed ?? this.#seed;
    this.#nodes = options.nodes ?? this.#nodes;
    this.organization = Organization.create(this.#accounts);
    this.regions = RegionAccess.create();
    this.#fleet = Fleet.create(this.#nodes, {
      seed: this.#seed,
      organization: this.organization,
      now: this.clock.now(),
    });
    this.permissions = Permissions.create(
      this.organization.members.map(member => member.id),
    );
    this.faults = FaultStore.create(this.#seed);
    this.tokens = PageTokens.create();
    this.limits.set([]);
    this.counters.reset();
    this.integratedExperience = true;
  }
}
