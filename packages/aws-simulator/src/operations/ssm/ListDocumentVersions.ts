import {
  ListDocumentVersions$,
  ListDocumentVersionsRequest,
  ListDocumentVersionsResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { DOCUMENT_ARN, namedDocumentArn, visibleName } from './documentViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 50;

/** The newest first. */
export const ListDocumentVersions: Operation<
  ListDocumentVersionsRequest,
  ListDocumentVersionsResult
> = {
  schema: ListDocumentVersions$,
  action: 'ssm:ListDocumentVersions',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle({ Name = '', MaxResults, NextToken }, context) {
    const { documents, account, region, pager } = context;
    constraints.pattern('name', Name, DOCUMENT_ARN);
    constraints.range('maxResults', MaxResults, 1, 50);
    const document = documents.get({ account, region }, Name);
    const page = pager.pageOf([...document.versions].reverse(), {
      token: NextToken,
      size: MaxResults ?? DEFAULT_PAGE,
      filters: Name,
    });
    return {
      DocumentVersions: page.items.map(version => ({
        Name: visibleName(document, context),
        DisplayName: document.displayName,
        DocumentVersion: String(version.version),
        VersionName: version.versionName,
        CreatedDate: new Date(version.createdAt),
        IsDefaultVersion: version.version === document.defaultVersion,
        DocumentFormat: version.format,
        Status: 'Active',
      })),
      NextToken: page.nextToken,
    };
  },
};
