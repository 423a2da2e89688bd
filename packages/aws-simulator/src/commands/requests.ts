import { DocumentStore } from '../documents/DocumentStore';
import { readParameters } from '../documents/parameters';
import { DocumentVersion, StoredDocument } from '../documents/types';
import { versionOf } from '../documents/versions';
import { SimulatedNode } from '../fleet/types';
import { AwsError } from '../protocol/AwsError';
import {
  CommandDocument,
  isPatchBaseline,
  readPatchParameters,
} from './documents';
import { CommandRequest } from './types';

/**
 * The Command document that somebody means, and its version.
 *
 * @throws AwsError InvalidDocument, InvalidDocumentVersion
 */
export function commandDocumentOf(
  documents: DocumentStore,
  place: { account: string; region: string },
  { name, version }: { name: string; version: string | undefined },
): [StoredDocument, DocumentVersion] {
  const stored = documents.find(place, name);
  if (stored?.kind !== 'Command') {
    throw new AwsError('InvalidDocument', `Document ${name} does not exist.`);
  }
  return [stored, versionOf(stored, version)];
}

/**
 * The parameters of a document with those left out.
 *
 * @throws AwsError InvalidParameters
 */
export function commandParametersOf(
  document: CommandDocument,
  { content }: DocumentVersion,
  given: Readonly<Record<string, readonly string[]>>,
): Pick<CommandRequest, 'parameters' | 'values'> {
  if (isPatchBaseline(document)) {
    const parameters = readPatchParameters(document, given);
    return { parameters, values: { ...parameters } };
  }
  const values = readParameters(content.parameters, given, {
    code: 'InvalidParameters',
    document: document.name,
  });
  return {
    values,
    parameters: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  };
}

/**
 * Refuses nodes that a document is not for.
 *
 * @throws AwsError UnsupportedPlatformType
 */
export function checkPlatforms(
  { name, platforms }: StoredDocument,
  nodes: readonly SimulatedNode[],
): void {
  const stranger = nodes.find(
    ({ platform }) => !platforms.includes(platform.type),
  );
  if (stranger) {
    throw new AwsError(
      'UnsupportedPlatformType',
      `Document ${name} does not support the platform ${stranger.platform.type} of instance ${stranger.id}.`,
    );
  }
}
