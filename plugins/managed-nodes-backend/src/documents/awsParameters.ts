import {
  DocumentKind,
  DocumentParameter,
  ParameterValue,
  ParameterValues,
  parameterValueSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { InputError } from '@backstage/errors';
import { textsOf } from './parameterValues';
import { cleanName } from './rawDocument';
import { isListOfTexts } from './readParameters';

/** Parameters as StartAutomationExecution and SendCommand take them. */
export type AwsParameters = Record<string, string[]>;

// What StartAutomationExecution takes. SendCommand sets no limits to values,
// but no request may be larger than 64 KB.
const MAX_CHARS: Record<DocumentKind, number> = {
  automation: 512,
  command: 32_768,
};
const MAX_ITEMS = 50;

/**
 * Puts checked values into the lists of texts that AWS takes: what is not a
 * text as JSON.
 *
 * An Automation document takes no empty texts, so an empty one is left out
 * where the document's default is empty, too.
 *
 * @throws InputError when a value is longer than AWS takes, empty where AWS
 * takes none, or has more than 50 items.
 */
export function toAwsParameters(
  kind: DocumentKind,
  parameters: DocumentParameter[],
  values: ParameterValues,
): AwsParameters {
  const entries = parameters.flatMap(parameter => {
    const { name } = parameter;
    const value = values[name];
    if (value === undefined) {
      return [];
    }
    const texts = textsOf(value);
    if (texts.length > MAX_ITEMS) {
      throw new InputError(
        `${cleanName(name)}: AWS takes at most ${MAX_ITEMS} items`,
      );
    }
    if (texts.some(text => text.length > MAX_CHARS[kind])) {
      throw new InputError(
        `${cleanName(name)}: AWS takes at most ${MAX_CHARS[kind]} characters`,
      );
    }
    if (kind === 'automation' && texts.includes('')) {
      if (value === '' && parameter.default === '') {
        return [];
      }
      throw new InputError(`${cleanName(name)}: AWS takes no empty texts`);
    }
    return [[name, texts]];
  });
  return Object.fromEntries(entries);
}

function fromJson(text: string): ParameterValue {
  try {
    const value = parameterValueSchema.safeParse(JSON.parse(text));
    return value.success ? value.data : text;
  } catch {
    // Whoever started it elsewhere gave what AWS took but is no JSON.
    return text;
  }
}

function fromTexts(
  parameter: DocumentParameter | undefined,
  texts: string[],
): ParameterValue {
  if (!parameter) {
    return texts.length === 1 ? texts[0] : texts;
  }
  if (isListOfTexts(parameter.type)) {
    return texts;
  }
  switch (parameter.type) {
    case 'MapList': {
      const maps = texts.map(fromJson);
      const all = parameterValueSchema.safeParse(maps);
      return all.success ? all.data : texts;
    }
    case 'Boolean':
    case 'Integer':
    case 'StringMap':
      return fromJson(texts[0] ?? '');
    default:
      return texts.length === 1 ? texts[0] : texts.join('\n');
  }
}

/**
 * Puts what AWS has of an execution or a command into values to be shown. What
 * is not of the type of its parameter is shown as it is.
 */
export function fromAwsParameters(
  parameters: DocumentParameter[],
  sent: AwsParameters,
): ParameterValues {
  const byName = new Map(parameters.map(item => [item.name, item]));
  return Object.fromEntries(
    Object.entries(sent).map(([name, texts]) => [
      name,
      fromTexts(byName.get(name), texts),
    ]),
  );
}
