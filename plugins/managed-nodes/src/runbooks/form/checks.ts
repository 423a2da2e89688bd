import {
  ParameterValue,
  RunbookParameter,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';

/** How values of AWS's own types are written. */
const RESOURCES: Record<string, { pattern: RegExp; words: string }> = {
  'AWS::EC2::Instance::Id': {
    pattern: /^m?i-[a-z0-9]{8,17}$/,
    words: 'Expected the id of a node, such as i-0123456789abcdef0',
  },
  'AWS::S3::Bucket::Name': {
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    words: 'Expected the name of an S3 bucket',
  },
  'AWS::IAM::Role::Arn': {
    pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    words:
      'Expected the ARN of a role, such as arn:aws:iam::111122223333:role/Name',
  },
};

/**
 * A document's pattern, as far as browsers understand it: it is written for
 * Java, and the server has the last word.
 */
export function patternOf(allowedPattern: string | null): RegExp | undefined {
  if (!allowedPattern) {
    return undefined;
  }
  try {
    return new RegExp(`^(?:${allowedPattern})$`);
  } catch {
    return undefined;
  }
}

function textProblem(
  parameter: RunbookParameter,
  text: string,
): string | undefined {
  const { minChars, maxChars, allowedPattern } = parameter;
  const resource = RESOURCES[parameter.type.replace(/^List<(.*)>$/, '$1')];
  if (resource && text !== '' && !resource.pattern.test(text)) {
    return resource.words;
  }
  if (minChars !== null && text.length < minChars) {
    return `At least ${countOf(minChars, 'character')}`;
  }
  if (maxChars !== null && text.length > maxChars) {
    return `At most ${countOf(maxChars, 'character')}`;
  }
  const pattern = patternOf(allowedPattern);
  return pattern && !pattern.test(text)
    ? `It has to match ${allowedPattern}`
    : undefined;
}

function itemsProblem(
  { minItems, maxItems }: RunbookParameter,
  count: number,
): string | undefined {
  if (minItems !== null && count < minItems) {
    return `At least ${countOf(minItems, 'item')}`;
  }
  return maxItems !== null && count > maxItems
    ? `At most ${countOf(maxItems, 'item')}`
    : undefined;
}

/** What is wrong with a value by the rules of its parameter. Undefined: nothing that a browser can tell. */
export function valueProblem(
  parameter: RunbookParameter,
  value: ParameterValue,
): string | undefined {
  if (Array.isArray(value)) {
    const texts = value.filter(
      (item): item is string => typeof item === 'string',
    );
    return (
      itemsProblem(parameter, value.length) ??
      texts
        .map(text => textProblem(parameter, text))
        .find(problem => problem !== undefined)
    );
  }
  return typeof value === 'object'
    ? undefined
    : textProblem(parameter, String(value));
}
