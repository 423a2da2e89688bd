import { createHash } from 'crypto';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { AwsError } from '../protocol/AwsError';
import { checkSteps, readStep } from './steps';
import { automationContent, commandContent, oldCommandContent } from './schema';
import {
  DocumentContent,
  DocumentFormat,
  DocumentKind,
  DocumentParameter,
  DocumentStep,
  DocumentVersion,
  Json,
} from './types';

/** A document may have 64 KiB. */
const MOST_BYTES = 65_536;

export function invalidContent(why: string): AwsError {
  return new AwsError('InvalidDocumentContent', why);
}

function isRecord(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string, format: DocumentFormat): { [key: string]: Json } {
  let parsed: unknown;
  try {
    parsed =
      format === 'JSON'
        ? JSON.parse(text)
        : parseYaml(text, { schema: 'core', maxAliasCount: 0 });
  } catch (error) {
    throw invalidContent(
      `${format} not well-formed. ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
  if (!isRecord(parsed)) {
    throw invalidContent(`${format} not well-formed.`);
  }
  return parsed;
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw invalidContent(
      `Input ${issue.path.join('.') || 'document'} is not valid: ${
        issue.message
      }`,
    );
  }
  return result.data;
}

type Parameters = Record<
  string,
  Omit<DocumentParameter, 'name' | 'description'> & { description?: string }
>;

function readParameters(given: Parameters = {}): DocumentParameter[] {
  return Object.entries(given).map(([name, parameter]) => {
    if (parameter.allowedPattern !== undefined) {
      try {
        RegExp(parameter.allowedPattern);
      } catch {
        throw invalidContent(
          `The allowedPattern of parameter ${name} is not a valid regular expression.`,
        );
      }
    }
    return { ...parameter, name, description: parameter.description ?? '' };
  });
}

function readAutomation(raw: { [key: string]: Json }): DocumentContent {
  const content = checked(automationContent, raw);
  const steps = content.mainSteps.map(readStep);
  const read: DocumentContent = {
    kind: 'Automation',
    schemaVersion: content.schemaVersion,
    description: content.description ?? '',
    assumeRole: content.assumeRole,
    parameters: readParameters(content.parameters),
    steps,
    outputs: content.outputs ?? [],
    variables: content.variables ?? {},
    raw,
  };
  checkSteps(read);
  return read;
}

function readCommand(raw: { [key: string]: Json }): DocumentContent {
  const base = { kind: 'Command' as const, outputs: [], variables: {}, raw };
  if (raw.schemaVersion === '1.2') {
    const content = checked(oldCommandContent, raw);
    const steps = Object.entries(content.runtimeConfig).flatMap(
      ([action, { properties }]): DocumentStep[] =>
        (Array.isArray(properties) ? properties : [properties]).map(
          (inputs, index) =>
            readStep({
              name: `${index}.${action}`,
              action,
              inputs: isRecord(inputs) ? inputs : {},
            }),
        ),
    );
    return {
      ...base,
      schemaVersion: content.schemaVersion,
      description: content.description ?? '',
      parameters: readParameters(content.parameters),
      steps,
    };
  }
  const content = checked(commandContent, raw);
  const names = content.mainSteps.map(step => step.name);
  if (new Set(names).size < names.length) {
    throw invalidContent('Step names in mainSteps must be unique.');
  }
  return {
    ...base,
    schemaVersion: content.schemaVersion,
    description: content.description ?? '',
    parameters: readParameters(content.parameters),
    steps: content.mainSteps.map(readStep),
  };
}

const SCHEMAS: Record<DocumentKind, readonly string[]> = {
  Automation: ['0.3'],
  Command: ['1.2', '2.0', '2.2'],
};

/**
 * Reads and checks what a document says.
 *
 * @throws AwsError InvalidDocumentContent, InvalidDocumentSchemaVersion,
 * MaxDocumentSizeExceeded
 */
export function readContent(
  text: string,
  format: DocumentFormat,
  kind: DocumentKind,
): DocumentContent {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new AwsError(
      'MaxDocumentSizeExceeded',
      'The size limit of a document is 64 KB.',
    );
  }
  const raw = parse(text, format);
  const { schemaVersion } = raw;
  if (typeof schemaVersion !== 'string') {
    throw invalidContent('schemaVersion is missing or is not a string.');
  }
  if (!SCHEMAS[kind].includes(schemaVersion)) {
    throw new AwsError(
      'InvalidDocumentSchemaVersion',
      `Schema version ${schemaVersion} is not supported for document type ${kind}.`,
    );
  }
  return kind === 'Automation' ? readAutomation(raw) : readCommand(raw);
}

/** SHA-256 of a document's text, as DescribeDocument tells it. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A version of a document out of its text. */
export function toVersion(
  text: string,
  options: {
    format: DocumentFormat;
    kind: DocumentKind;
    version: number;
    versionName?: string;
    createdAt: number;
  },
): DocumentVersion {
  return {
    version: options.version,
    versionName: options.versionName,
    createdAt: options.createdAt,
    format: options.format,
    text,
    content: readContent(text, options.format, options.kind),
    hash: hashOf(text),
  };
}
