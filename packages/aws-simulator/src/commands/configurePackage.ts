import { Json } from '../documents/types';
import {
  AGENT_PACKAGE,
  CloudWatchAgent,
  LATEST_AGENT_VERSION,
} from '../machine/CloudWatchAgent';
import { ScriptHost } from '../machine/ScriptHost';

/** What a plugin did. */
export interface PluginResult {
  readonly code: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Packages that Amazon and its partners publish, and for which platforms. */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  [AGENT_PACKAGE]: ['Linux', 'Windows'],
  AWSCodeDeployAgent: ['Linux', 'Windows'],
  'AWSEC2Launch-Agent': ['Windows'],
  AWSKinesisTap: ['Windows'],
  AWSNVMe: ['Windows'],
  AWSPVDriver: ['Windows'],
  'AWSSupport-EC2Rescue': ['Windows'],
  AwsEnaNetworkDriver: ['Windows'],
  AwsVssComponents: ['Windows'],
  'FalconSensor-Linux': ['Linux'],
  'FalconSensor-Windows': ['Windows'],
  TrendMicro_DSA: ['Linux', 'Windows'],
};

function failure(what: string, why: string): PluginResult {
  return { code: 1, stdout: `${what}\n`, stderr: `${why}\n` };
}

function install(
  name: string,
  version: string,
  host: ScriptHost,
): PluginResult {
  const { machine, now } = host;
  const heading = `Initiating ${name} ${version} install`;
  const platforms = Object.hasOwn(PUBLISHED, name)
    ? PUBLISHED[name]
    : undefined;
  if (!platforms) {
    return failure(
      heading,
      `Failed to install package; install status Failed\nfailed to download manifest: InvalidDocument: Document with name ${name} does not exist.`,
    );
  }
  if (!platforms.includes(host.node.platform.type)) {
    return failure(
      heading,
      `Failed to install package; install status Failed\nfailed to find platform: no manifest found for platform: ${host.node.platform.name}, version ${host.node.platform.version}, architecture x86_64`,
    );
  }
  host.duration += 8000;
  if (name === AGENT_PACKAGE) {
    CloudWatchAgent.of(machine).install(now, version);
  } else {
    machine.packages.add(name);
  }
  return {
    code: 0,
    stdout: `${heading}\nSuccessfully installed ${name} ${version}\n`,
  };
}

function uninstall(name: string, host: ScriptHost): PluginResult {
  const { machine } = host;
  if (!machine.packages.has(name)) {
    return { code: 0, stdout: `${name} is not installed\n` };
  }
  host.duration += 4000;
  if (name === AGENT_PACKAGE) {
    CloudWatchAgent.of(machine).uninstall();
  } else {
    machine.packages.delete(name);
  }
  return {
    code: 0,
    stdout: `Initiating ${name} uninstall\nSuccessfully uninstalled ${name}\n`,
  };
}

/** `aws:configurePackage`: packages of Distributor. */
export function configurePackage(
  inputs: Readonly<Record<string, Json>>,
  host: ScriptHost,
): PluginResult {
  const text = (name: string) => String(inputs[name] ?? '');
  // Names may be ARNs.
  const name = text('name').replace(
    /^arn:.*(package|document)\/.*?([^/]+)$/,
    '$2',
  );
  if (!name) {
    return failure('', 'empty name field');
  }
  if (text('action') === 'Uninstall') {
    return uninstall(name, host);
  }
  if (text('action') !== 'Install') {
    return failure('', `unsupported action: ${text('action')}`);
  }
  const version = text('version');
  return install(
    name,
    !version || version === 'latest' ? LATEST_AGENT_VERSION : version,
    host,
  );
}
