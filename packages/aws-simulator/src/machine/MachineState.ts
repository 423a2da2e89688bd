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
}

/** What there is on a machine, as far as scripts can see and change it. */
export class MachineState {
  readonly services = new Map<string, MachineService>();
  readonly files = new Map<string, MachineFile>();
  readonly packages = new Set<string>();
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

  /** Bytes in use. */
  get used(): number {
    let sum = this.otherUse;
    for (const { size } of this.files.values()) {
      sum += size;
    }
    return Math.min(this.disk, sum);
  }

  /** What is enabled runs again. */
  reboot(at: number): void {
    this.bootedAt = at;
    for (const service of this.services.values()) {
      service.running = service.enabled;
      service.since = at;
    }
  }
}
