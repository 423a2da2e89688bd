import {
  DescribeDocumentPermission$,
  DescribeDocumentPermissionRequest,
  DescribeDocumentPermissionResponse,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { DOCUMENT_NAME, namedDocumentArn } from './documentViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 200;

export const DescribeDocumentPermission: Operation<
  DescribeDocumentPermissionRequest,
  DescribeDocumentPermissionResponse
> = {
  schema: DescribeDocumentPermission$,
  action: 'ssm:DescribeDocumentPermission',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle({ Name = '', PermissionType, MaxResults, NextToken }, context) {
    const { documents, account, region, pager } = context;
    constraints.pattern('name', Name, DOCUMENT_NAME);
    constraints.oneOf('permissionType', PermissionType, ['Share']);
    constraints.range('maxResults', MaxResults, 1, 200);
    const { sharedWith } = documents.own({ account, region }, Name);
    const page = pager.pageOf([...sharedWith].sort(), {
      token: NextToken,
      size: MaxResults ?? DEFAULT_PAGE,
      filters: Name,
    });
    return {
      AccountIds: page.items,
      AccountSharingInfoList: page.items.map(AccountId => ({
        AccountId,
        SharedDocumentVersion: '$DEFAULT',
      })),
      NextToken: page.nextToken,
    };
  },
};
