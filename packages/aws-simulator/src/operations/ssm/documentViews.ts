import {
  DocumentDescription,
  DocumentFormat,
  DocumentIdentifier,
  DocumentParameter,
  DocumentType,
  PlatformType,
} from '@aws-sdk/client-ssm';
import { stringify } from 'yaml';
import { AMAZON, DocumentVersion, StoredDocument } from '../../documents/types';
import { documentArn, versionOf } from '../../documents/versions';
import { RequestContext } from '../../services/types';

/** As the service model defines DocumentName. */
export const DOCUMENT_NAME = /^[a-zA-Z0-9_\-.]{3,128}$/;
/** As the service model defines DocumentARN, which is a name too. */
export const DOCUMENT_ARN = /^[a-zA-Z0-9_\-.:/]{3,128}$/;
/** As the service model defines DocumentVersion. */
export const DOCUMENT_VERSION = /^([$]LATEST|[$]DEFAULT|[1-9][0-9]*)$/;
export const VERSION_NAME = /^[a-zA-Z0-9_\-.]{1,128}$/;

/** ARN of a document that is asked for by its name or ARN. */
export function namedDocumentArn(
  name: string | undefined,
  { documents, account, region }: RequestContext,
): string {
  if (!name || name.startsWith('arn:')) {
    return name ?? '*';
  }
  const known = documents.find({ account, region }, name);
  return known
    ? documentArn(known, region)
    : `arn:aws:ssm:${region}:${account}:document/${name}`;
}

/** Owner of a document as AWS names it. */
export function ownerOf({ owner }: StoredDocument): string {
  return owner;
}

/** How others call a document: by its ARN, unless it is theirs or Amazon's. */
export function visibleName(
  document: StoredDocument,
  { account, region }: RequestContext,
): string {
  return document.owner === account || document.owner === AMAZON
    ? document.name
    : documentArn(document, region);
}

/** A document as it is listed. */
export function toIdentifier(
  document: StoredDocument,
  context: RequestContext,
): DocumentIdentifier {
  const version = versionOf(document);
  return {
    Name: visibleName(document, context),
    CreatedDate: new Date(document.createdAt),
    DisplayName: document.displayName,
    Owner: document.owner,
    VersionName: version.versionName,
    PlatformTypes: document.platforms as PlatformType[],
    DocumentVersion: String(version.version),
    DocumentType: document.kind as DocumentType,
    SchemaVersion: version.content.schemaVersion,
    DocumentFormat: version.format as DocumentFormat,
    TargetType: document.targetType,
    Tags: [...document.tags],
  };
}

/** AWS tells of two types only; whoever wants more reads the content. */
function toParameters({ content }: DocumentVersion): DocumentParameter[] {
  return content.parameters.map(parameter => ({
    Name: parameter.name,
    Type:
      parameter.type === 'StringList' || parameter.type.startsWith('List<')
        ? 'StringList'
        : 'String',
    Description: parameter.description,
    ...(parameter.default !== undefined && {
      DefaultValue:
        typeof parameter.default === 'string'
          ? parameter.default
          : JSON.stringify(parameter.default),
    }),
  }));
}

/** A version of a document as it is described. */
export function toDescription(
  document: StoredDocument,
  version: DocumentVersion,
  context: RequestContext,
): DocumentDescription {
  return {
    Sha1: undefined,
    Hash: version.hash,
    HashType: 'Sha256',
    Name: visibleName(document, context),
    DisplayName: document.displayName,
    VersionName: version.versionName,
    Owner: document.owner,
    CreatedDate: new Date(version.createdAt),
    Status: 'Active',
    DocumentVersion: String(version.version),
    Description: version.content.description,
    Parameters: toParameters(version),
    PlatformTypes: document.platforms as PlatformType[],
    DocumentType: document.kind as DocumentType,
    SchemaVersion: version.content.schemaVersion,
    LatestVersion: String(
      document.versions[document.versions.length - 1].version,
    ),
    DefaultVersion: String(document.defaultVersion),
    DocumentFormat: version.format as DocumentFormat,
    TargetType: document.targetType,
    Tags: [...document.tags],
  };
}

/** What a version says, in the format that is asked for. */
export function textOf(
  version: DocumentVersion,
  format: string | undefined,
): string {
  if (format === undefined || format === version.format) {
    return version.text;
  }
  return format === 'YAML'
    ? stringify(version.content.raw)
    : JSON.stringify(version.content.raw, null, 2);
}
