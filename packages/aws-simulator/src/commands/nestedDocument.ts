import { DocumentStore } from '../documents/DocumentStore';
import { readContent } from '../documents/content';
import {
  ParameterValues,
  readParameters,
  toTexts,
} from '../documents/parameters';
import { DocumentContent, Json } from '../documents/types';
import { versionOf } from '../documents/versions';
import { parse as parseYaml } from 'yaml';
import { ScriptHost } from '../machine/ScriptHost';

/** A document within another one, ready to be run. */
export interface NestedDocument {
  readonly content: DocumentContent;
  readonly values: ParameterValues;
}

/** What SSM Agent can't run. */
export class NestedError extends Error {
  override name = 'NestedError';
}

function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parameters as a map, or as a text that is JSON or YAML. */
function givenParameters(given: Json): Record<string, string[]> {
  let read: unknown = given;
  if (typeof given === 'string') {
    try {
      read = given.trim() ? parseYaml(given, { maxAliasCount: 0 }) : {};
    } catch (error) {
      throw new NestedError(`failed to parse document parameters: ${error}`);
    }
  }
  if (!isRecord(read)) {
    throw new NestedError('failed to parse document parameters');
  }
  return Object.fromEntries(
    Object.entries(read).map(([name, value]) => [name, toTexts(value)]),
  );
}

function published(
  path: string,
  host: ScriptHost,
  documents: DocumentStore,
): { name: string; content: DocumentContent } {
  const { account, region } = host.node;
  // The version stands after the name; the name may be an ARN.
  const [, name = path, version] =
    /^(.+?)(?::([$]LATEST|[$]DEFAULT|[1-9]\d*))?$/.exec(path) ?? [];
  const found = documents.find({ account, region }, name);
  if (found?.kind !== 'Command') {
    throw new NestedError(
      `failed to download document: InvalidDocument: Document with name ${name} does not exist.`,
    );
  }
  if (found.name === 'AWS-RunPatchBaseline') {
    throw new NestedError(
      'The simulator runs AWS-RunPatchBaseline by itself only.',
    );
  }
  return { name, content: versionOf(found, version).content };
}

/** A document that lies on the machine, as `aws:downloadContent` left it. */
function local(path: string, { machine }: ScriptHost) {
  const place = machine.file(path) ? path : machine.below(path).at(0) ?? path;
  const text = machine.file(place)?.content;
  if (text === undefined) {
    throw new NestedError(`failed to read document: ${path} does not exist`);
  }
  return {
    name: path,
    content: readContent(
      text,
      text.trimStart().startsWith('{') ? 'JSON' : 'YAML',
      'Command',
    ),
  };
}

/**
 * The document that an `aws:runDocument` means, with its parameters.
 *
 * @throws NestedError, AwsError
 */
export function nestedDocument(
  inputs: Readonly<Record<string, Json>>,
  host: ScriptHost,
  documents: DocumentStore,
): NestedDocument {
  const {
    documentType = 'SSMDocument',
    documentPath,
    documentParameters,
  } = inputs;
  const path = typeof documentPath === 'string' ? documentPath.trim() : '';
  if (!path) {
    throw new NestedError('document path must be specified');
  }
  if (documentType !== 'SSMDocument' && documentType !== 'LocalPath') {
    throw new NestedError(`unsupported document type: ${documentType}`);
  }
  const { name, content } =
    documentType === 'SSMDocument'
      ? published(path, host, documents)
      : local(path, host);
  return {
    content,
    values: readParameters(
      content.parameters,
      givenParameters(documentParameters ?? {}),
      { code: 'InvalidParameters', document: name },
    ),
  };
}
