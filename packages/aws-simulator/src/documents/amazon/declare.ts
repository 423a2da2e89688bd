import { DocumentKind, Json } from '../types';

/** One of Amazon's documents. Contents are written after what Amazon documents of them. */
export interface AmazonDocument {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly platforms: readonly string[];
  readonly targetType?: string;
  readonly content: { [key: string]: Json };
}

export const EVERYWHERE = ['Windows', 'Linux', 'MacOS'];
export const LINUX = ['Linux', 'MacOS'];
export const WINDOWS = ['Windows'];

const ASSUME_ROLE = {
  type: 'AWS::IAM::Role::Arn',
  description:
    '(Optional) The ARN of the role that allows Automation to perform the actions on your behalf.',
  default: '',
};

/** A parameter that may be left out. */
export function optional(
  description: string,
  value: Json = '',
  more: { [key: string]: Json } = {},
): Json {
  return {
    type: 'String',
    description: `(Optional) ${description}`,
    default: value,
    ...more,
  };
}

/** A parameter that must be given. */
export function required(
  description: string,
  more: { [key: string]: Json } = {},
): Json {
  return { type: 'String', description: `(Required) ${description}`, ...more };
}

/** An Automation document that may assume a role. */
export function automation(
  name: string,
  description: string,
  parameters: { [key: string]: Json },
  mainSteps: Json[],
  outputs: string[] = [],
): AmazonDocument {
  return {
    name,
    kind: 'Automation',
    platforms: EVERYWHERE,
    targetType: '/AWS::EC2::Instance',
    content: {
      description,
      schemaVersion: '0.3',
      assumeRole: '{{ AutomationAssumeRole }}',
      parameters: { ...parameters, AutomationAssumeRole: ASSUME_ROLE },
      mainSteps,
      ...(outputs.length && { outputs }),
    },
  };
}

/** A Command document of schema 2.2. */
export function command(
  name: string,
  platforms: readonly string[],
  description: string,
  parameters: { [key: string]: Json },
  mainSteps: Json[],
): AmazonDocument {
  return {
    name,
    kind: 'Command',
    platforms,
    content: { schemaVersion: '2.2', description, parameters, mainSteps },
  };
}

/** What makes a step of a Command document run on one platform only. */
export function onlyOn(platform: 'Windows' | 'Linux' | 'MacOS'): Json {
  return { StringEquals: ['platformType', platform] };
}
