import { tagValue } from '../fleet/tags';
import { SimulatedNode } from '../fleet/types';
import { Random } from '../model/random';
import type { RunningAgent } from '../metrics/agentMetrics';
import { ParameterStore } from '../parameters/ParameterStore';
import { CloudWatchAgent } from './CloudWatchAgent';
import { LINUX_AGENT, MachineState, WINDOWS_AGENT } from './MachineState';
import { seededAgent } from './seededAgent';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const DAY = 86_400_000;
/** Of 100 machines so many lack their system's log file. */
const WITHOUT_LOG = 0.08;
/** And so many have a service that is down. */
const WITH_SERVICE_DOWN = 0.06;

const LINUX_SERVICES: Record<string, string> = {
  sshd: 'OpenSSH server daemon',
  crond: 'Command Scheduler',
  rsyslog: 'System Logging Service',
  'amazon-ssm-agent': 'amazon-ssm-agent',
  nginx: 'The nginx HTTP and reverse proxy server',
  docker: 'Docker Application Container Engine',
};

const WINDOWS_SERVICES: Record<string, string> = {
  AmazonSSMAgent: 'Amazon SSM Agent',
  EventLog: 'Windows Event Log',
  Spooler: 'Print Spooler',
  W3SVC: 'World Wide Web Publishing Service',
  WinRM: 'Windows Remote Management (WS-Management)',
  wuauserv: 'Windows Update',
};

/** The log file every machine of a platform should have. */
export function systemLogOf(node: SimulatedNode): string {
  if (node.platform.type === 'Windows') {
    return 'C:\\Windows\\System32\\winevt\\Logs\\System.evtx';
  }
  return /ubuntu|debian/i.test(node.platform.name)
    ? '/var/log/syslog'
    : '/var/log/messages';
}

function linux(state: MachineState, node: SimulatedNode, now: number): void {
  for (const [name, title] of Object.entries(LINUX_SERVICES)) {
    state.addService(name, { title });
  }
  state.write('/etc/hostname', `${node.computerName}\n`, state.bootedAt);
  state.write('/etc/os-release', `PRETTY_NAME="${node.platform.name}"\n`, 0);
  state.write('/var/log/nginx/access.log', '', now, 300 * MIB);
  state.write('/var/log/nginx/error.log', '', now, 12 * MIB);
  state.write('/tmp/build-cache.tar', '', now - 20 * DAY, 1500 * MIB);
  state.write('/var/cache/dnf/packages.db', '', now - 3 * DAY, 240 * MIB);
}

function windows(state: MachineState, now: number): void {
  for (const [name, title] of Object.entries(WINDOWS_SERVICES)) {
    state.addService(name, { title });
  }
  state.write(
    'C:\\Windows\\System32\\winevt\\Logs\\Application.evtx',
    '',
    now,
    20 * MIB,
  );
  state.write('C:\\Windows\\Temp\\setup.tmp', '', now - 20 * DAY, 900 * MIB);
  state.write(
    'C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex.log',
    '',
    now,
    350 * MIB,
  );
}

function generate(node: SimulatedNode, now: number): MachineState {
  const random = Random.create(node.seed, 'machine');
  const isWindows = node.platform.type === 'Windows';
  const disk = isWindows ? 60 * GIB : 30 * GIB;
  const state = MachineState.create({
    windows: isWindows,
    disk,
    otherUse: Math.floor(disk * (0.35 + random.next() * 0.45)),
    bootedAt: now - Math.floor(random.next() * 90 * DAY),
  });
  if (isWindows) {
    windows(state, now);
  } else {
    linux(state, node, now);
  }
  const agent = seededAgent(node);
  if (agent) {
    const { service, configuration } = isWindows ? WINDOWS_AGENT : LINUX_AGENT;
    CloudWatchAgent.of(state).install(agent.runningSince);
    state.addService(service, {
      title: 'Amazon CloudWatch Agent',
      since: agent.runningSince,
      configuration: agent.configuration,
    });
    state.write(configuration, agent.configuration, agent.runningSince);
  }
  const application = tagValue(node.tags, 'Service');
  if (application && /^[\w-]+$/.test(application)) {
    state.addService(application, { title: application });
  }
  if (random.next() >= WITHOUT_LOG) {
    state.write(systemLogOf(node), 'started\n', now, 40 * MIB);
  }
  if (random.next() < WITH_SERVICE_DOWN) {
    const down = state.service(isWindows ? 'W3SVC' : 'nginx');
    if (down) {
      down.running = false;
    }
  }
  return state;
}

/** What there is on the machines of the fleet: made from the seed, changed by scripts. */
export class Machines {
  readonly #states = new Map<string, MachineState>();
  readonly #remoteFiles: Map<string, string>;
  /** What machines may read of their account's parameters: all. */
  readonly parameters: ParameterStore;

  /** @param remoteFiles - what can be downloaded, by file name */
  static create(
    remoteFiles: Readonly<Record<string, string>> = {},
    parameters: ParameterStore = ParameterStore.create(),
  ): Machines {
    return new Machines(remoteFiles, parameters);
  }

  private constructor(
    remoteFiles: Readonly<Record<string, string>>,
    parameters: ParameterStore,
  ) {
    this.#remoteFiles = new Map(Object.entries(remoteFiles));
    this.parameters = parameters;
  }

  /** Puts a file where nodes can download it from, whatever the address. */
  publish(name: string, content: string): void {
    this.#remoteFiles.set(name, content);
  }

  /** What an address that ends in a file's name leads to. */
  download(address: string): string | undefined {
    return this.#remoteFiles.get(
      address.replace(/[?#].*$/, '').replace(/^.*[/\\]/, ''),
    );
  }

  /** What is known of a machine that somebody looked at or changed. */
  known(node: SimulatedNode): MachineState | undefined {
    return this.#states.get(node.id);
  }

  /** The CloudWatch agent that runs on a machine, if one does. */
  agentOf(node: SimulatedNode): RunningAgent | undefined {
    const state = this.known(node);
    return state ? state.cloudWatchAgent : seededAgent(node);
  }

  of(node: SimulatedNode, now: number): MachineState {
    const state = this.#states.get(node.id) ?? generate(node, now);
    this.#states.set(node.id, state);
    return state;
  }
}
