import { InputError } from '@backstage/errors';
import { Associations } from '../associations/Associations';
import { AutomationEngine } from '../automation/AutomationEngine';
import { ApiCaller } from '../automation/ApiCaller';
import { CommandRunner } from '../commands/CommandRunner';
import { CommandSettings } from '../commands/types';
import { DocumentStore } from '../documents/DocumentStore';
import { SeedDocument, SeedTable } from '../documents/seed';
import { EventBus } from '../events/EventBus';
import { CallCounters } from '../faults/CallCounters';
import { FaultStore } from '../faults/FaultStore';
import { RateLimits } from '../faults/RateLimits';
import { Fleet } from '../fleet/Fleet';
import { CredentialStore } from '../identity/credentials';
import { Permissions } from '../identity/Permissions';
import { DEMO_CREDENTIALS, DEMO_USER } from '../identity/principals';
import { Logs } from '../logs/Logs';
import { Machines } from '../machine/Machines';
import { Maintenance } from '../maintenance/Maintenance';
import { Alarms } from '../metrics/Alarms';
import { Metrics } from '../metrics/Metrics';
import { ParameterStore } from '../parameters/ParameterStore';
import { Patching } from '../patching/Patching';
import { QueueStore } from '../queues/QueueStore';
import { PageTokens } from '../services/PageTokens';
import { Clock } from './Clock';
import { Organization } from './Organization';
import {
  DEFAULT_REGIONS,
  ENABLED_REGIONS,
  firstRegions,
  MAX_REGIONS,
  regionShares,
} from './places';
import { RegionAccess } from './RegionAccess';

/** What a simulated world starts as. */
export interface WorldOptions {
  /** Nodes in the fleet. Default 1,200. */
  nodes?: number;
  /** The same seed makes the same fleet. Default 1. */
  seed?: number;
  /** Member accounts, at least the demo's 6. Default 6. */
  accounts?: number;
  /**
   * Regions the fleet lives in: names, or how many of the eight there are
   * for it, the same first ones always. Default 3: eu-central-1, us-east-1
   * and ap-southeast-2.
   */
  regions?: number | readonly string[];
  /** Whether pages are now and then short or empty, as AWS's are. Default true. */
  unevenPages?: boolean;
  /**
   * Whether what happens to the fleet is put on the queue of events, as
   * EventBridge would. Default false.
   */
  events?: boolean;
  /** How many times faster than usual Run Command is. Default 1. */
  commandSpeed?: number;
  /** Share of installs of patches that go wrong by themselves, from 0 to 1. Default 0.06. */
  commandFailureRate?: number;
  /** Documents that every account has in every Region. Default: only Amazon's. */
  documents?: readonly SeedDocument[];
  /** DynamoDB tables that every account has in every Region. Default: none. */
  tables?: readonly SeedTable[];
  /** Scripts that nodes can download from anywhere, by their file names. */
  remoteFiles?: Readonly<Record<string, string>>;
  /** A moment for the clock to stand at. Default: it follows the real one. */
  time?: Date;
}

export const DEFAULT_NODES = 1200;
export const DEFAULT_SEED = 1;
const DEFAULT_FAILURE_RATE = 0.06;

function readRegions(
  wanted: number | readonly string[] = DEFAULT_REGIONS,
): readonly string[] {
  const regions = typeof wanted === 'number' ? firstRegions(wanted) : wanted;
  const stranger = regions.find(region => !ENABLED_REGIONS.includes(region));
  if (stranger !== undefined) {
    throw new InputError(`There is no Region ${stranger} for a fleet`);
  }
  if (
    regions.length < 1 ||
    regions.length > MAX_REGIONS ||
    (typeof wanted === 'number' && regions.length !== wanted)
  ) {
    throw new InputError(`A fleet lives in 1 to ${MAX_REGIONS} Regions`);
  }
  return [...new Set(regions)];
}

/** Everything the simulator remembers. */
export class World {
  readonly clock: Clock;
  readonly credentials = CredentialStore.create();
  readonly counters = CallCounters.create();
  readonly limits = RateLimits.create();
  readonly unevenPages: boolean;
  /** Tables that every account has in every Region. */
  readonly seedTables: readonly SeedTable[];
  /** Regions the fleet lives in. */
  readonly fleetRegions: readonly string[];
  organization: Organization;
  regions = RegionAccess.create();
  readonly queues: QueueStore;
  readonly events: EventBus;
  permissions = Permissions.create([]);
  faults = FaultStore.create(0);
  tokens = PageTokens.create();
  documents = DocumentStore.create();
  patching = Patching.create(DEFAULT_SEED);
  parameters = ParameterStore.create();
  machines = Machines.create();
  integratedExperience = true;
  readonly #accounts: number | undefined;
  readonly #documents: readonly SeedDocument[];
  readonly #remoteFiles: Readonly<Record<string, string>>;
  readonly #commandSettings: CommandSettings;
  #fleet: Fleet | undefined;
  #commands: CommandRunner | undefined;
  #maintenance: Maintenance | undefined;
  #associations: Associations | undefined;
  #metrics: Metrics | undefined;
  #logs: Logs | undefined;
  #alarms: Alarms | undefined;
  #automations: AutomationEngine | undefined;
  #caller: ApiCaller | undefined;
  #seed = DEFAULT_SEED;
  #nodes = DEFAULT_NODES;

