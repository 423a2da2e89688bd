import { RunbookParameter } from '@managed-nodes/plugin-managed-nodes-common';

/**
 * What the backend said about a parameter, `ServiceName: expected …`, by its
 * name. Nothing once that parameter was changed.
 */
export function problemsOf(
  fields: RunbookParameter[],
  refusal: string | undefined,
  changed: ReadonlySet<string>,
): Record<string, string> {
  const [, name, why] =
    /^([A-Za-z0-9_]{1,50}): ([\s\S]+)$/.exec(refusal ?? '') ?? [];
  return name &&
    !changed.has(name) &&
    fields.some(parameter => parameter.name === name)
    ? { [name]: `${why.charAt(0).toLocaleUpperCase()}${why.slice(1)}` }
    : {};
}
