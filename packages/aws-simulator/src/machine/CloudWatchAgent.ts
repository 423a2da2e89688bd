import { LINUX_AGENT, MachineState, WINDOWS_AGENT } from './MachineState';

/** Its name among the packages of Distributor. */
export const AGENT_PACKAGE = 'AmazonCloudWatchAgent';
/** What `latest` is. */
export const LATEST_AGENT_VERSION = '1.300064.0b1337';

/** Where the agent is on a platform. */
interface AgentPlaces {
  readonly service: string;
  /** All that it is configured by, merged. */
  readonly configuration: string;
  /** Directory of each configuration that was fetched. */
  readonly fetched: string;
  readonly version: string;
  /** The first is the control script. */
  readonly programs: readonly string[];
}

const LINUX: AgentPlaces = {
  ...LINUX_AGENT,
  fetched: '/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.d/',
  version: '/opt/aws/amazon-cloudwatch-agent/bin/CWAGENT_VERSION',
  programs: [
    '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl',
    '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent',
    '/usr/bin/amazon-cloudwatch-agent-ctl',
  ],
};
const WINDOWS: AgentPlaces = {
  ...WINDOWS_AGENT,
  fetched: 'C:\\ProgramData\\Amazon\\AmazonCloudWatchAgent\\Configs\\',
  version: 'C:\\Program Files\\Amazon\\AmazonCloudWatchAgent\\CWAGENT_VERSION',
  programs: [
    'C:\\Program Files\\Amazon\\AmazonCloudWatchAgent\\amazon-cloudwatch-agent-ctl.ps1',
    'C:\\Program Files\\Amazon\\AmazonCloudWatchAgent\\amazon-cloudwatch-agent.exe',
  ],
};

/** The CloudWatch agent of a machine: its programs, its configuration, its service. */
export class CloudWatchAgent {
  readonly #machine: MachineState;
  readonly #at: AgentPlaces;

  static of(machine: MachineState): CloudWatchAgent {
    return new CloudWatchAgent(machine);
  }

  private constructor(machine: MachineState) {
    this.#machine = machine;
    this.#at = machine.isWindows ? WINDOWS : LINUX;
  }

  get isInstalled(): boolean {
    return this.#machine.exists(this.#at.programs[0]);
  }

  get version(): string {
    return this.#machine.file(this.#at.version)?.content.trim() ?? '';
  }

  get isRunning(): boolean {
    return this.#machine.service(this.#at.service)?.running ?? false;
  }

  /** Epoch milliseconds. */
  get runningSince(): number | undefined {
    return this.isRunning
      ? this.#machine.service(this.#at.service)?.since
      : undefined;
  }

  get isConfigured(): boolean {
    return this.#machine.file(this.#at.configuration) !== undefined;
  }

  /** Path of what was fetched from a place, e.g. `ssm_AmazonCloudWatch-linux`. */
  fetchedAt(name: string): string {
    const path = `${this.#at.fetched}${name}`;
    // A machine with Windows tells its paths in lower case.
    return this.#machine.isWindows ? path.toLowerCase() : path;
  }

  /** What was fetched, by path; a configuration that was put there by hand counts. */
  get fetched(): Map<string, string> {
    const machine = this.#machine;
    const { fetched, configuration } = this.#at;
    const paths = machine.below(fetched);
    const byHand = machine.file(configuration);
    return paths.length || !byHand
      ? new Map(paths.map(path => [path, machine.file(path)?.content ?? '']))
      : new Map([[this.fetchedAt('file_by-hand.json'), byHand.content]]);
  }

  /** Puts its programs there; a new machine's service waits to be configured. */
  install(at: number, version: string = LATEST_AGENT_VERSION): void {
    const machine = this.#machine;
    const { service } = this.#at;
    machine.packages.add(AGENT_PACKAGE);
    for (const program of this.#at.programs) {
      machine.write(program, '', at, 60_000);
    }
    machine.write(this.#at.version, `${version}\n`, at);
    if (!machine.service(service)) {
      machine.addService(service, {
        title: 'Amazon CloudWatch Agent',
        running: false,
        enabled: false,
        since: at,
      });
    } else if (this.isRunning) {
      machine.turn(service, true, at);
    }
  }

  /** Takes it away. Its configuration stays, as packages leave it behind. */
  uninstall(): void {
    const machine = this.#machine;
    machine.packages.delete(AGENT_PACKAGE);
    machine.packages.delete('amazon-cloudwatch-agent');
    [...this.#at.programs, this.#at.version].forEach(each =>
      machine.remove(each),
    );
    machine.removeService(this.#at.service);
  }

  /** Replaces all that it is configured by; with nothing it is not configured any more. */
  configure(
    fetched: ReadonlyMap<string, string>,
    merged: string | undefined,
    at: number,
  ): void {
    const machine = this.#machine;
    machine.remove(this.#at.fetched);
    fetched.forEach((content, path) => machine.write(path, content, at));
    if (merged === undefined) {
      machine.remove(this.#at.configuration);
    } else {
      machine.write(this.#at.configuration, merged, at);
    }
  }

  start(at: number): void {
    const service = this.#machine.service(this.#at.service);
    if (service) {
      service.enabled = true;
      this.#machine.turn(this.#at.service, true, at);
    }
  }

  stop(at: number): void {
    this.#machine.turn(this.#at.service, false, at);
  }
}
