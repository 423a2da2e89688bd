import { AwsError } from '../protocol/AwsError';
import { AMAZON, DocumentVersion, StoredDocument } from './types';

/**
 * A version by its number, `$DEFAULT` or `$LATEST`.
 *
 * @throws AwsError InvalidDocumentVersion
 */
export function versionOf(
  document: StoredDocument,
  wanted: string = '$DEFAULT',
): DocumentVersion {
  const { versions } = document;
  const found =
    wanted === '$LATEST'
      ? versions[versions.length - 1]
      : versions.find(
          ({ version }) =>
            String(version) ===
            (wanted === '$DEFAULT' ? String(document.defaultVersion) : wanted),
        );
  if (!found) {
    throw new AwsError(
      'InvalidDocumentVersion',
      `Document version ${wanted} of ${document.name} does not exist.`,
    );
  }
  return found;
}

/** ARN of a document; Amazon's belong to no account. */
export function documentArn(document: StoredDocument, region: string): string {
  return `arn:aws:ssm:${region}:${
    document.owner === AMAZON ? '' : document.owner
  }:document/${document.name}`;
}