  static create(options: WorldOptions = {}): World {
    return new World(options);
  }

  private constructor(options: WorldOptions) {
    this.clock = Clock.create(options.time?.getTime());
    this.#accounts = options.accounts;
    this.fleetRegions = readRegions(options.regions);
    this.#documents = options.documents ?? [];
    this.#remoteFiles = options.remoteFiles ?? {};
    this.seedTables = options.tables ?? [];
    this.#commandSettings = {
      speed: options.commandSpeed ?? 1,
      failureRate: options.commandFailureRate ?? DEFAULT_FAILURE_RATE,
    };
    this.organization = Organization.create(this.#accounts);
    this.unevenPages = options.unevenPages ?? true;
    const { management } = this.organization;
    this.credentials.addUser(DEMO_CREDENTIALS.accessKeyId, {
      account: management.id,
      arn: `arn:aws:iam::${management.id}:user/${DEMO_USER}`,
      userId: 'AIDASIMULATORDEMO001',
    });
    this.queues = QueueStore.create(management.id);
    this.events = EventBus.create({
      queue: this.queues.events,
      clock: this.clock,
      enabled: options.events ?? false,
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

  get commands(): CommandRunner {
    // Set by reset(), too.
    return this.#commands as CommandRunner;
  }

  get maintenance(): Maintenance {
    // Set by reset(), too.
    return this.#maintenance as Maintenance;
  }

  get associations(): Associations {
    // Set by reset(), too.
    return this.#associations as Associations;
  }

  get logs(): Logs {
    // Set by reset(), too.
    return this.#logs as Logs;
  }

  get metrics(): Metrics {
    // Set by reset(), too.
    return this.#metrics as Metrics;
  }

  get alarms(): Alarms {
    // Set by reset(), too.
    return this.#alarms as Alarms;
  }

  get automations(): AutomationEngine {
    // Set by reset(), too.
    return this.#automations as AutomationEngine;
  }

  /** Has somebody answer the calls that steps of automations make. */
  connect(caller: ApiCaller): void {
    this.#caller = caller;
    this.automations.connect(caller);
  }

  /** Lets happen what time has come for. */
  tick(): void {
    this.#advance(this.clock.now());
  }

  #advance(now: number): void {
    this.associations.advance(now);
    this.commands.advance(now);
  }

  /** The same, and for what takes calls to others; resolves once it happened. */
  async settle(): Promise<void> {
    await this.automations.catchUp(this.clock.now());
    this.tick();
  }

  /**
   * Starts over: a new fleet in the organization there was at first, no
   * faults, limits or counts, all permissions back, nothing in the queue of
   * events, no pagination token valid any more, no commands, automations and
   * documents but Amazon's. Sessions and the clock
   * stay.
   * What is not given stays as it was.
   */
  reset(options: { nodes?: number; seed?: number } = {}): void {
    this.#seed = options.seed ?? this.#seed;
    this.#nodes = options.nodes ?? this.#nodes;
    this.organization = Organization.create(this.#accounts);
    this.regions = RegionAccess.create();
    // A large fleet is not to be there twice.
    this.#fleet = undefined;
    this.#fleet = Fleet.create(this.#nodes, {
      seed: this.#seed,
      organization: this.organization,
      regions: regionShares(this.fleetRegions),
      now: this.clock.now(),
    });
    this.patching = Patching.create(this.#seed);
    this.parameters = ParameterStore.create();
    this.machines = Machines.create(this.#remoteFiles, this.parameters);
    this.#maintenance = Maintenance.create(this.#fleet);
    this.#logs = Logs.create({
      fleet: this.#fleet,
      organization: this.organization,
      seed: this.#seed,
    });
    this.#metrics = Metrics.create({
      fleet: this.#fleet,
      machines: this.machines,
    });
    this.#alarms = Alarms.create({
      fleet: this.#fleet,
      metrics: this.#metrics,
    });
    this.#commands = CommandRunner.create(
      {
        fleet: this.#fleet,
        patching: this.patching,
        machines: this.machines,
        events: this.events,
        documents: () => this.documents,
      },
      this.#commandSettings,
    );
    this.#associations = Associations.create({
      fleet: this.#fleet,
      documents: () => this.documents,
      commands: this.#commands,
      seed: this.#seed,
    });
    this.documents = DocumentStore.create(
      this.#documents.map(({ type, content, ...rest }) => ({
        ...rest,
        kind: type,
        text: content,
      })),
      this.clock.now(),
    );
    this.#automations?.end();
    this.#automations = AutomationEngine.create({
      events: this.events,
      speed: () => this.commands.settings.speed,
      before: at => this.#advance(at),
    });
    if (this.#caller) {
      this.#automations.connect(this.#caller);
    }
    this.permissions = Permissions.create(
      this.organization.members.map(member => member.id),
    );
    this.faults = FaultStore.create(this.#seed);
    this.tokens = PageTokens.create();
    this.limits.set([]);
    this.queues.reset();
    this.events.reset(this.#seed);
    this.counters.reset();
    this.integratedExperience = true;
  }
}
