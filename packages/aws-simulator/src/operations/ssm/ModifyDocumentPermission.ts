import {
  ModifyDocumentPermission$,
  ModifyDocumentPermissionRequest,
  ModifyDocumentPermissionResponse,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { DOCUMENT_NAME, namedDocumentArn } from './documentViews';
import { constraints } from './limits';

const ACCOUNT = /^(all|[0-9]{12})$/i;
const MOST_ACCOUNTS = 1000;

/** Shares a document with accounts, or with all, or no longer. */
export const ModifyDocumentPermission: Operation<
  ModifyDocumentPermissionRequest,
  ModifyDocumentPermissionResponse
> = {
  schema: ModifyDocumentPermission$,
  action: 'ssm:ModifyDocumentPermission',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle(input, { documents, account, region }) {
    const { AccountIdsToAdd = [], AccountIdsToRemove = [] } = input;
    constraints.pattern('name', input.Name, DOCUMENT_NAME);
    constraints.oneOf('permissionType', input.PermissionType, ['Share']);
    constraints.length('accountIdsToAdd', AccountIdsToAdd, 0, 20);
    constraints.length('accountIdsToRemove', AccountIdsToRemove, 0, 20);
    for (const id of [...AccountIdsToAdd, ...AccountIdsToRemove]) {
      constraints.pattern('accountIds', id, ACCOUNT);
    }
    const { sharedWith } = documents.own({ account, region }, input.Name ?? '');
    const added = AccountIdsToAdd.map(id => id.toLowerCase());
    if (new Set([...sharedWith, ...added]).size > MOST_ACCOUNTS) {
      throw new AwsError(
        'DocumentPermissionLimit',
        'The document cannot be shared with more Amazon Web Services accounts.',
      );
    }
    added.forEach(id => sharedWith.add(id));
    AccountIdsToRemove.forEach(id => sharedWith.delete(id.toLowerCase()));
    return {};
  },
};
