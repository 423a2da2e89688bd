import {
  GetDocument$,
  GetDocumentRequest,
  GetDocumentResult,
} from '@aws-sdk/client-ssm';
import { versionOf } from '../../documents/versions';
import { Operation } from '../../services/types';
import {
  DOCUMENT_ARN,
  DOCUMENT_VERSION,
  namedDocumentArn,
  textOf,
  visibleName,
} from './documentViews';
import { constraints } from './limits';

/** Converts between JSON and YAML when asked to. */
export const GetDocument: Operation<GetDocumentRequest, GetDocumentResult> = {
  schema: GetDocument$,
  action: 'ssm:GetDocument',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle({ Name = '', DocumentVersion, DocumentFormat }, context) {
    const { documents, account, region } = context;
    constraints.pattern('name', Name, DOCUMENT_ARN);
    constraints.pattern('documentVersion', DocumentVersion, DOCUMENT_VERSION);
    constraints.oneOf('documentFormat', DocumentFormat, ['JSON', 'YAML']);
    const document = documents.get({ account, region }, Name);
    const version = versionOf(document, DocumentVersion);
    return {
      Name: visibleName(document, context),
      DisplayName: document.displayName,
      CreatedDate: new Date(version.createdAt),
      VersionName: version.versionName,
      DocumentVersion: String(version.version),
      Status: 'Active',
      Content: textOf(version, DocumentFormat),
      DocumentType: document.kind,
      DocumentFormat: DocumentFormat ?? version.format,
    };
  },
};
