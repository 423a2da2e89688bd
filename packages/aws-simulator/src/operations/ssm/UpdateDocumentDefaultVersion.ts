import {
  UpdateDocumentDefaultVersion$,
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult,
} from '@aws-sdk/client-ssm';
import { versionOf } from '../../documents/versions';
import { Operation } from '../../services/types';
import { DOCUMENT_NAME, namedDocumentArn } from './documentViews';
import { constraints } from './limits';

export const UpdateDocumentDefaultVersion: Operation<
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult
> = {
  schema: UpdateDocumentDefaultVersion$,
  action: 'ssm:UpdateDocumentDefaultVersion',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle({ Name = '', DocumentVersion }, { documents, account, region }) {
    constraints.pattern('name', Name, DOCUMENT_NAME);
    constraints.pattern('documentVersion', DocumentVersion, /^[1-9][0-9]*$/);
    const document = documents.own({ account, region }, Name);
    const { version, versionName } = versionOf(document, DocumentVersion);
    document.defaultVersion = version;
    return {
      Description: {
        Name,
        DefaultVersion: String(version),
        DefaultVersionName: versionName,
      },
    };
  },
};
