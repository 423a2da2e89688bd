const KEPT_STRESSES = 20;

/** Where the CloudWatch agent has its configuration, and what its service is called. */
export const LINUX_AGENT = {
  service: 'amazon-cloudwatch-agent',
  configuration:
    '/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json',
} as const;
export const WINDOWS_AGENT = {
  service: 'AmazonCloudWatchAgent',
  configuration:
    'C:\\ProgramData\\Amazon\\AmazonCloudWatchAgent\\amazon-cloudwatch-agent.json',
} as const;

/** A file of a machine. */
export interface MachineFile {
  content: string;
  /** Bytes; more than the content of a file that is only said to be large. */
  size: number;
  /** Epoch milliseconds. */
  modifiedAt: number;
}

/** A service of a machine. */
export interface MachineService {
  readonly title: string;
  running: boolean;
  enabled: boolean;
  /** Epoch milliseconds. */
  since: number;
  /** What it read when it started, of a service that reads its file only then. */
  configuration?: string;
}

/** What keeps a machine busy for a while. Epoch milliseconds. */
export interface Stress {
  readonly from: number;
  readonly to: number;
  /** Percent of all its processors. */
  readonly cpu: number;
}

/** What there is on a machine, as far as scripts can see and change it. */
export class MachineState {
  readonly services = new Map<string, MachineService>();
  readonly files = new Map<string, MachineFile>();
  readonly packages = new Set<string>();
  stresses: readonly Stress[] = [];
  readonly #windows: boolean;
  /** Bytes of the system's volume. */
  readonly disk: number;
  /** Bytes that no file of these accounts for. */
  readonly otherUse: number;
  bootedAt: number;

  static create(options: {
    windows: boolean;
    disk: number;
    otherUse: number;
    bootedAt: number;
  }): MachineState {
    return new MachineState(options);
  }

  private constructor(options: {
    windows: boolean;
    disk: number;
    otherUse: number;
    bootedAt: number;
  }) {
    this.#windows = options.windows;
    this.disk = options.disk;
    this.otherUse = options.otherUse;
    this.bootedAt = options.bootedAt;
  }

  get isWindows(): boolean {
    return this.#windows;
  }

  /** Windows knows no case. */
  #key(path: string): string {
    const clean = path.replace(/[\\/]+$/, '') || path;
    return this.#windows ? clean.toLowerCase() : clean;
  }

  addService(
    name: string,
    service: Partial<MachineService> & { title: string },
  ): void {
    this.services.set(this.#windows ? name.toLowerCase() : name, {
      running: true,
      enabled: true,
      since: this.bootedAt,
      ...service,
    });
  }

  service(name: string): MachineService | undefined {
    return this.services.get(
      this.#windows ? name.toLowerCase() : name.replace(/\.service$/, ''),
    );
  }

  removeService(name: string): void {
    this.services.delete(this.#windows ? name.toLowerCase() : name);
  }

  write(path: string, content: string, at: number, size?: number): void {
    this.files.set(this.#key(path), {
      content,
      size: size ?? Buffer.byteLength(content),
      modifiedAt: at,
    });
  }

  file(path: string): MachineFile | undefined {
    return this.files.get(this.#key(path));
  }

  /** Paths of the files in a directory and those below it. */
  below(directory: string): string[] {
    const key = this.#key(directory);
    const separator = this.#windows ? '\\' : '/';
    const start = key.endsWith(separator) ? key : `${key}${separator}`;
    return [...this.files.keys()].filter(path => path.startsWith(start)).sort();
  }

  isDirectory(path: string): boolean {
    return this.below(path).length > 0;
  }

  exists(path: string): boolean {
    return this.file(path) !== undefined || this.isDirectory(path);
  }

  /** Removes a file, or a directory with all in it; how many files went. */
  remove(path: string): number {
    const key = this.#key(path);
    const gone = this.files.has(key) ? [key] : this.below(path);
    gone.forEach(each => this.files.delete(each));
    return gone.length;
  }

  /**
   * The CloudWatch agent while its service runs: its configuration, and since
   * when (epoch milliseconds).
   */
  get cloudWatchAgent():
    | { readonly configuration: string; readonly runningSince: number }
    | undefined {
    const { service, configuration } = this.#windows
      ? WINDOWS_AGENT
      : LINUX_AGENT;
    const running = this.service(service);
    const file = this.file(configuration);
    const content = running?.configuration ?? file?.content;
    return running?.running && content !== undefined
      ? { configuration: content, runningSince: running.since }
      : undefined;
  }

  /**
   * Starts or stops a service. The CloudWatch agent reads its configuration as
   * it starts, and ends at once without one.
   */
  turn(name: string, running: boolean, at: number): void {
    const service = this.service(name);
    if (!service) {
      return;
    }
    const agent = this.#windows ? WINDOWS_AGENT : LINUX_AGENT;
    const isAgent = service === this.service(agent.service);
    const configuration = isAgent
      ? this.file(agent.configuration)?.content
      : undefined;
    service.running = running && !(isAgent && configuration === undefined);
    service.configuration = configuration;
    service.since = at;
  }

  /** Bytes in use. */
  get used(): number {
    let sum = this.otherUse;
    for (const { size } of this.files.values()) {
      sum += size;
    }
    return Math.min(this.disk, sum);
  }

  /** Keeps the processors busy for a while. */
  addStress(stress: Stress): void {
    this.stresses = [...this.stresses, stress].slice(-KEPT_STRESSES);
  }

  /** What is enabled runs again. */
  reboot(at: number): void {
    this.bootedAt = at;
    this.stresses = this.stresses.map(stress => ({
      ...stress,
      to: Math.min(stress.to, at),
    }));
    for (const [name, { enabled }] of this.services) {
      this.turn(name, enabled, at);
    }
  }
}
