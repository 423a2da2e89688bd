import {
  DeleteDocument$,
  DeleteDocumentRequest,
  DeleteDocumentResult,
} from '@aws-sdk/client-ssm';
import { versionOf } from '../../documents/versions';
import { Operation } from '../../services/types';
import {
  DOCUMENT_NAME,
  DOCUMENT_VERSION,
  namedDocumentArn,
} from './documentViews';
import { constraints } from './limits';

/** All of a document, or one version of it that is not the default. */
export const DeleteDocument: Operation<
  DeleteDocumentRequest,
  DeleteDocumentResult
> = {
  schema: DeleteDocument$,
  action: 'ssm:DeleteDocument',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle({ Name = '', DocumentVersion }, { documents, account, region }) {
    constraints.pattern('name', Name, DOCUMENT_NAME);
    constraints.pattern('documentVersion', DocumentVersion, DOCUMENT_VERSION);
    const document = documents.own({ account, region }, Name);
    documents.delete(
      document,
      DocumentVersion === undefined
        ? undefined
        : versionOf(document, DocumentVersion),
    );
    return {};
  },
};
