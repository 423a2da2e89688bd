import { Json } from '../documents/types';
import { AutomationExecution, StepRecord } from './types';
import { Resolver } from './values';

function globalOf(
  name: string,
  { request, startedAt }: AutomationExecution,
): string | undefined {
  const date = new Date(startedAt).toISOString();
  const values: Record<string, string> = {
    ACCOUNT_ID: request.account,
    AWS_PARTITION: 'aws',
    DATE: date.slice(0, 10),
    DATE_TIME: date.slice(0, 19).replaceAll(':', '.').replace('T', '_'),
    REGION: request.region,
  };
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A part of a value: `Name`, `Name[0]`, `Name.part`. */
function partOf(values: Record<string, Json>, path: string): Json | undefined {
  if (Object.hasOwn(values, path)) {
    return values[path];
  }
  let value: Json | undefined = values;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (Array.isArray(value) && index !== undefined) {
      value = value[Number(index)];
    } else if (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      name !== undefined &&
      Object.hasOwn(value, name)
    ) {
      value = value[name];
    } else {
      return undefined;
    }
  }
  return value;
}

/**
 * What names stand for in an execution's steps.
 *
 * @param own - the steps of the same round of a loop, which come before
 * others of their names
 */
export function resolverFor(
  execution: AutomationExecution,
  own: readonly StepRecord[],
): Resolver {
  return name => {
    const [, scope, rest] = /^([a-z]+):(.+)$/.exec(name) ?? [];
    if (scope === 'global') {
      return globalOf(rest, execution);
    }
    if (scope === 'automation') {
      return rest === 'EXECUTION_ID' ? execution.id : undefined;
    }
    if (scope === 'variable') {
      return partOf(execution.variables, rest);
    }
    const { values } = execution.request;
    if (Object.hasOwn(values, name)) {
      return values[name];
    }
    const dot = name.indexOf('.');
    const stepName = dot < 0 ? name : name.slice(0, dot);
    const record =
      own.find(each => each.name === stepName) ??
      execution.steps.findLast(each => each.name === stepName);
    return record && dot > 0
      ? partOf(record.values, name.slice(dot + 1))
      : partOf({ ...values }, name);
  };
}
