import {
  DocumentKeyValuesFilter,
  ListDocuments$,
  ListDocumentsRequest,
  ListDocumentsResult,
} from '@aws-sdk/client-ssm';
import { AMAZON, StoredDocument } from '../../documents/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { toIdentifier } from './documentViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 50;

type Test = (
  document: StoredDocument,
  value: string,
  account: string,
) => boolean;

const OWNERS: Record<string, (owner: string, account: string) => boolean> = {
  Self: (owner, account) => owner === account,
  Amazon: owner => owner === AMAZON,
  Private: (owner, account) => owner === account,
  Public: (owner, account) => owner !== account && owner !== AMAZON,
  ThirdParty: () => false,
  All: () => true,
};

const KEYS: Record<string, Test> = {
  Name: (document, value) => document.name.startsWith(value),
  Owner: (document, value, account) =>
    value === document.owner ||
    (OWNERS[value]?.(document.owner, account) ?? false),
  DocumentType: (document, value) => document.kind === value,
  PlatformTypes: (document, value) => document.platforms.includes(value),
  TargetType: (document, value) => document.targetType === value,
  SearchKeyword: (document, value) =>
    document.name.toLowerCase().includes(value.toLowerCase()),
};

// `Private` of Owner also means what is shared with the account itself.
function shared(document: StoredDocument, account: string): boolean {
  return document.owner !== AMAZON && document.sharedWith.has(account);
}

function matches(
  document: StoredDocument,
  { Key = '', Values = [] }: DocumentKeyValuesFilter,
  account: string,
): boolean {
  if (Key.startsWith('tag:')) {
    return document.tags.some(
      tag => `tag:${tag.Key}` === Key && Values.includes(tag.Value),
    );
  }
  if (!Object.hasOwn(KEYS, Key)) {
    throw new AwsError(
      'InvalidFilterKey',
      `The specified filter key ${Key} is not valid.`,
    );
  }
  return Values.some(
    value =>
      KEYS[Key](document, value, account) ||
      (Key === 'Owner' && value === 'Private' && shared(document, account)),
  );
}

/** By name; the names of others' documents are their ARNs. */
export const ListDocuments: Operation<
  ListDocumentsRequest,
  ListDocumentsResult
> = {
  schema: ListDocuments$,
  action: 'ssm:ListDocuments',
  handle(input, context) {
    const { documents, account, region, pager } = context;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    constraints.length('filters', input.Filters, 0, 6);
    const filters: DocumentKeyValuesFilter[] = [
      ...(input.Filters ?? []),
      ...(input.DocumentFilterList ?? []).map(({ key, value = '' }) => ({
        Key: key,
        Values: [value],
      })),
    ];
    const page = pager.pageOf(
      documents
        .list({ account, region })
        .filter(document =>
          filters.every(filter => matches(document, filter, account)),
        ),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters,
      },
    );
    return {
      DocumentIdentifiers: page.items.map(document =>
        toIdentifier(document, context),
      ),
      NextToken: page.nextToken,
    };
  },
};
