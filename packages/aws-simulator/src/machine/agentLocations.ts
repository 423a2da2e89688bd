import { AwsError } from '../protocol/AwsError';
import { ScriptHost } from './ScriptHost';

/** What `default` stands for: how much memory and disk is used. */
const DEFAULTS = {
  Linux: {
    mem: { measurement: ['used_percent'] },
    disk: { measurement: ['used_percent'], resources: ['*'] },
  },
  Windows: {
    Memory: { measurement: ['% Committed Bytes In Use'] },
    LogicalDisk: { measurement: ['% Free Space'], resources: ['*'] },
  },
};

/** Something that ends the script with exit code 1. */
export class ControlError extends Error {
  override name = 'ControlError';
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

function fetchParameter(name: string, host: ScriptHost): string {
  const { account, region } = host.node;
  try {
    const { version } = host.machines.parameters.get({ account, region }, name);
    return version.value;
  } catch (error) {
    if (error instanceof AwsError) {
      throw new ControlError(
        `E! Fail to fetch/remove json config: ${error.code}: ${error.message}`,
      );
    }
    throw error;
  }
}

/** A location's kind and what follows it; `default` is all of its kind. */
function partsOf(location: string): [kind: string, place: string] {
  const [, kind = location, rest = ''] = /^([^:]*):(.*)$/.exec(location) ?? [];
  const place = unquoted(rest);
  if (kind === 'default' && !place) {
    return [kind, place];
  }
  if (!place) {
    throw new ControlError(`E! downloadLocation ${location} is malformated.`);
  }
  if (kind !== 'ssm' && kind !== 'file') {
    throw new ControlError(`E! location type ${kind} is not supported.`);
  }
  return [kind, place];
}

/**
 * How the agent calls what it fetched from a location.
 *
 * @throws ControlError
 */
export function nameOf(location: string): string {
  const [kind, place] = partsOf(location);
  switch (kind) {
    case 'ssm':
      return `ssm_${place.replace(/[/:]/g, '_')}`;
    case 'file':
      return `file_${place.replace(/^.*[\\/]/, '')}`;
    default:
      return kind;
  }
}

/**
 * The configuration at a location.
 *
 * @throws ControlError when there is none
 */
export function contentAt(location: string, host: ScriptHost): string {
  const [kind, place] = partsOf(location);
  if (kind === 'default') {
    const collected = DEFAULTS[host.node.platform.type];
    return JSON.stringify({
      metrics: { namespace: 'CWAgent', metrics_collected: collected },
    });
  }
  if (kind === 'ssm') {
    return fetchParameter(place, host);
  }
  const file = host.machine.file(place);
  if (!file) {
    throw new ControlError(
      `E! Fail to fetch/remove json config: open ${place}: no such file or directory`,
    );
  }
  return file.content;
}
