import { ConfigurationError, mergeConfigurations } from './agentConfigurations';
import { contentAt, ControlError, nameOf } from './agentLocations';
import { CloudWatchAgent } from './CloudWatchAgent';
import { ScriptHost } from './ScriptHost';

/** What the control script printed, and how it ended. */
export interface ControlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const MODES = ['ec2', 'onPremise', 'onPrem', 'auto'];
const HEADING = '****** processing amazon-cloudwatch-agent ******';
const LEVELS = ['INFO', 'DEBUG', 'WARN', 'ERROR', 'OFF'];

/** Words of the control script: `-a action -m mode -c configuration -s -l level`. */
interface Wishes {
  readonly action: string;
  readonly mode: string;
  readonly location: string;
  readonly restart: boolean;
  readonly level: string;
}

function wishesOf(words: readonly string[]): Wishes {
  const given: Record<string, string> = {};
  let restart = false;
  for (let at = 0; at < words.length; at++) {
    // PowerShell takes `-Action` as well as `-a`.
    const [, option] = /^-([acmslACMSL])\w*$/.exec(words[at]) ?? [];
    if (option === undefined) {
      throw new ControlError(`Invalid option: ${words[at]}`);
    }
    const letter = option.toLowerCase();
    if (letter === 's') {
      restart = true;
    } else if (words[at + 1] === undefined) {
      throw new ControlError(`Option ${words[at]} requires an argument`);
    } else {
      given[letter] = words[at + 1];
      at += 1;
    }
  }
  const { a: action = '', m: mode = 'ec2', c: location = '', l = '' } = given;
  if (!MODES.includes(mode)) {
    throw new ControlError(`Invalid mode: ${mode}`);
  }
  return { action, mode, location, restart, level: l };
}

/** The metadata service answers on EC2 only. */
function detectRegion(mode: string, { node }: ScriptHost): string[] {
  const onEc2 = node.instanceState !== undefined;
  if (mode === 'ec2' && !onEc2) {
    throw new ControlError(
      [
        'I! Trying to detect region from ec2',
        'D! [EC2] Found active network interface',
        'E! [EC2] Fetch region from EC2 metadata fail: EC2 metadata is not available',
        'Unable to determine aws-region.',
        "E! Please check if you can access the metadata service. For example, on linux, run 'wget -q -O - http://169.254.169.254/latest/meta-data/instance-id && echo'",
      ].join('\n'),
    );
  }
  return mode === 'ec2' || (mode === 'auto' && onEc2)
    ? ['I! Trying to detect region from ec2', `Region: ${node.region}`]
    : [`Region: ${node.region}`];
}

/** Applies a configuration; what is printed of it. */
function configure(
  action: string,
  { mode, location: given }: Wishes,
  host: ScriptHost,
): string[] {
  const agent = CloudWatchAgent.of(host.machine);
  const location = given || 'default';
  const removes = action === 'remove-config';
  if (location === 'all' && !removes) {
    return [
      'ignore cwa configuration "all" as it is only supported by action "remove-config"',
    ];
  }
  const lines: string[] = [];
  const fetched =
    action === 'fetch-config' || location === 'all'
      ? new Map<string, string>()
      : agent.fetched;
  if (location !== 'all') {
    lines.push(...detectRegion(mode, host));
    const path = agent.fetchedAt(nameOf(location));
    if (removes) {
      fetched.delete(path);
    } else {
      fetched.set(path, contentAt(location, host));
      lines.push(`Successfully fetched the config and saved in ${path}.tmp`);
    }
  }
  if (!fetched.size) {
    agent.configure(fetched, undefined, host.now);
    return [
      ...lines,
      'all amazon-cloudwatch-agent configurations have been removed',
    ];
  }
  lines.push('Start configuration validation...');
  try {
    const merged = mergeConfigurations([...fetched.values()]);
    agent.configure(fetched, merged, host.now);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      throw new ControlError(
        [
          ...lines,
          `E! ${error.message}`,
          `Configuration validation first phase failed. Agent version: ${agent.version}. Verify the JSON input is only using features supported by this version.`,
        ].join('\n'),
      );
    }
    throw error;
  }
  return [
    ...lines,
    'Configuration validation first phase succeeded',
    'Configuration validation second phase succeeded',
    'Configuration validation succeeded',
  ];
}

function start(wishes: Wishes, host: ScriptHost): string[] {
  const agent = CloudWatchAgent.of(host.machine);
  if (agent.isRunning) {
    return ['amazon-cloudwatch-agent has already been started'];
  }
  const lines = agent.isConfigured
    ? []
    : [
        'amazon-cloudwatch-agent is not configured. Applying amazon-cloudwatch-agent default configuration.',
        ...configure('fetch-config', { ...wishes, location: 'default' }, host),
      ];
  agent.start(host.now);
  return [...lines, 'amazon-cloudwatch-agent has been started'];
}

function stop(host: ScriptHost): string[] {
  const agent = CloudWatchAgent.of(host.machine);
  const was = agent.isRunning;
  agent.stop(host.now);
  return [
    was
      ? 'amazon-cloudwatch-agent has been stopped'
      : 'amazon-cloudwatch-agent has already been stopped',
  ];
}

function status(host: ScriptHost): string[] {
  const agent = CloudWatchAgent.of(host.machine);
  const since = agent.runningSince;
  const shown = {
    status: agent.isRunning ? 'running' : 'stopped',
    starttime:
      since === undefined
        ? ''
        : `${new Date(since).toISOString().slice(0, 19)}+00:00`,
    configstatus: agent.isConfigured ? 'configured' : 'not configured',
    version: agent.version,
  };
  return [JSON.stringify(shown, null, 2)];
}

function act(wishes: Wishes, host: ScriptHost): string[] {
  const { action, restart, level } = wishes;
  switch (action) {
    case 'status':
      return status(host);
    case 'start':
      return ['', HEADING, ...start(wishes, host)];
    case 'stop':
      return ['', HEADING, ...stop(host)];
    case 'fetch-config':
    case 'append-config':
    case 'remove-config':
      return [
        HEADING,
        ...configure(action, wishes, host),
        ...(restart ? [...stop(host), ...start(wishes, host)] : []),
      ];
    case 'set-log-level':
      if (!LEVELS.includes(level)) {
        throw new ControlError(`Invalid log level: ${level}`);
      }
      return [`Set CWAGENT_LOG_LEVEL to ${level}`];
    default:
      throw new ControlError(`Invalid action: ${action}`);
  }
}

/**
 * Runs `amazon-cloudwatch-agent-ctl`, which does the same on all platforms.
 * Where the agent is not installed there is no such program.
 */
export function controlAgent(
  host: ScriptHost,
  words: readonly string[],
): ControlResult {
  if (!CloudWatchAgent.of(host.machine).isInstalled) {
    return {
      code: 127,
      stdout: '',
      stderr: 'amazon-cloudwatch-agent-ctl: No such file or directory\n',
    };
  }
  host.duration += 1500;
  try {
    const lines = act(wishesOf(words), host);
    return { code: 0, stdout: `${lines.join('\n')}\n`, stderr: '' };
  } catch (error) {
    if (error instanceof ControlError) {
      return { code: 1, stdout: '', stderr: `${error.message}\n` };
    }
    throw error;
  }
}
