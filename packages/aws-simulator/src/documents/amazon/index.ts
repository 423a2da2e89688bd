import { toVersion } from '../content';
import { AMAZON, StoredDocument } from '../types';
import { SCRIPT_COMMANDS } from './commands';
import { AmazonDocument } from './declare';
import { INSTANCE_RUNBOOKS } from './instances';
import { MANAGEMENT_COMMANDS } from './management';
import { SUPPORT_RUNBOOKS } from './support';

const CREATED = Date.parse('2024-03-12T00:00:00Z');

function toDocument(document: AmazonDocument): StoredDocument {
  const { name, kind, platforms, targetType } = document;
  return {
    owner: AMAZON,
    region: undefined,
    name,
    kind,
    createdAt: CREATED,
    platforms,
    targetType,
    displayName: undefined,
    versions: [
      toVersion(JSON.stringify(document.content, null, 2), {
        format: 'JSON',
        kind,
        version: 1,
        createdAt: CREATED,
      }),
    ],
    defaultVersion: 1,
    tags: [],
    sharedWith: new Set(['all']),
  };
}

let documents: readonly StoredDocument[] | undefined;

/** Amazon's own documents, by name. They never change. */
export function amazonDocuments(): readonly StoredDocument[] {
  documents ??= [
    ...INSTANCE_RUNBOOKS,
    ...SUPPORT_RUNBOOKS,
    ...SCRIPT_COMMANDS,
    ...MANAGEMENT_COMMANDS,
  ]
    .map(toDocument)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return documents;
}
