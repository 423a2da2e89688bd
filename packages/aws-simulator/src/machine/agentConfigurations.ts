import { Json } from '../documents/types';

type Section = { [key: string]: Json };

function isSection(value: Json | undefined): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Why the agent does not take what it was given. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

function merge(into: Section, from: Section, path: string): Section {
  const merged: Section = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const before = merged[key];
    if (before === undefined) {
      merged[key] = value;
    } else if (isSection(before) && isSection(value)) {
      merged[key] = merge(before, value, `${path}${key}/`);
    } else if (Array.isArray(before) && Array.isArray(value)) {
      const known = new Set(before.map(each => JSON.stringify(each)));
      merged[key] = [
        ...before,
        ...value.filter(each => !known.has(JSON.stringify(each))),
      ];
    } else if (JSON.stringify(before) !== JSON.stringify(value)) {
      throw new ConfigurationError(
        `Under path : ${path} | Error : Different values are specified for ${key}`,
      );
    }
  }
  return merged;
}

function read(text: string): Section {
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch (error) {
    throw new ConfigurationError(`Unable to parse json, error: ${error}`);
  }
  if (!isSection(parsed)) {
    throw new ConfigurationError('Invalid Json input schema: no object');
  }
  const { metrics } = parsed;
  if (metrics !== undefined && !isSection(metrics)) {
    throw new ConfigurationError(
      'Under path : /metrics | Error : Invalid type. Expected: object',
    );
  }
  if (metrics && !isSection(metrics.metrics_collected)) {
    throw new ConfigurationError(
      'Under path : /metrics | Error : metrics_collected is required',
    );
  }
  return parsed;
}

/**
 * What several configurations say together. One alone stays as it was written.
 *
 * @throws ConfigurationError when one can't be read, or two contradict each other
 */
export function mergeConfigurations(
  texts: readonly string[],
): string | undefined {
  if (!texts.length) {
    return undefined;
  }
  const sections = texts.map(read);
  return texts.length === 1
    ? texts[0]
    : JSON.stringify(
        sections.reduce((merged, each) => merge(merged, each, '/')),
        null,
        2,
      );
}
