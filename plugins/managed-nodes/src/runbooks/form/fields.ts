import {
  ParameterValue,
  RunbookParameter,
} from '@managed-nodes/plugin-managed-nodes-common';

/** How a parameter is asked for. */
export type FieldKind =
  | 'choice'
  | 'choices'
  | 'yes-no'
  | 'number'
  | 'list'
  | 'json'
  | 'text';

/** What a field holds while it is being filled in: of several choices those made, otherwise what was typed. */
export type FieldState = string | string[];

/** What all fields hold, by the names of their parameters. */
export type FormState = Record<string, FieldState>;

/** Whether it takes a list of texts. */
function isList({ type }: RunbookParameter): boolean {
  return type === 'StringList' || type.startsWith('List<');
}

/** How a parameter is asked for. */
export function fieldKind(parameter: RunbookParameter): FieldKind {
  const { type, allowedValues } = parameter;
  if (allowedValues?.length && type !== 'MapList' && type !== 'StringMap') {
    return isList(parameter) ? 'choices' : 'choice';
  }
  switch (type) {
    case 'Boolean':
      return 'yes-no';
    case 'Integer':
      return 'number';
    case 'MapList':
    case 'StringMap':
      return 'json';
    default:
      return isList(parameter) ? 'list' : 'text';
  }
}

function asText(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? JSON.stringify(value)
    : String(value);
}

/** What a field holds for a value. */
export function stateOf(
  parameter: RunbookParameter,
  value: ParameterValue | null,
): FieldState {
  const kind = fieldKind(parameter);
  const items = Array.isArray(value) ? value.map(asText) : [];
  switch (kind) {
    case 'choices':
      return items;
    case 'list':
      return items.join('\n');
    case 'json':
      return value === null ? '' : JSON.stringify(value, null, 2);
    default:
      return value === null ? '' : asText(value);
  }
}

/** A form that nobody has touched, but for what some run had before. */
export function firstState(
  form: RunbookParameter[],
  given: Record<string, ParameterValue> = {},
): FormState {
  return Object.fromEntries(
    form
      .filter(({ takesNodes }) => !takesNodes)
      .map(parameter => [
        parameter.name,
        stateOf(parameter, given[parameter.name] ?? parameter.default),
      ]),
  );
}
